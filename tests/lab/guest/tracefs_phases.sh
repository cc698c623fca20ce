# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records the same load through BPF, with and without types, through tracefs, with the
# hooks of the transport and without them, and by trace-cmd. tracefs_phases.bats checks the
# profiles.

. /lab/lib.sh

load=sensor:1000

# measure NAME OPTION...: record a load. Writes NAME.scmi, NAME.log, and the load's own
# figures to NAME.json.
measure() {
	local name=$1

	shift
	sleep 1
	scmi-perf record -v --deterministic -o "/out/$name.scmi" "$@" -- load $load \
		2>"/out/$name.log" || echo "$name: status $?"
	cp "$LOAD_DIR/result" "/out/$name.json"
}

# trace_dat: record the events that the source tracefs has without hooks.
trace_dat() {
	local event options=

	for event in xfer_begin xfer_response_wait rx_done xfer_end; do
		options="$options -e scmi:scmi_$event"
	done
	sleep 1
	# shellcheck disable=SC2086 # several words
	/usr/bin/trace-cmd record -q -C mono -b 8192 $options -o /out/trace.dat \
		load $load || echo "trace-cmd: status $?"
	cp "$LOAD_DIR/result" /out/trace.json
}

measure bpf --source bpf
measure hooks --source tracefs
measure core --source tracefs --hooks core
mkdir /tmp/empty
mount --bind /tmp/empty /sys/kernel/btf
measure types --source bpf
umount /sys/kernel/btf
trace_dat

# Late replies, with LATE=1. The gap is longer than the delay, and the pause is for the
# last one.
late() {
	echo 'sensor 6 every 8 late 150ms' >/tmp/plan
	load_plan /tmp/plan
	scmi-perf record -o "/out/late-$1.scmi" --source "$1" -- \
		sh -c 'load sensor:41,gap=100000; sleep 0.4'
	echo >"$PLATFORM_DIR/plan"
}
# Delayed responses that come 2.5 s after their commands: the first one is late, because
# the kernel waits for 2 s.
unanswered() {
	local name=$1

	shift
	echo 'sensor 6 times 1 full-eventq 2500ms' >/tmp/plan
	load_plan /tmp/plan
	scmi-perf record -o "/out/unanswered-$name.scmi" "$@" -- \
		sh -c 'load sensor:2,async; sleep 1'
	cp "$LOAD_DIR/result" "/out/unanswered-$name.json"
	echo >"$PLATFORM_DIR/plan"
}
if [ -n "${LATE:-}" ]; then
	unanswered bpf --source bpf
	unanswered tracefs --source tracefs
	unanswered filtered --source tracefs -P CLOCK
	late bpf
	late tracefs
fi
cat /sys/kernel/tracing/kprobe_events >/out/probes.left
