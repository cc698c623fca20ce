# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034 # used by the jobs
#
# What the guest's jobs share. The host believes only what it is told: a line
# "@@scmi-lab EVENT …" on the console for each step that begins and ends, for
# each file, and for the end of the job. lab/lib/console.sh reads them.

TRACEFS=/sys/kernel/tracing
LOAD_DIR=/sys/kernel/debug/scmi_load

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
	# says which device it is about.
	awk '/^ / { next }
		{ split($0, f, ","); sub(/^[^;]*;/, "")
		printf "[%5d.%06d] %s\n", f[3] / 1000000, f[3] % 1000000, $0 }' /tmp/kmsg
}

# finish STATUS: bring /out to the host, report the job's status, power off.
finish() {
	local file

	kernel_log >/out/dmesg.log
	# Nothing may come between the lines of a file; a panic still does.
	dmesg -n 1
	for file in /out/*; do
		send_file "$file"
	done
	tell "done" "$1"
	poweroff -f
}

# wait_for PATH: until PATH exists, at most ten seconds of the guest's time.
wait_for() {
	local tries=0

	until [ -e "$1" ]; do
		tries=$((tries + 1))
		if [ "$tries" -gt 100 ]; then
			echo "$1 does not appear: the SCMI instance or its driver did not probe"
			return 1
		fi
		usleep 100000
	done
}

# load_modules: those of the transport, the platform first, the load last.
load_modules() {
	local module

	for module in $MODULES; do
		case $module in
		scmi_platform) insmod "/modules/$module.ko" "service=$SERVICE" ;;
		*) insmod "/modules/$module.ko" ;;
		esac || return 1
	done
	wait_for "$LOAD_DIR/run"
}
