# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# scmi-top over three loads, one after the other: a sound one, one with a slow
# message, one with lost doorbells. Leaves what it printed in /out, where each
# load ends in it, and what others say of the same, for top.bats to judge.

. /lab/lib.sh

# watch FILE OPTION...: begins to, and comes back once it does.
watch() {
	local file=$1

	shift
	scmi-top -i 100ms "$@" >"/out/$file" 2>"/out/$file.err" &
	until [ -s "/out/$file" ]; do usleep 10000; done
}

# ended NAME: a load has, and so has the interval that it was in.
ended() {
	sleep 0.3
	wc -l </out/top.json >"/out/$1.lines"
}

# stop PROCESS SIGNAL: leaves its status.
stop() {
	local status=0

	kill "-$2" "$1"
	wait "$1" || status=$?
	echo "$status" >>/out/status
}

# Until what loading left behind is done.
sleep 1
watch top.txt
text=$!
watch top.json --json --self-cost
json=$!

scmi-perf record -o /out/sound.scmi -- load mixed:1200,threads=4 || exit 1
cp "$LOAD_DIR/result" /out/sound.truth.json
ended sound

echo "sensor 6 delay 5ms" >"$PLATFORM_DIR/plan"
load mixed:480 || exit 1
ended slow

# That one is also seen in the kernel's own log, as it is written.
echo 1 >"$TRACEFS/events/scmi/enable"
watch log.json --json --follow "$TRACEFS/trace_pipe"
log=$!
echo "performance 8 every 5 times 3 lost-doorbell" >"$PLATFORM_DIR/plan"
load mixed:120 || exit 1
ended lost
# What is kept back of it comes, too.
sleep 0.3

cp "/proc/$json/status" /out/memory
stop $json INT
stop $text TERM
stop $log HUP
