# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034 # used by the jobs
#
# Functions of all jobs of the guest. The host learns of them by lines "@@scmi-lab
# EVENT …" on the console: for the start and end of each step, for each file, and for
# the end of the job. lab/lib/console.sh parses them.

TRACEFS=/sys/kernel/tracing
LOAD_DIR=/sys/kernel/debug/scmi_load
PLATFORM_DIR=/sys/kernel/debug/scmi_platform
FIRMWARE_DIR=/sys/kernel/debug/scmi_smc_firmware
TEE_DIR=/sys/kernel/debug/scmi_soft_tee

# report EVENT...: write an event to the console.
report() {
	printf '\n@@scmi-lab %s\n' "$*"
	# stty waits until the line is sent: if the kernel dies after it, the host
	# knows the step.
	stty onlcr
}

# step NAME COMMAND...: run one step of the job. If it fails, the job ends.
step() {
	local name=$1 status

	shift
	report begin "$name"
	"$@"
	status=$?
	report end "$name" "$status"
	[ "$status" -eq 0 ] || finish "$status"
}

send_file() {
	report file "${1##*/}" "$(stat -c %s "$1")" "$(sha256sum <"$1" | cut -d' ' -f1)"
	gzip -c "$1" | base64
	report endfile "${1##*/}"
}

# kernel_log: print the whole log, including the part that a job has cleared with
# 'dmesg -c', which must not hide a warning. Reading /dev/kmsg never ends, so a last
# line is written.
kernel_log() {
	local reader

	echo '<7>scmi-lab: end of log' >/dev/kmsg
	cat /dev/kmsg >/tmp/kmsg &
	reader=$!
	until grep -q 'scmi-lab: end of log' /tmp/kmsg; do
		usleep 10000
	done
	kill "$reader"
	# A record is "priority,number,microseconds,flags;text". Lines that start
	# with a space name the device. The first record has number 0.
	awk '/^ / { next }
		{ split($0, f, ",") }
		!begun++ && f[2] {
			print "scmi-lab: " f[2] " messages are lost: raise log_buf_len" }
		{ sub(/^[^;]*;/, "")
		printf "[%5d.%06d] %s\n", f[3] / 1000000, f[3] % 1000000, $0 }' /tmp/kmsg
}

# find_leaks: write the report of kmemleak, which debug kernels have, to
# /out/kmemleak.txt. It reports memory that two scans did not find, and that is older
# than five seconds.
KMEMLEAK=/sys/kernel/debug/kmemleak
find_leaks() {
	[ -e $KMEMLEAK ] || return 0
	sleep 6
	echo scan >$KMEMLEAK
	echo scan >$KMEMLEAK
	cat $KMEMLEAK >/out/kmemleak.txt
	[ -s /out/kmemleak.txt ] || rm /out/kmemleak.txt
}

# end_at_limit: at the time limit stop all other processes, and send the files that
# exist so far.
end_at_limit() {
	local now

	read -r now _ </proc/uptime
	sleep $((LIMIT - ${now%.*}))
	kill -STOP -1
	report limit
	send_results 124
}

# finish STATUS: end the job.
finish() {
	find_leaks
	send_results "$1"
}

