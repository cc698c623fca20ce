# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Sends messages of 512 bytes, the size that the transport's node sets, with replies
# of 512 bytes. Checks that the eventq has buffers of this size, too. Exit status 1 if
# a message or a buffer is not right; overflows are for KASAN.

. /lab/lib.sh

fail() {
	echo "not ok: $*"
	exit 1
}

# The length of each buffer of the eventq, as the virtqueue gets it.
echo 'p:event_buffer virtqueue_add_inbuf len=+12(%x1):u32' >"$TRACEFS/kprobe_events"
rmmod scmi_load
unload_transport || fail "the transport does not unload"
echo 1 >"$TRACEFS/events/kprobes/enable"
load_transport || fail "the transport does not load"
echo 0 >"$TRACEFS/events/kprobes/enable"
lengths=$(sed -n 's/.* event_buffer: .* len=//p' "$TRACEFS/trace" | sort | uniq -c | xargs)
# 256 descriptors; header, status and 512 bytes.
[ "$lengths" = "256 520" ] || fail "eventq buffers: $lengths"
echo "ok: eventq buffers"

printf 'sensor 6 oversize 512\n' >/tmp/oversize
load_plan /tmp/oversize || fail "the plan is rejected"
insmod /modules/scmi_long_messages.ko || fail "insmod scmi_long_messages"
dmesg | grep 'scmi_long_messages: '
dmesg | grep -q 'scmi_long_messages: ok$' || fail "long messages"
rmmod scmi_long_messages
echo "ok: long messages"
