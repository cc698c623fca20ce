# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# scmi_ref_virtio.ko against the requirements of docs/virtio-scmi-conformance.md,
# as seen by the device, by the load and by the kernel's own events. A line
# "ok: NAME" for each; ends with status 1 if one is not met.

. /lab/lib.sh

COUNTS=/sys/kernel/debug/scmi_soft_virtio/counts
status=0

ok() {
	echo "ok: $1"
}

not_ok() {
	echo "not ok: $*"
	status=1
}

# count QUEUE NAME: what the device has counted; "available" is a state.
count() {
	sed -n "/\"$1\": {/,/} }/s/.*\"$2\": \([0-9]*\).*/\1/p" $COUNTS
}

# is REQUIREMENT NUMBER NUMBER
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1: $2, not $3"
	fi
}

result() {
	sed -n "s/^  \"$1\": \([0-9]*\).*/\1/p" "$LOAD_DIR/result"
}

# loads REQUIREMENT SPEC: a load in which nothing fails.
loads() {
	if load "$2" && [ "$(result failures)" = 0 ]; then
		ok "$1"
	else
		not_ok "$1: load $2: $(cat "$LOAD_DIR/result") $(dmesg | tail -n 3)"
	fi
}

# faults QUEUE: all that the device has found wrong.
faults() {
	sed -n "/\"$1\": {/,/} }/s/^      \"[a-z_]*\": \([0-9]*\).*/\1/p" $COUNTS |
		awk '{ n += $1 } END { print n + 0 }'
}

plan() {
	printf '%s\n' "$1" >"$PLATFORM_DIR/plan" || not_ok "the plan '$1' is refused"
}

# reload DEVICE_OPTION...: a fresh device, and all that is above it.
reload() {
	rmmod scmi_ref_virtio
	rmmod scmi_soft_virtio
	insmod /modules/scmi_soft_virtio.ko "$@" || not_ok "device $*"
	insmod /modules/scmi_ref_virtio.ko || not_ok "insmod scmi_ref_virtio"
	wait_for "$SCMI_READY" || not_ok "reload $*"
	sleep 1
}

is eventq_is_populated "$(count eventq available)" 256
loads commands_get_their_responses mixed:2000,threads=4
is responses_have_room "$(count cmdq reply_size)$(count cmdq no_room)" 00

# More events than there are buffers.
loads events_are_taken sensor:20000,threads=4,async
[ "$(count eventq used)" -gt 600 ] ||
	not_ok "only $(count eventq used) events went over the eventq"
is eventq_is_reposted "$(count eventq available)" 256
is no_readable_eventq_buffers "$(count eventq readable)" 0
is no_small_eventq_buffers "$(count eventq event_size)" 0

# A thread's next command begins when the one before has ended.
for event in scmi_xfer_begin scmi_xfer_end; do
	echo 1 >"$TRACEFS/events/scmi/$event/enable"
done
loads one_thread_sends_commands sensor:200
for event in scmi_xfer_begin scmi_xfer_end; do
	echo 0 >"$TRACEFS/events/scmi/$event/enable"
done
is prerequisites_are_waited_for "$(awk '/pt=15 msg_id=06/ {
		begin = /scmi_xfer_begin/
		wrong += begin == open
		open = begin
		n++
	} END { print n, wrong + 0 }' "$TRACEFS/trace")" "400 0"

loads polled_sends clock:500,poll,threads=4
is ring_is_never_wrong "$(faults cmdq)$(faults eventq)" 00

# Eight messages: half a ring of 16.
reload ring_size=16
loads as_many_messages_as_the_ring_holds sensor:2000,threads=8
plan 'sensor 6 times 8 late 400ms'
load sensor:8,threads=8 || not_ok "load with late replies"
is late_replies_time_out "$(result timeouts)" 8
load sensor:4 || not_ok "load without messages"
is timed_out_messages_are_not_reused "$(result failures)" 4
is no_message_is_given_twice "$(count cmdq head_owned)" 0
sleep 1
loads late_replies_bring_messages_back sensor:2000,threads=8
is ring_stays_right "$(faults cmdq)$(faults eventq)" 00

# Replies that never come keep their messages until the device is reset.
plan 'sensor 6 times 8 drop'
load sensor:8,threads=8 || not_ok "load with dropped replies"
load sensor:1 || not_ok "load without messages"
is dropped_replies_keep_messages "$(result failures)" 1
reload
plan ''
loads reset_brings_messages_back sensor:100

# Gone while the device has buffers: the whole transport, and only its node.
plan 'sensor 6 late 300ms'
load sensor:8,threads=8 &
usleep 50000
reload
plan ''
wait
loads removed_with_buffers_in_flight sensor:100
NODE=/sys/bus/platform/drivers/scmi_ref_virtio_transport
plan 'sensor 6 late 300ms'
load sensor:8,threads=8 &
usleep 50000
echo firmware:scmi >$NODE/unbind || not_ok "unbind"
echo firmware:scmi >$NODE/bind || not_ok "bind"
wait
plan ''
wait_for "$SCMI_READY"
usleep 500000
loads unbound_with_buffers_in_flight sensor:100
is unbound_node_leaves_ring_right "$(faults cmdq)$(faults eventq)" 00

# The transport first, then the device.
rmmod scmi_ref_virtio
rmmod scmi_soft_virtio
insmod /modules/scmi_ref_virtio.ko
# shellcheck disable=SC2086 # a pattern
ls $SCMI_READY >/dev/null 2>&1 && not_ok "an SCMI instance without a device"
insmod /modules/scmi_soft_virtio.ko
wait_for "$SCMI_READY" || not_ok "no SCMI instance after the device came"
sleep 1
loads device_may_come_later sensor:100

# No eventq: nothing is asked for that would need one.
for options in p2a=0 indirect=1 event_index=1 'indirect=1 event_index=1'; do
	name=$(echo "$options" | tr ' =' '_')
	echo >"$TRACEFS/trace"
	echo 1 >"$TRACEFS/events/scmi/scmi_xfer_begin/enable"
	# shellcheck disable=SC2086 # several words
	reload $options
	loads "works_with_$name" mixed:2000,threads=4
	is "ring_is_right_with_$name" "$(faults cmdq)$(faults eventq)" 00
	echo 0 >"$TRACEFS/events/scmi/scmi_xfer_begin/enable"
	grep -q 'pt=15 msg_id=06' "$TRACEFS/trace" || not_ok "no trace"
	[ "$options" != p2a=0 ] || is without_p2a_no_notifications_requested \
		"$(grep -c -E 'pt=13 msg_id=0[9A]|pt=15 msg_id=0[4B]' "$TRACEFS/trace")" 0
done

rmmod scmi_load
rmmod scmi_ref_virtio || not_ok "rmmod scmi_ref_virtio"
rmmod scmi_soft_virtio || not_ok "rmmod scmi_soft_virtio"
rmmod scmi_platform || not_ok "rmmod scmi_platform"
lsmod | grep '^scmi_' && not_ok "modules are left"
exit $status