# send_results STATUS: send the files in /out to the host, report the status, power
# off.
send_results() {
	local file

	kernel_log >/out/dmesg.log
	# Keep kernel messages out of the files; a panic is still printed.
	dmesg -n 1
	for file in /out/*; do
		send_file "$file"
	done
	report "done" "$1"
	poweroff -f
}

# keep NAME COMMAND...: write the command's output and status to
# /out/NAME.{out,status}
keep() {
	local name=$1 status=0

	shift
	"$@" >"/out/$name.out" 2>&1 || status=$?
	echo "$status" >"/out/$name.status"
}

# wait_for PATTERN [COUNT]: wait until COUNT paths (1) match PATTERN, at most a minute of
# the guest's time. The time is read, because on a busy host a try takes longer than it
# sleeps.
wait_for() {
	local now start

	read -r start _ </proc/uptime
	# shellcheck disable=SC2012,SC2086 # a pattern
	until [ "$(ls -d $1 2>/dev/null | wc -l)" -ge "${2:-1}" ]; do
		read -r now _ </proc/uptime
		if [ $((${now%.*} - ${start%.*})) -ge 60 ]; then
			echo "$1 does not exist: the SCMI instance or its driver did not probe"
			return 1
		fi
		usleep 20000
	done
}

# The transport's device, and an attribute that exists once the SCMI instance has
# probed. That may be after the transport's module is loaded. A second instance has
# another node, whose name starts with the same words.
SCMI_NODE=firmware:scmi
# arm-scmi.NUMBER, or, before Linux 6.12, that device itself.
SCMI_READY='/sys/bus/platform/devices/*scmi*/protocol_version'

# scmi_nodes: print the devices of all SCMI nodes, a line each.
scmi_nodes() {
	for node in "/sys/bus/platform/devices/$SCMI_NODE"*; do
		echo "${node##*/}"
	done
}

# bind_nodes: bind the nodes to the built-in transports, unless the driver core has
# already done so because the probe was deferred. A driver refuses other nodes.
bind_nodes() {
	local driver node

	for driver in $UNBIND; do
		for node in $(scmi_nodes); do
			[ -e "/sys/bus/platform/drivers/$driver/$node" ] ||
				(echo "$node" >"/sys/bus/platform/drivers/$driver/bind") 2>/dev/null ||
				true
		done
	done
}

# unbind_nodes: unbind all nodes from the built-in transports.
unbind_nodes() {
	local driver path

	for driver in $UNBIND; do
		for path in "/sys/bus/platform/drivers/$driver/$SCMI_NODE"*; do
			echo "${path##*/}" >"/sys/bus/platform/drivers/$driver/unbind" ||
				return 1
		done
	done
}

# insert_module NAME [PARAMETER...]: load a module of the host's --module, with its
# parameters, or else of the lab.
insert_module() {
	local name=$1 file=/job/modules/$1.ko

	shift
	[ -e "$file" ] || file=/modules/$name.ko
	# shellcheck disable=SC2046 # a list of words
	insmod "$file" "$@" $(cat "/job/modules/$name.parameters" 2>/dev/null)
}

# load_core: load the SCMI core of a kernel that has none built in, if it is not loaded.
load_core() {
	local module

	for module in $CORE; do
		[ -e "/sys/module/$(echo "$module" | tr - _)" ] ||
			insert_module "$module" || return 1
	done
}

# load_transport: load the modules between the SCMI core and the platform.
load_transport() {
	local module

	load_core || return 1
	for module in $MODULES; do
		insert_module "$module" || return 1
	done
	[ "$TRANSPORT" != none ] || return 0
	wait_for_instances
}

# wait_for_instances: wait until the SCMI instance of each node has probed.
wait_for_instances() {
	bind_nodes
	wait_for "$SCMI_READY" "$(scmi_nodes | wc -l)"
}

# unload_transport: unload the same modules in reverse order. Fails before Linux 6.12,
# where the SCMI core itself is the driver, and cannot be unbound.
unload_transport() {
	local module reverse=

	unbind_nodes || return 1
	for module in $MODULES; do
		reverse="$module $reverse"
	done
	for module in $reverse; do
		rmmod "$module" || return 1
	done
}

# has_platform: true if the guest has the lab's platform. A device in another process has
# one of its own, and so may a guest without a transport of the lab.
has_platform() {
	[ -z "${DEVICE:-}" ] && [ "$TRANSPORT" != none ]
}

# load_platform: load the platform, if there is one. Of two instances, that of the firmware
# and this one, each has a vendor of its own.
load_platform() {
	local sub_vendor=reference

	has_platform || return 0
	case $TRANSPORT in *+*) sub_vendor=second ;; esac
	insert_module scmi_platform "service=$SERVICE" \
		"sub_vendor=$sub_vendor"
}

# has_instance: true if there is an SCMI node, and a load for it. "run" requires both.
has_instance() {
	[ "$JOB" = run ] ||
		{ [ -e /modules/scmi_load.ko ] && [ -e "/sys/bus/platform/devices/$(scmi_nodes | head -n 1)" ]; }
}

# load_modules: load the platform, the transport and the load generator, then the
# fault plan, so that the faults fire in the load.
load_modules() {
	load_platform || return 1
	load_transport || return 1
	if [ "$TRANSPORT" = none ]; then
		has_instance || return 0
		wait_for_instances || return 1
	fi
	insert_module scmi_load || return 1
	wait_for "$LOAD_DIR/run" || return 1
	[ ! -e /job/plan ] || load_plan /job/plan
}

# unload_modules: unload all of them in reverse order.
unload_modules() {
	rmmod scmi_load && unload_transport || return 1
	! has_platform || rmmod scmi_platform
}

# load_plan FILE [FRONT_END]: write a fault plan to the platform, for all front ends or
# for one. The platform requires a single write.
load_plan() {
	dd "if=$1" "of=$PLATFORM_DIR/${2:+$2/}plan" bs=65536 2>/tmp/dd.err && return
	echo "error: the platform rejects the fault plan: $(dmesg | sed -n 's/.*scmi_platform: //p' | tail -n 1)"
	return 1
}

# firmware_stamps FILE: write the own times of the latest messages of the firmware or
# the TEE, on a transport with one of them.
firmware_stamps() {
	local dir

	for dir in "$FIRMWARE_DIR" "$TEE_DIR"; do
		[ ! -e "$dir" ] || cat "$dir/stamps" >"$1"
	done
}

# platform_counts FILE: write the platform's counters to FILE. With several front ends,
# those of each are a member of an object. Those of a device in another process are with
# the host.
platform_counts() {
	local file=$1 counts separator="{"

	[ -e "$PLATFORM_DIR" ] || has_platform || return 0
	set -- "$PLATFORM_DIR"/*/counts
	if [ $# -eq 1 ]; then
		cat "$1" >"$file"
		return
	fi
	for counts; do
		printf '%s"%s": ' "$separator" "$(basename "${counts%/counts}")"
		cat "$counts"
		separator=,
	done >"$file"
	echo '}' >>"$file"
}
