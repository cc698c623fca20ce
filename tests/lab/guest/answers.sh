# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records readings with a slow platform, and with one that replies before the doorbell
# returns, where the transport allows that. Writes the platform's own figures, too.
# hooks.bats checks them.

. /lab/lib.sh

# measured NAME SERVICE: record readings over a platform with this service time.
measured() {
	insmod /modules/scmi_platform.ko "service=$2" && load_transport &&
		insmod /modules/scmi_load.ko && wait_for "$LOAD_DIR/run" || exit 1
	# Wait for background work of loading.
	sleep 1
	echo Y >/sys/module/scmi_platform/parameters/measure
	scmi-perf record -o "/out/$1.scmi" -- load sensor:1000 || exit 1
	platform_counts "/out/$1.json"
	unload_modules || exit 1
}

unload_modules || exit 1
measured slow 57us
measured fast 0
