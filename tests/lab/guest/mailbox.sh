# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Tests the software mailbox controller with the kernel's transport, and with an agent
# that rings without a message, too early, or with an invalid length, or that does not
# read a message. Needs a service time of tens of milliseconds, so that the agent
# is faster than the platform. Exit status 1 at the first failure.

. /lab/lib.sh

MAILBOX=/sys/kernel/debug/soft-mailbox
AREA=0x5f004000 # lab/dt/soft-mailbox.dtsi
P2A=0x1000	# the second area, behind the first

# Offsets, and SENSOR_READING_GET with a token that no transfer has.
STATUS=0x04 FLAGS=0x10 LENGTH=0x14 HEADER=0x18 PAYLOAD=0x1c
READING_GET=$((0x3ff << 18 | 0x15 << 10 | 0x6))
PROTOCOL_ERROR=0xFFFFFFF6

fail() {
	echo "not ok: $*"
	exit 1
}

word() {
	devmem $((AREA + $1)) 32
}

set_word() {
	devmem $((AREA + $1)) 32 "$2"
}

ring() {
	echo 1 >$MAILBOX/doorbell
}

count() {
	sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" $MAILBOX/counts
}

# platform_count NAME: print a counter of the platform.
platform_count() {
	sed -n "s/^  \"$1\": \([0-9]*\).*/\1/p" "$PLATFORM_DIR/mailbox/counts"
}

# expect COUNTER VALUE: fail unless the controller's counter has this value.
expect() {
	[ "$(count "$1")" -eq "$2" ] ||
		fail "$1 is not $2: $(cat $MAILBOX/counts)"
}

# message LENGTH: send a message as an agent that polls for its completion.
message() {
	set_word $STATUS 0
	set_word $FLAGS 0
	set_word $LENGTH "$1"
	set_word $HEADER $READING_GET
	set_word $PAYLOAD 0
	set_word $((PAYLOAD + 4)) 0
	ring
}

wait_until_free() {
	local tries=0

	until [ "$(word $STATUS)" = 0x00000001 ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || fail "the area is not free"
		usleep 5000
	done
}

load sensor:4,threads=2 || fail "no messages"
wait_until_free
expect empty_doorbells 0
expect bad_lengths 0
expect refused 0
echo "ok: every doorbell of the kernel's transport is for a message"

expect doorbells "$(platform_count requests)"
expect a2p_interrupts "$(platform_count replies)"
echo "ok: a doorbell for each message, an interrupt for each reply"

expect p2a_interrupts 0
load sensor:10,async,threads=2 || fail "no asynchronous readings"
grep -q '"failures": 0' "$LOAD_DIR/result" || fail "$(cat "$LOAD_DIR/result")"
expect p2a_interrupts 10
[ "$(word $((P2A + STATUS)))" = 0x00000001 ] || fail "the P2A area is not free"
load sensor:3,notify || fail "no notifications"
received=$(sed -n 's/^ *"received": \([0-9]*\).*/\1/p' "$LOAD_DIR/result")
[ "$received" -gt 20 ] || fail "$received notifications"
[ "$(count p2a_interrupts)" -ge $((received + 10)) ] ||
	fail "$received notifications: $(cat $MAILBOX/counts)"
echo "ok: delayed responses and notifications come over the P2A channel"

# Make the last message unread again, as if its interrupt was lost.
expect rung_again 0
interrupts=$(count p2a_interrupts)
set_word $((P2A + STATUS)) 0
load sensor:1,async || fail "no asynchronous reading"
grep -q '"failures": 0' "$LOAD_DIR/result" || fail "$(cat "$LOAD_DIR/result")"
expect rung_again 1
expect p2a_interrupts $((interrupts + 2))
echo "ok: an unread message gets another interrupt, and is not overwritten"

doorbells=$(count doorbells)
interrupts=$(count a2p_interrupts)
load clock:5,poll || fail "no polled messages"
expect polled 5
expect doorbells $((doorbells + 5))
expect a2p_interrupts "$interrupts"
echo "ok: a polled message completes without an interrupt"

ring
expect empty_doorbells 1
echo "ok: a doorbell without a message is only counted"

message 12
ring
expect empty_doorbells 2
wait_until_free
[ "$(word $PAYLOAD)" = 0x00000000 ] || fail "status $(word $PAYLOAD)"
[ "$(word $LENGTH)" = 0x00000018 ] || fail "length $(word $LENGTH)"
echo "ok: a second doorbell before the reply is counted, the reply comes once"

n=0
for length in 0 3 133 0x1001 0x7fffffff 0xffffffff; do
	message $length
	wait_until_free
	n=$((n + 1))
	expect bad_lengths $n
	[ "$(word $PAYLOAD)" = $PROTOCOL_ERROR ] ||
		fail "length $length: status $(word $PAYLOAD)"
	[ "$(word $LENGTH)" = 0x00000008 ] ||
		fail "length $length: reply's length $(word $LENGTH)"
done
message 4
wait_until_free
expect bad_lengths $n
[ "$(word $PAYLOAD)" = $PROTOCOL_ERROR ] || fail "no payload: $(word $PAYLOAD)"
echo "ok: invalid lengths get a PROTOCOL_ERROR, and are counted"

load sensor:4,threads=2 || fail "no messages afterwards"
expect refused 0
echo "ok: the kernel's transport still works"

rmmod scmi_soft_mailbox 2>/dev/null && fail "unloaded with a channel in use"
[ ! -e /sys/bus/platform/drivers/scmi_soft_mailbox/unbind ] ||
	fail "the controller can be unbound while a channel is in use"
unload_transport || fail "the transport does not unload"
echo "ok: the controller can only be removed while no channel is in use"
