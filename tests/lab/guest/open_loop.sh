# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Sends the same number of messages to a platform that is slow twice: in a closed loop,
# on a schedule, and on the same schedule from two threads. modules.bats checks the
# figures.

. /lab/lib.sh

echo 'sensor 6 every 400 delay 25ms' >/tmp/plan

# run NAME OPTIONS: the plan is loaded anew, which resets its count of messages.
run() {
	load_plan /tmp/plan || exit 1
	load "sensor:1000,$2" || exit 1
	cp "$LOAD_DIR/result" "/out/$1.json"
}

sleep 1
run closed gap=1000
run open rate=1000
run threads rate=1000,threads=2
