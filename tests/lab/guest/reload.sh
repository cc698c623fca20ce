# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091,SC2009 # the guest has no pgrep
#
# Each module is taken away and brought back, again and again, while four
# threads send. ROUNDS times each (8). What the kernel says about it is judged
# by the lab; here it is judged that each step works and that messages flow
# after it. Ends with status 1 at the first thing that is not so.

. /lab/lib.sh

ROUNDS=${ROUNDS:-8}
DRIVER=/sys/bus/scmi_protocol/drivers/scmi-load

fail() {
	echo "not ok: $*"
	exit 1
}

wait_until() {
	local tries=0

	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 2000 ] || fail "waited in vain for: $*"
		usleep 5000
	done
}

sending() {
	ps | grep -q '[s]cmi-load/3'
}

# Runs one after the other; each ends early when what it uses goes away.
send() {
	while [ ! -e /tmp/enough ]; do
		load sensor:100000,threads=4 2>/dev/null &
		echo $! >/tmp/writer
		wait $! || usleep 1000
	done
}

send_in_background() {
	rm -f /tmp/enough
	send &
	sender=$!
}

end_writer() {
	kill "$(cat /tmp/writer)" 2>/dev/null
	true
}

stop_sending() {
	touch /tmp/enough
	end_writer
	wait $sender
}

unload() {
	rmmod "$1" || fail "rmmod $1"
}

can_unload() {
	rmmod "$1" 2>/dev/null
}

platform() {
	insmod /modules/scmi_platform.ko "service=$1" || fail "insmod scmi_platform"
}

generator() {
	insmod /modules/scmi_load.ko || fail "insmod scmi_load"
}

# rounds NAME COMMAND: COMMAND once a round, with messages under way before it,
# and messages that flow after the last.
rounds() {
	local i=0

	send_in_background
	while [ $i -lt "$ROUNDS" ]; do
		wait_until sending
		usleep $((i % 7 * 1000))
		"$2"
		i=$((i + 1))
	done
	stop_sending
	load sensor:100,threads=4 || fail "$1: no messages afterwards"
	grep -q '"failures": 0' "$LOAD_DIR/result" ||
		fail "$1: $(cat "$LOAD_DIR/result")"
	echo "ok: $1, $ROUNDS times under load"
}

timed_out() {
	dmesg | grep -q 'timed out in resp'
}

unload_all() {
	unload_transport || fail "the transport does not unload"
}

reload_transport() {
	unload_all
	load_transport || fail "the transport does not load"
}

# rebind DEVICE: let the driver that it has go, and bind it again.
rebind() {
	local driver

	driver=$(readlink -f "$1/driver")
	echo "${1##*/}" >"$driver/unbind" || fail "unbind $1"
	echo "${1##*/}" >"$driver/bind" || fail "bind $1"
	wait_for "$SCMI_READY" || fail "no SCMI instance"
}

rebind_node() {
	rebind "/sys/bus/platform/devices/$SCMI_NODE"
}

# A virtio transport can lose its device, too.
rebind_virtio_device() {
	rebind /sys/bus/virtio/devices/virtio0
}

rebind_driver() {
	local device

	for device in "$DRIVER"/scmi_dev.*; do
		device=${device##*/}
		echo "$device" >$DRIVER/unbind || fail "unbind $device"
		echo "$device" >$DRIVER/bind || fail "bind $device"
	done
}

# A run holds the module; without its writer it can go. The sender may already
# have begun the next run: then the module is held again.
reload_generator() {
	local tries=0

	can_unload scmi_load && fail "scmi_load unloaded during a run"
	end_writer
	until can_unload scmi_load; do
		tries=$((tries + 1))
		[ $tries -lt 1000 ] || fail "scmi_load stays in use"
		end_writer
	done
	generator
}

# All of them: the platform is held by whoever uses it. Each time with another
# service time: at once; over before the next; and most of them longer than the
# core waits, so that the channel is closed with messages in service.
reload_all() {
	rmmod scmi_platform 2>/dev/null && fail "scmi_platform unloaded in use"
	unload_all
	unload scmi_platform
	case $((turn % 4)) in
	0) platform 0 ;;
	1) platform exp:20us ;;
	2) platform uniform:1us..200us ;;
	3) platform 20us ;;
	esac
	turn=$((turn + 1))
	load_transport || fail "the transport does not load"
}

rounds "the transport reloaded" reload_transport
# The upstream virtio transport breaks its device when it lets go of a channel
# (virtio_chan_free()): only a device that is probed anew works again.
[ "$TRANSPORT" = virtio ] ||
	rounds "the transport's device rebound" rebind_node
[ ! -e /sys/bus/virtio/devices/virtio0 ] ||
	rounds "the virtio device rebound" rebind_virtio_device
rounds "the load's devices rebound" rebind_driver
rounds "the load reloaded" reload_generator
turn=0
rounds "platform and transport reloaded" reload_all

# Replies that nobody waits for any more: the service takes longer than the
# core's timeout, so each channel is closed with messages in service. The first
# ones are the SCMI core's own, while it probes.
unload_all
unload scmi_platform
for i in 1 2 3; do
	dmesg -c >/tmp/dmesg.$i
	platform 900ms
	for module in $MODULES; do
		insmod "/modules/$module.ko" || fail "insmod $module"
	done
	bind_node
	wait_until timed_out
	unload_all
	dmesg | grep -q ' with [1-9][0-9]* messages in service' ||
		fail "no message was dropped: $(dmesg)"
	unload scmi_platform
done
platform 20us
load_transport || fail "the transport does not load"
load sensor:100 || fail "no messages after dropped ones"
echo "ok: channels closed with messages in service"

unload scmi_load
unload_all
unload scmi_platform
lsmod | grep '^scmi_' && fail "modules are left"
echo "ok: all modules unloaded"
