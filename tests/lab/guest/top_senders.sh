# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Runs scmi-top on a terminal, with the page of callers, and as JSON by resource, driver
# and task, over a load of three threads. ENTRY: the terminal's terminfo entry, as base64. Writes to
# /out the screen, the lines, and the load's counts.

. /lab/lib.sh

# keys: press C, wait until the load has ended, and for the screen after that.
keys() {
	sleep 1
	printf C
	until [ -e /tmp/ended ]; do usleep 10000; done
	sleep 2
}

mkdir -p /dev/pts /tmp/terminfo/l
mount -t devpts devpts /dev/pts || exit 1
printf %s "$ENTRY" | base64 -d >/tmp/terminfo/l/linux
export TERM=linux TERMINFO=/tmp/terminfo
# Wait for background work of loading.
sleep 1
keys | on-terminal 60 160 scmi-top -i 500ms --callers >/out/screen 2>/out/screen.err &
screen=$!
scmi-top -i 500ms --json --by resource >/out/resources.lines 2>/out/resources.err &
json=$!
scmi-top -i 500ms --json -g driver >/out/drivers.lines 2>/out/drivers.err &
drivers=$!
scmi-top -i 500ms --json -g task --source tracefs >/out/tasks.lines 2>/out/tasks.err &
tasks=$!
until [ -s /out/resources.lines ] && [ -s /out/drivers.lines ] &&
	[ -s /out/tasks.lines ] && [ -s /out/screen ]; do usleep 10000; done
sleep 1
load mixed:600,threads=3,each || exit 1
cp "$LOAD_DIR/result" /out/resources.truth
sleep 1
touch /tmp/ended
wait $screen || exit 1
kill -INT $json $drivers $tasks
wait $json && wait $drivers && wait $tasks
