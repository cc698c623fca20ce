# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records lost doorbells of a virtio device with a split ring, with replies in order,
# and with a packed ring.

. /lab/lib.sh

COUNTS=/sys/kernel/debug/scmi_soft_virtio/counts

# recorded NAME OPTION...: record readings over a new device.
recorded() {
	local name=$1

	shift
	insmod /modules/scmi_platform.ko service=20us &&
		insmod /modules/scmi_soft_virtio.ko "$@" &&
		insmod /modules/scmi_transport_virtio.ko && wait_for "$SCMI_READY" &&
		insmod /modules/scmi_load.ko && wait_for "$LOAD_DIR/run" || exit 1
	echo 'sensor 6 every 10 times 3 lost-doorbell' >"$PLATFORM_DIR/plan"
	scmi-perf record -o "/out/$name.scmi" -- load sensor:100 || exit 1
	cat "$COUNTS" >"/out/$name.json"
	unload_modules || exit 1
}

unload_modules || exit 1
recorded any
recorded in_order in_order=1
recorded packed packed=1
