# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# A virtio device that stops reading for a while, and then stops answering: observes it
# with record, trace and scmi-top. failed_sends.bats checks the results.

. /lab/lib.sh

# device OPTION...: replace the device by one that shows how far it has read.
device() {
	unload_transport || exit 1
	insmod /modules/scmi_soft_virtio.ko event_index=1 "$@" || exit 1
	insmod /modules/scmi_transport_virtio.ko || exit 1
	wait_for "$SCMI_READY" || exit 1
	wait_for "$LOAD_DIR/run" || exit 1
	sleep 1
}

# observe NAME SPEC PLAN: run a load under all observers and keep its figures.
observe() {
	local name=$1 top trace

	scmi-top -i 100ms --json >"/out/$name.top.json" &
	top=$!
	scmi-perf trace -j >"/out/$name.trace.json" &
	trace=$!
	until [ -s "/out/$name.top.json" ] && [ -s "/out/$name.trace.json" ]; do
		usleep 10000
	done
	printf '%s\n' "$3" >"$PLATFORM_DIR/plan"
	scmi-perf record -o "/out/$name.scmi" -- load "$2" || exit 1
	cp "$LOAD_DIR/result" "/out/$name.truth.json"
	# Replies to messages that were not read in time, and the last interval.
	sleep 0.5
	kill -INT $top $trace
	wait $top && wait $trace || exit 1
	platform_counts "/out/$name.platform.json"
}

# While one of its replies is late, the device reads no further message.
device depth=1
observe stopped sensor:400,threads=4 'sensor 6 every 40 times 3 drop
sensor 6 every 150 times 2 late 250ms'

# The ring has room for eight messages.
device ring_size=16
observe dead sensor:200,threads=4 'sensor 6 drop'
