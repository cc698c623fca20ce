#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Fires each fault that the transport supports three times. Then checks the platform's
# counters, and that the transport works. The plan is written to debugfs, as a user
# would do.

LOAD=/sys/kernel/debug/scmi_load
PLATFORM=/sys/kernel/debug/scmi_platform

fail() {
	echo "failed: $*"
	exit 1
}

# field FILE NAME: print the first number of that name in a JSON file.
field() {
	sed -n "s/.*\"$2\": \([0-9]*\).*/\1/p" "$1" | head -n 1
}

count() {
	cat "$PLATFORM"/*/counts >/tmp/counts
	n=$(field /tmp/counts "$1")
	echo "${n:-0}"
}

# load SPEC FAILURES: run a load that must have FAILURES failures.
load() {
	echo "$1" >"$LOAD/run" || fail "load $1"
	cat "$LOAD/result" >/tmp/result
	[ "$(field /tmp/result failures)" = "$2" ] ||
		fail "$1: $(field /tmp/result failures) failures, not $2"
}

# fault ACTION SPEC FAILURES: check that three faults fire in a load.
fault() {
	before=$(count "${1%% *}")
	echo "* * every 10 times 3 $1" >"$PLATFORM/plan" || fail "plan: $1"
	load "$2" "$3"
	after=$(count "${1%% *}")
	[ $((after - before)) -eq 3 ] || fail "$1: fired $((after - before)) times"
	grep -q '"line": 1, .*"fired": 3' /tmp/counts || fail "$1: no such rule"
	: >"$PLATFORM/plan"
	# Wait for late replies before the next load.
	sleep 0.2
	load sensor:20,threads=2 0
	echo "ok: $1"
}

# refused PLAN MESSAGE: check that the platform rejects PLAN with MESSAGE.
refused() {
	if printf '%s' "$1" >"$PLATFORM/plan" 2>/dev/null; then
		fail "accepted: $1"
	fi
	dmesg | tail -n 1 | grep -qF "$2" || fail "$1: $(dmesg | tail -n 1)"
	echo "ok: rejected, $2"
}

SYNC=sensor:60,threads=2
ASYNC=sensor:60,async,threads=2

fault "delay 5ms" $SYNC 0
fault "delay uniform:1ms..2ms" $SYNC 0
fault "late 150ms" $SYNC 3
fault drop $SYNC 3
fault duplicate $SYNC 0
fault "reorder 5ms" $SYNC 0
fault wrong-token $SYNC 3
fault "wrong-type 2" $SYNC 3
fault "short 2" $SYNC 3
fault "short 4" $SYNC 0
fault "oversize 400" $SYNC 0
fault "error BUSY" $SYNC 3
fault lost-doorbell $SYNC 3
fault unexpected-delayed $SYNC 0
fault delayed-first $ASYNC 0
fault concurrent $ASYNC 0
fault "delayed-error HARDWARE_ERROR" $ASYNC 3
fault "burst 20" $SYNC 0
fault "full-eventq 20ms" $ASYNC 0

# Three bursts were sent, and all delayed responses that had to wait.
[ "$(count notifications)" -eq 60 ] || fail "$(count notifications) notifications"
[ "$(count delayed_waits)" -gt 0 ] || fail "no delayed response has waited"
[ "$(count delayed_responses)" -eq 240 ] || fail "$(count delayed_responses) delayed responses"
[ "$(count in_flight)" -eq 0 ] || fail "$(count in_flight) in flight"
[ "$(count dropped)" -eq 3 ] || fail "$(count dropped) dropped"
# A burst does not send the trip points that it passes.
[ "$(count notifications_lost)" -eq 0 ] || fail "notifications are lost"
echo "* * times 1 burst 1000" >"$PLATFORM/plan" || fail "plan: burst 1000"
load sensor:20,notify 0
[ "$(count notifications_lost)" -gt 0 ] || fail "lost trip points are not counted"
: >"$PLATFORM/plan"
echo "ok: counts"

echo "sensor 6 every 7 drop # kept" >"$PLATFORM/plan"
refused "sensor 6 every x drop" "plan: line 1, column 16: expected a number from 1"
refused "
* * lose" "plan: line 2, column 5: expected of N, every N, times N, or an action"
refused "* * spurious a2p" "plan: line 1: spurious: front end loopback has no interrupt"
[ "$(cat "$PLATFORM/plan")" = "sensor 6 every 7 drop # kept" ] ||
	fail "an invalid plan has replaced the plan"
: >"$PLATFORM/plan"
[ -z "$(cat "$PLATFORM/plan")" ] || fail "the plan is not empty"
load $SYNC 0
echo "ok: an invalid plan does not replace the plan"

# The kernel's SCMI drivers have probed.
[ -d /sys/kernel/debug/clk/ref-clock3 ] || fail "no clock"
[ -d /sys/kernel/debug/pm_genpd/ref-power2 ] || fail "no power domain"
[ -d /sys/kernel/debug/pm_genpd/reference-performance-domain-1_1 ] || fail "no performance domain"
for driver in clocks perf-domain power-domain reset; do
	set -- "/sys/bus/scmi_protocol/drivers/scmi-$driver"/scmi_dev.*
	[ -e "$1" ] ||
		fail "scmi-$driver has no device"
done
echo "ok: drivers"
