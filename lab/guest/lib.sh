# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034 # used by the jobs
#
# What the guest's jobs share. The host believes only what it is told: a line
# "@@scmi-lab EVENT …" on the console for each step that begins and ends, for
# each file, and for the end of the job. lab/lib/console.sh reads them.

TRACEFS=/sys/kernel/tracing
LOAD_DIR=/sys/kernel/debug/scmi_load
PLATFORM_DIR=/sys/kernel/debug/scmi_platform

# tell EVENT...: report to the host, on a line of its own.
tell() {
	printf '\n@@scmi-lab %s\n' "$*"
	# Setting the line waits until all is sent: if the kernel dies now, the
	# host knows in which step.
	stty onlcr
}

# step NAME COMMAND...: run one step of the job; the job ends if it fails.
step() {
	local name=$1 status

	shift
	tell begin "$name"
	"$@"
	status=$?
	tell end "$name" "$status"
	[ "$status" -eq 0 ] || finish "$status"
}

send_file() {
	tell file "${1##*/}" "$(stat -c %s "$1")" "$(sha256sum <"$1" | cut -d' ' -f1)"
	gzip -c "$1" | base64
	tell endfile "${1##*/}"
}

# kernel_log: all of it, also what a job has cleared with 'dmesg -c': a warning
# must not be hidden that way. /dev/kmsg never ends, so a last line is written.
kernel_log() {
	local reader

	echo '<7>scmi-lab: end of log' >/dev/kmsg
	cat /dev/kmsg >/tmp/kmsg &
	reader=$!
	until grep -q 'scmi-lab: end of log' /tmp/kmsg; do
		usleep 10000
	done
	kill "$reader"
	# "priority,number,microseconds,flags;text"; a line with a space in front
	# says which device it is about. The first has number 0.
	awk '/^ / { next }
		{ split($0, f, ",") }
		!begun++ && f[2] {
			print "scmi-lab: " f[2] " messages are lost: raise log_buf_len" }
		{ sub(/^[^;]*;/, "")
		printf "[%5d.%06d] %s\n", f[3] / 1000000, f[3] % 1000000, $0 }' /tmp/kmsg
}

# find_leaks: where there is a kmemleak, as on a debug kernel. It reports what it
# has not found twice, and nothing that is younger than five seconds.
KMEMLEAK=/sys/kernel/debug/kmemleak
find_leaks() {
	[ -e $KMEMLEAK ] || return 0
	sleep 6
	echo scan >$KMEMLEAK
	echo scan >$KMEMLEAK
	cat $KMEMLEAK >/out/kmemleak.txt
	[ -s /out/kmemleak.txt ] || rm /out/kmemleak.txt
}

# finish STATUS: bring /out to the host, report the job's status, power off.
finish() {
	local file

	find_leaks
	kernel_log >/out/dmesg.log
	# Nothing may come between the lines of a file; a panic still does.
	dmesg -n 1
	for file in /out/*; do
		send_file "$file"
	done
	tell "done" "$1"
	poweroff -f
}

# wait_for PATTERN: until a path of that pattern exists, at most ten seconds of
# the guest's time.
wait_for() {
	local tries=0

	# shellcheck disable=SC2086 # a pattern
	until ls -d $1 >/dev/null 2>&1; do
		tries=$((tries + 1))
		if [ "$tries" -gt 1000 ]; then
			echo "$1 does not appear: the SCMI instance or its driver did not probe"
			return 1
		fi
		usleep 10000
	done
}

# The transport's device, and the attribute that an SCMI instance has once it
# has probed, which may be later than its transport's module is there.
SCMI_NODE=firmware:scmi
# arm-scmi.NUMBER, or, before Linux 6.12, that device itself.
SCMI_READY='/sys/bus/platform/devices/*scmi*/protocol_version'

# bind_node: to a transport that is built in. The driver core does it by itself
# where it has been waiting for the module; then there is nothing to do.
bind_node() {
	[ -z "$UNBIND" ] || [ -e "/sys/bus/platform/drivers/$UNBIND/$SCMI_NODE" ] ||
		(echo "$SCMI_NODE" >"/sys/bus/platform/drivers/$UNBIND/bind") 2>/dev/null ||
		true
}

# load_transport: the modules between the SCMI core and the platform.
load_transport() {
	local module

	for module in $MODULES; do
		insmod "/modules/$module.ko" || return 1
	done
	bind_node
	wait_for "$SCMI_READY"
}

# unload_transport: the same modules, the last one first. Not before Linux 6.12: there
# the SCMI core itself is the driver, and cannot be unbound.
unload_transport() {
	local module reverse=

	[ -z "$UNBIND" ] ||
		echo "$SCMI_NODE" >"/sys/bus/platform/drivers/$UNBIND/unbind" || return 1
	for module in $MODULES; do
		reverse="$module $reverse"
	done
	for module in $reverse; do
		rmmod "$module" || return 1
	done
}

# load_modules: the platform first, the load last, then the fault plan, so that
# it is the load which meets the faults.
load_modules() {
	insmod /modules/scmi_platform.ko "service=$SERVICE" || return 1
	load_transport || return 1
	insmod /modules/scmi_load.ko || return 1
	wait_for "$LOAD_DIR/run" || return 1
	[ ! -e /job/plan ] || load_plan /job/plan
}

# unload_modules: all of them, the load first.
unload_modules() {
	rmmod scmi_load && unload_transport && rmmod scmi_platform
}

# load_plan FILE: hand the platform a fault plan; it takes a plan whole, in one
# write.
load_plan() {
	dd "if=$1" "of=$PLATFORM_DIR/plan" bs=65536 2>/tmp/dd.err && return
	echo "error: the fault plan is refused: $(dmesg | sed -n 's/.*scmi_platform: //p' | tail -n 1)"
	return 1
}

# platform_counts FILE: what the platform itself has counted, for the only front
# end there is.
platform_counts() {
	cat "$PLATFORM_DIR"/*/counts >"$1"
}
