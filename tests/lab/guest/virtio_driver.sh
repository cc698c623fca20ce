# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Tests scmi_ref_virtio.ko against the requirements of docs/virtio-scmi-conformance.md,
# with the counters of the device, the load's figures and the kernel's own events.
# Prints a line "ok: NAME" for each requirement. Exit status 1 if one is not met.

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

# count QUEUE NAME: print a counter of the device; "available" is a state.
count() {
	sed -n "/\"$1\": {/,/} }/s/.*\"$2\": \([0-9]*\).*/\1/p" $COUNTS
}

# is REQUIREMENT VALUE EXPECTED: check that both values are equal.
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

# loads REQUIREMENT SPEC: run a load that must not have failures.
loads() {
	if load "$2" && [ "$(result failures)" = 0 ]; then
		ok "$1"
	else
		not_ok "$1: load $2: $(cat "$LOAD_DIR/result") $(dmesg | tail -n 3)"
	fi
}

# faults QUEUE: print the number of driver errors that the device has counted.
faults() {
	sed -n "/\"$1\": {/,/} }/s/^      \"[a-z_]*\": \([0-9]*\).*/\1/p" $COUNTS |
		awk '{ n += $1 } END { print n + 0 }'
}

# platform_count NAME: print a counter of the platform.
platform_count() {
	sed -n "s/^  \"$1\": \([0-9]*\).*/\1/p" "$PLATFORM_DIR/virtio/counts"
}

plan() {
	printf '%s\n' "$1" >"$PLATFORM_DIR/plan" || not_ok "the plan '$1' is rejected"
}

unload() {
	rmmod scmi_ref_virtio
	rmmod scmi_soft_virtio
}

# reload DEVICE_OPTION...: load a new device and the transport, this one with the
# options in TRANSPORT_OPTIONS.
TRANSPORT_OPTIONS=
reload() {
	[ ! -d /sys/module/scmi_soft_virtio ] || unload
	insmod /modules/scmi_soft_virtio.ko "$@" || not_ok "device $*"
	# shellcheck disable=SC2086 # several words
	insmod /modules/scmi_ref_virtio.ko $TRANSPORT_OPTIONS ||
		not_ok "insmod scmi_ref_virtio $TRANSPORT_OPTIONS"
	wait_for "$SCMI_READY" || not_ok "reload $*"
	sleep 1
}

