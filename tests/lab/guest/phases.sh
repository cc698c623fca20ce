# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Runs the same work over a platform with one changed parameter each time. Writes a
# profile and the load's own figures of each to /out. phases.bats checks them.

. /lab/lib.sh

# measured NAME LOAD PARAMETER...: measure a load with these parameters of the
# platform.
measured() {
	local name=$1 work=$2

	shift 2
	insmod /modules/scmi_platform.ko "$@" && load_transport &&
		insmod /modules/scmi_load.ko && wait_for "$LOAD_DIR/run" || exit 1
	[ -z "$BUSY_US" ] ||
		echo "$BUSY_US" >/sys/module/scmi_soft_tee/parameters/busy_us
	# Wait for background work of loading.
	sleep 1
	scmi-perf record -o "/out/$name.scmi" -- load "$work" || exit 1
	cp "$LOAD_DIR/result" "/out/$name.json"
	unload_modules || exit 1
}

unload_modules || exit 1
measured before sensor:1000 service=20us
measured service sensor:1000 service=57us
measured doorbell sensor:1000 service=20us doorbell_us=9
measured alone sensor:400 service=100us
measured threads sensor:3200,threads=8 service=100us
# Other clients have all threads of the TEE when a call comes.
case $TRANSPORT in
optee*) BUSY_US=300 measured busy sensor:1000 service=20us ;;
esac
# The firmware raises the interrupt before the call returns.
[ "$TRANSPORT" != smc-irq ] ||
	measured early sensor:1000 service=0 doorbell_us=20
