# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Runs scmi-top over three loads, one after the other: one without faults, one with a
# slow message, one with lost doorbells. Writes to /out its output, the line in which
# each load ends, and other measurements of the same time. top_guest.bats checks them.

. /lab/lib.sh

# watch FILE OPTION...: start scmi-top and wait for its first output.
watch() {
	local file=$1

	shift
	scmi-top -i 100ms "$@" >"/out/$file" 2>"/out/$file.err" &
	until [ -s "/out/$file" ]; do usleep 10000; done
}

# ended NAME: wait for the end of the interval in which a load has ended.
ended() {
	sleep 0.3
	wc -l </out/top.json >"/out/$1.lines"
}

# stop PROCESS SIGNAL: end a process and write its status.
stop() {
	local status=0

	kill "-$2" "$1"
	wait "$1" || status=$?
	echo "$status" >>/out/status
}

# Wait for background work of loading.
sleep 1
watch top.txt
text=$!
# Of single intervals, because a few slow transfers do not change the p99 of ten seconds.
watch top.json --json --self-cost --window interval
json=$!

scmi-perf record -o /out/sound.scmi -- load mixed:1200,threads=4 || exit 1
cp "$LOAD_DIR/result" /out/sound.truth.json
ended sound

echo "sensor 6 delay 5ms" >"$PLATFORM_DIR/plan"
load mixed:480 || exit 1
ended slow

# The third load is also followed in the kernel's own log.
echo 1 >"$TRACEFS/events/scmi/enable"
watch log.json --json --follow "$TRACEFS/trace_pipe"
log=$!
echo "performance 8 every 5 times 3 lost-doorbell" >"$PLATFORM_DIR/plan"
load mixed:120 || exit 1
ended lost
# Wait for the events of the log that scmi-top delays.
sleep 0.3

cp "/proc/$json/status" /out/memory
stop $json INT
stop $text TERM
stop $log HUP