# trace EVENT...: trace these events of the SCMI core from now on, or none.
trace() {
	local event

	echo 0 >"$TRACEFS/events/scmi/enable"
	[ ! -e "$TRACEFS/events/kprobes" ] || echo 0 >"$TRACEFS/events/kprobes/enable"
	[ $# -eq 0 ] || echo >"$TRACEFS/trace"
	for event; do
		echo 1 >"$TRACEFS/events/scmi/$event/enable"
	done
}

# probe DEFINITION...: trace these kprobes, too, until the next trace. Removing the old
# ones clears the trace.
probe() {
	local definition

	echo >"$TRACEFS/kprobe_events"
	for definition; do
		echo "$definition" >>"$TRACEFS/kprobe_events" || not_ok "probe $definition"
	done
	echo 1 >"$TRACEFS/events/kprobes/enable"
}

# traced PATTERN: print the number of matching lines.
traced() {
	grep -c -E "$1" "$TRACEFS/trace"
}

is eventq_is_populated "$(count eventq available)" 256
is device_is_told_only_after_driver_ok \
	"$(count cmdq early_kicks)$(count eventq early_kicks)" 00
loads commands_get_their_responses mixed:2000,threads=4
is responses_have_room "$(count cmdq reply_size)$(count cmdq no_room)" 00

# More events than buffers.
loads events_are_taken sensor:20000,threads=4,async
[ "$(count eventq used)" -gt 600 ] ||
	not_ok "only $(count eventq used) events went over the eventq"
loads notifications_are_taken sensor:50,notify,gap=2000
[ "$(sed -n 's/^ *"received": \([0-9]*\).*/\1/p' "$LOAD_DIR/result")" -gt 20 ] ||
	not_ok "notifications: $(cat "$LOAD_DIR/result")"
is eventq_is_reposted "$(count eventq available)" 256
is events_never_lack_a_buffer \
	"$(platform_count delayed_waits) $(platform_count notifications_lost)" "0 0"
is no_readable_eventq_buffers "$(count eventq readable)" 0
is no_small_eventq_buffers "$(count eventq event_size)" 0

# A thread sends its next command when it has the response to the last one. So each
# response that the core receives must be one that the device has given: its own
# function must have run as often before. Prints the responses, those that came too
# early, and those of the device.
trace scmi_rx_done
probe 'p:answer scmi_soft_virtio:reply'
loads one_thread_sends_commands sensor:200
trace
is prerequisites_are_waited_for "$(awk '/ answer: / { answers++ }
	/ scmi_rx_done: / { n++; early += answers < n }
	END { print n, early + 0, answers }' "$TRACEFS/trace")" "200 0 200"

# In atomic mode the load polls with softirqs disabled, where the transport must not
# sleep. Nothing is interrupted while all senders poll.
TRANSPORT_OPTIONS=atomic=1
reload
interrupts=$(count cmdq interrupts)
trace scmi_xfer_begin
loads polled_sends clock:500,poll,threads=4
trace
is polled_sends_are_polled "$(traced 'pt=14 msg_id=.*poll=1')" 500
is polling_raises_no_interrupts "$(($(count cmdq interrupts) - interrupts))" 0

# Two thirds of this work sleep. A poller, which may hold locks, keeps its response
# to itself, and leaves those of the sleepers to a worker or an interrupt.
trace scmi_xfer_begin scmi_rx_done
loads pollers_and_sleepers mixed:1200,poll,threads=8
trace
is polled_responses_stay_with_their_callers "$(awk '{ id = $0; sub(/.*transfer_id=/, "", id)
		sub(/ .*/, "", id) }
	/ scmi_xfer_begin: .*poll=1/ { polled[id] = 1; n++ }
	/ scmi_rx_done: / && id in polled { wrong++ }
	END { print n, wrong + 0 }' "$TRACEFS/trace")" "400 0"
is pollers_receive_nothing_else "$(awk '/ scmi_rx_done: / && /^ *scmi-load/ &&
		substr($3, 3, 1) !~ /[hHsS]/ { wrong++ }
	/ scmi_rx_done: / && /kworker/ { worker++ }
	END { print (worker > 0), wrong + 0 }' "$TRACEFS/trace")" "1 0"
is ring_is_never_wrong "$(faults cmdq)$(faults eventq)" 00
TRANSPORT_OPTIONS=

# buffers_given_twice: count the buffers that were added to a queue while the device
# had them already, by the address of each part. Prints whether there were enough,
# and the number.
buffers_given_twice() {
	awk 'function value(name) {
			match($0, " " name "=0x[0-9a-f]*")
			return substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2)
		}
		function give(part) {
			if (owner[part])
				twice++
			owner[part] = value("data")
		}
		/ give: / { give(value("out") " " value("out_at")) }
		/ (give|give_event): / { give(value("in") " " value("in_at")); n++ }
		/ got: / {
			for (part in owner)
				if (owner[part] == value("data"))
					delete owner[part]
		}
		END { print (n > 500), twice + 0 }' "$TRACEFS/trace"
}

# A ring of 16 allows eight messages. Each needs one descriptor, so the ring has eight
# free ones, and a full ring is not the limit.
reload ring_size=16 indirect=1
# shellcheck disable=SC2016 # the kernel expands these
probe 'p:give virtqueue_add_sgs data=%x4 out=+0(+0(%x1)) out_at=+8(+0(%x1)):x32 in=+0(+8(%x1)) in_at=+8(+8(%x1)):x32' \
	'p:give_event virtqueue_add_inbuf data=%x3 in=+0(%x1) in_at=+8(%x1):x32' \
	'r:got virtqueue_get_buf data=$retval'
loads as_many_messages_as_the_ring_holds sensor:500,threads=8
plan 'sensor 6 times 8 late 400ms'
load sensor:8,threads=8 || not_ok "load with late replies"
is late_replies_time_out "$(result timeouts)" 8
load sensor:4 || not_ok "load without messages"
is timed_out_messages_are_not_reused "$(result failures)" 4
sleep 1
loads late_replies_bring_messages_back sensor:500,threads=8
trace
is no_message_is_given_twice "$(buffers_given_twice)" "1 0"
is ring_stays_right "$(faults cmdq)$(faults eventq)" 00

