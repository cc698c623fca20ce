# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Tests the software virtio device with scmi_rogue.ko, a driver that writes its rings
# itself. Prints a line "ok: NAME" for each requirement in
# docs/virtio-scmi-conformance.md. Exit status 1 if one is not met.

. /lab/lib.sh

COUNTS=/sys/kernel/debug/scmi_soft_virtio/counts
status=0

not_ok() {
	echo "not ok: $*"
	status=1
}

# device OPTION...: load a new device without a driver.
device() {
	rmmod scmi_soft_virtio 2>/dev/null
	insmod /modules/scmi_soft_virtio.ko "$@" || not_ok "device $*"
}

platform() {
	rmmod scmi_soft_virtio 2>/dev/null
	rmmod scmi_platform 2>/dev/null
	insmod /modules/scmi_platform.ko "$@" || not_ok "platform $*"
}

# platform_plan TEXT: set the fault plan.
platform_plan() {
	printf '%s\n' "$1" >"$PLATFORM_DIR/plan" || not_ok "plan '$1'"
}

# rogue REQUIREMENT SCENARIO [OPTION...]: run a scenario of scmi_rogue.
rogue() {
	local name=$1 scenario=$2

	shift 2
	dmesg -c >/dev/null
	insmod /modules/scmi_rogue.ko "run=$scenario" "$@"
	if dmesg | grep -q "scmi_rogue: ok: $scenario\$"; then
		echo "ok: $name"
	else
		not_ok "$name ($scenario): $(dmesg | tail -n 5)"
	fi
	cat $COUNTS >/tmp/counts
	rmmod scmi_rogue || not_ok "$name: rmmod"
}

# counted QUEUE FAULT N: check a counter of the device after the last scenario.
counted() {
	local n

	n=$(sed -n "/\"$1\": {/,/} }/s/^ *\"$2\": \([0-9]*\).*/\1/p" /tmp/counts)
	[ "$n" = "$3" ] || not_ok "$1 counted $2 $n times, not $3"
}

# offers REQUIREMENT MASK VALUE: check the feature bits that the device offers.
offers() {
	local bits

	bits=$(sed -n 's/.*"offered": "\(0x[0-9a-f]*\)".*/\1/p' $COUNTS)
	if [ $((bits & $2)) -eq $(($3)) ]; then
		echo "ok: $1"
	else
		not_ok "$1: the device offers $bits"
	fi
}

VERSION_1=0x100000000
P2A=0x1
SHARED_MEMORY=0x2
RING=0x30000000 # indirect descriptors, event index

unload_transport || exit 1
rmmod scmi_load
platform service=20us

device
offers version_1_is_offered $VERSION_1 $VERSION_1
offers p2a_channels_is_offered $P2A $P2A
offers shared_memory_is_offered $SHARED_MEMORY $SHARED_MEMORY
offers ring_features_are_off_unasked $RING 0
rogue response_holds_header_and_values response
rogue error_response_is_status_only error_size
rogue any_framing_is_taken framing
rogue nothing_before_driver_ok early
rogue burst_is_processed burst
device ring_size=2
rogue burst_of_one_is_processed burst
device ring_size=8192
rogue burst_beyond_the_platform_is_processed burst

device
rogue delayed_response_waits_for_buffer delayed_later
rogue async_without_buffer_is_success async_accepted
rogue delayed_responses_in_parallel delayed
rogue delayed_responses_are_kept delayed_many
platform_plan 'sensor 6 times 1 delayed-error HARDWARE_ERROR'
rogue delayed_error_is_status_only delayed_error
platform_plan ''
rogue notification_without_buffer_is_dropped notifications
rogue notifications_are_neither_late_nor_merged prompt
rogue notification_too_big_is_omitted small_buffers
counted eventq event_size 2
rogue readable_eventq_buffer_is_failed readable_buffers
counted eventq readable 2
rogue notifications_are_indicated offered
rogue without_p2a_there_is_no_eventq no_eventq p2a=0
rogue without_p2a_nothing_is_indicated not_indicated p2a=0
rogue without_p2a_notifications_are_denied notifications_denied p2a=0
rogue without_p2a_delayed_responses_are_denied async_denied p2a=0
device p2a=0
offers p2a_channels_can_be_refused $P2A 0
rogue p2a_refused_notifications_are_denied notifications_denied p2a=0
rogue p2a_refused_delayed_responses_are_denied async_denied p2a=0

device
rogue shmids_and_their_content regions shared_memory=1
rogue no_region_unless_negotiated no_regions
device shared_memory=0
offers shared_memory_can_be_refused $SHARED_MEMORY 0
rogue no_region_unless_offered no_regions

device
rogue bad_head_is_ignored heads
counted cmdq head_range 2
rogue head_given_twice_is_answered_once twice
counted cmdq head_owned 1
device
rogue bad_descriptors_are_failed descriptors
counted cmdq next_range 2
counted cmdq endless 2
counted cmdq zero_length 2
counted cmdq direction 1
rogue bad_addresses_are_failed addresses
counted cmdq address 12
rogue bad_sizes_are_failed sizes
counted cmdq no_header 4
counted cmdq no_room 8
counted cmdq reply_size 4
rogue table_not_negotiated_is_failed indirect_off
counted cmdq indirect 1
rogue index_jump_needs_reset index_jump
counted cmdq index_jump 1
dmesg | grep -q "the device's configuration has changed" ||
	not_ok "index_jump: the driver was not notified"
rogue works_after_needs_reset response
device indirect=1 event_index=1
offers ring_features_can_be_offered $RING $RING
device indirect=1
rogue bad_tables_are_failed indirect
counted cmdq indirect_length 7
counted cmdq indirect 2
counted cmdq next_range 1
counted cmdq endless 1
rogue interrupt_suppressed_by_flag no_interrupt
device event_index=1
rogue interrupt_suppressed_by_index no_interrupt
rogue kick_asked_for_by_index kick_index

platform service=uniform:10us..500us
device
rogue commands_in_parallel_out_of_order out_of_order

platform service=50ms
device
rogue reset_in_flight_is_final reset

rmmod scmi_soft_virtio || not_ok "rmmod scmi_soft_virtio"
rmmod scmi_platform || not_ok "rmmod scmi_platform"
lsmod | grep '^scmi_' && not_ok "modules are left"
exit $status
