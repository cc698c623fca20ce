# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Tests the software TEE with the kernel's transport, and with a client that makes
# mistakes. Needs the deterministic profile and a service time of 20 us. Exit status 1
# at the first failure.

. /lab/lib.sh

MODE=msg OTHER=smt
[ "$TRANSPORT" != optee-smt ] || MODE=smt OTHER=msg

fail() {
	echo "not ok: $*"
	exit 1
}

count() {
	sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" "$TEE_DIR/counts"
}

# platform_count NAME: print a counter of the platform.
platform_count() {
	sed -n "s/^  \"$1\": \([0-9]*\).*/\1/p" "$PLATFORM_DIR/optee/counts"
}

# expect COUNTER VALUE: fail unless the TEE's counter has this value.
expect() {
	[ "$(count "$1")" -eq "$2" ] ||
		fail "$1 is not $2: $(cat "$TEE_DIR/counts")"
}

# plan TEXT: use a fault plan.
plan() {
	echo "$1" >/tmp/plan
	load_plan /tmp/plan
}

# failures N SPEC: run a load that has N failures.
failures() {
	load "$2" || fail "load $2"
	grep -q "\"failures\": $1," "$LOAD_DIR/result" ||
		fail "$2: $(cat "$LOAD_DIR/result")"
}

failures 0 mixed:60,threads=4
expect $MODE "$(platform_count requests)"
expect $OTHER 0
expect failed 0
echo "ok: a command for each message"

# The first messages of an instance ask for lists that are longer than a reply.
expect cut 0
echo "ok: no reply is longer than its room"

# Columns: protocol, message, interrupt, exit, reply. A few commands are longer, because
# of the timer's ticks.
sleep 1
failures 0 sensor:200
tail -n 200 "$TEE_DIR/stamps" | awk '
	$1 != 21 || $2 != 6 || $3 != 0 || $5 < 20000 || $4 < $5 { print; bad = 1 }
	$5 > 23000 || $4 > $5 + 500 { long++ }
	END { exit bad || long > 10 }' || fail "stamps"
echo "ok: a command ends when its reply is due and in memory"

plan 'sensor 6 every 2 times 3 drop'
failures 3 sensor:10
expect failed 3
expect given_up 0
dropped=$(platform_count dropped)
[ "$dropped" -eq 3 ] || fail "$dropped dropped"
echo "ok: a command whose message gets no reply fails"

plan 'sensor 6 times 2 late 700ms'
failures 2 sensor:2
expect failed 5
expect given_up 2
failures 0 sensor:10
sleep 1
failures 0 sensor:10,threads=2
expect failed 5
[ "$(platform_count in_flight)" -eq 0 ] || fail "messages in flight"
echo "ok: a late reply ends no other command"

plan 'sensor 6 times 1 oversize 400'
failures 0 sensor:10
expect cut 1
echo "ok: a reply that is too long is cut"

for fault in lost-doorbell 'spurious a2p' duplicate 'burst 5'; do
	plan "sensor 6 $fault" >/tmp/why && fail "$fault is accepted"
	grep -q 'front end optee ' /tmp/why || fail "$(cat /tmp/why)"
done
: >/tmp/plan
load_plan /tmp/plan || fail "no empty plan"
echo "ok: faults that need an interrupt or a P2A channel are refused"

insmod /modules/tee_client.ko || fail "$(dmesg | grep tee_client: | tail -n 1)"
rmmod tee_client
failures 0 mixed:60,threads=4
echo "ok: a client that makes mistakes gets errors"

rmmod scmi_soft_tee 2>/dev/null && fail "unloaded in use"
[ ! -e /sys/bus/platform/drivers/scmi_soft_tee/unbind ] ||
	fail "the TEE can be unbound while it is in use"
unload_transport || fail "the transport does not unload"
load_transport || fail "the transport does not load"
echo "ok: the TEE can only be removed while no client uses it"