# A message without a reply stays in use until the device is reset.
plan 'sensor 6 times 8 drop'
load sensor:8,threads=8 || not_ok "load with dropped replies"
load sensor:1 || not_ok "load without messages"
is dropped_replies_keep_messages "$(result failures)" 1
reload
plan ''
loads reset_brings_messages_back sensor:100

# More descriptors than tokens.
reload ring_size=8192
loads no_more_messages_than_tokens sensor:200,threads=8
is no_more_buffers_than_tokens "$(count eventq available)" 1024

# Remove the transport, and unbind its node, while the device has buffers.
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

# Load the transport before the device.
rmmod scmi_ref_virtio
rmmod scmi_soft_virtio
insmod /modules/scmi_ref_virtio.ko
# shellcheck disable=SC2086 # a pattern
ls $SCMI_READY >/dev/null 2>&1 && not_ok "an SCMI instance without a device"
insmod /modules/scmi_soft_virtio.ko
wait_for "$SCMI_READY" || not_ok "no SCMI instance after the device came"
sleep 1
loads device_may_come_later sensor:100

# A device of before virtio 1.0 is refused.
unload
dmesg -c >/dev/null
insmod /modules/scmi_soft_virtio.ko version_1=0
insmod /modules/scmi_ref_virtio.ko
sleep 1
# shellcheck disable=SC2086 # a pattern
ls $SCMI_READY >/dev/null 2>&1 && not_ok "an SCMI instance on a refused device"
is device_without_version_1_is_refused \
	"$(dmesg | grep -c 'refused, because it does not offer VIRTIO_F_VERSION_1')" 1

for options in p2a=0 indirect=1 event_index=1 'indirect=1 event_index=1'; do
	name=$(echo "$options" | tr ' =' '_')
	# shellcheck disable=SC2086 # several words
	reload $options
	loads "works_with_$name" mixed:2000,threads=4
	is "ring_is_right_with_$name" "$(faults cmdq)$(faults eventq)" 00
done

# Without an eventq, no message requests a delayed response or a notification, even if
# a caller wants it.
trace scmi_msg_dump
reload p2a=0
load sensor:10,async 2>/dev/null && not_ok "asynchronous readings without P2A"
load sensor:10,notify 2>/dev/null && not_ok "notifications without P2A"
loads rates_are_set_synchronously clock:10,async
trace
[ "$(traced 'pt=14 t=CMND msg_id=05')" -ge 10 ] || not_ok "no trace"
is without_p2a_no_notifications_requested "$(traced \
	'pt=13 t=CMND msg_id=0[9A]|pt=15 t=CMND msg_id=0[4B]')" 0
# The flag is bit 0 of the rate's first word, of the reading's second.
is without_p2a_no_delayed_responses_requested "$(traced \
	'pt=14 t=CMND msg_id=05 .*pyld=.[13579bdf]|pt=15 t=CMND msg_id=06 .*pyld=.{9}[13579bdf]')" 0

# Replies arrive out of order.
unload
rmmod scmi_platform
insmod /modules/scmi_platform.ko service=uniform:10us..5ms
reload
trace scmi_rx_done
loads responses_come_in_any_order mixed:1000,threads=8
loads delayed_responses_come_in_any_order sensor:500,async,threads=8
trace
for type in 0 2; do
	awk "/msg_type=$type/"' {
		sub(/.*transfer_id=/, ""); id = sprintf("%8s", $1)
		n += id < last; last = id
	} END { exit n < 100 }' "$TRACEFS/trace" ||
		not_ok "messages of type $type arrived in the order of their commands"
done

rmmod scmi_load
rmmod scmi_ref_virtio || not_ok "rmmod scmi_ref_virtio"
rmmod scmi_soft_virtio || not_ok "rmmod scmi_soft_virtio"
rmmod scmi_platform || not_ok "rmmod scmi_platform"
lsmod | grep '^scmi_' && not_ok "modules are left"
exit $status
