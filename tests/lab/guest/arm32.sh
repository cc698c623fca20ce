# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Measures the same load through tracefs and through BPF, and runs the other live
# commands. Writes profiles, the load's own figures and messages to /out. arm32.bats
# checks them.

. /lab/lib.sh
. /job/files/bursts.sh

# measure NAME OPTION...: record a load. Writes NAME.scmi, NAME.truth.json and NAME.log.
measure() {
	local name=$1

	shift
	# Wait for background work.
	sleep 1
	scmi-perf record --deterministic -o "/out/$name.scmi" "$@" -- load sensor:1000 \
		2>"/out/$name.log" || echo "$name: status $?"
	cp "$LOAD_DIR/result" "/out/$name.truth.json"
}

# started PROCESS FILE: wait until FILE has text.
started() {
	until [ -s "$2" ]; do
		usleep 10000
		kill -0 "$1" || exit 1
	done
}

scmi-perf doctor >/out/doctor.txt || exit 1
scmi-perf doctor -j >/out/doctor.json || exit 1
cp "$TRACEFS/events/header_page" /out/
sleep 1
load sensor:1000
cp "$LOAD_DIR/result" /out/alone.truth.json
measure auto
measure bpf --source bpf
measure core --hooks core
bursts bursts || exit 1

scmi-perf trace -j >/out/trace.json 2>/out/trace.log &
started $! /out/trace.json
load sensor:30,threads=3
until [ "$(wc -l </out/trace.json)" -gt 30 ]; do usleep 10000; done
kill -TERM $!
wait $!

scmi-top -b -j -i 100ms -n 10 >/out/top.json 2>/out/top.log &
started $! /out/top.json
load sensor:300
wait $!
