# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records the same load through BPF and through tracefs, with the hooks of the
# transport, and through tracefs without them. tracefs.bats checks the profiles.

. /lab/lib.sh

# measure NAME OPTION...: record a load. Writes NAME.scmi and NAME.log.
measure() {
	local name=$1

	shift
	sleep 1
	scmi-perf record -v --deterministic -o "/out/$name.scmi" "$@" -- load sensor:1000 \
		2>"/out/$name.log" || echo "$name: status $?"
}

measure bpf --source bpf
measure hooks --source tracefs
measure core --source tracefs --hooks core

# Late replies, with LATE=1. The gap is longer than the delay, and the pause is for the
# last one.
late() {
	echo 'sensor 6 every 8 late 150ms' >/tmp/plan
	load_plan /tmp/plan
	scmi-perf record -o "/out/late-$1.scmi" --source "$1" -- \
		sh -c 'load sensor:41,gap=100000; sleep 0.4'
	echo >"$PLATFORM_DIR/plan"
}
if [ -n "${LATE:-}" ]; then
	late bpf
	late tracefs
fi
cat /sys/kernel/tracing/kprobe_events >/out/probes.left
