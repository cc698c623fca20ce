# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Takes one thing away from the kernel at a time, and runs doctor and a recording of
# the same load. less.bats checks the results.

. /lab/lib.sh

# keep NAME COMMAND...: write the command's output and status to
# /out/NAME.{out,status}
keep() {
	local name=$1 status=0

	shift
	"$@" >"/out/$name.out" 2>&1 || status=$?
	echo "$status" >"/out/$name.status"
}

# without NAME [ARGUMENT...]: record with one thing less. ARGUMENT: of record.
without() {
	local name=$1

	shift
	keep "$name-doctor" scmi-perf doctor
	keep "$name" scmi-perf record "$@" -o "/out/$name.scmi" -- load "$LOAD"
	cp "$LOAD_DIR/result" "/out/$name.json"
}

empty=/tmp/empty
mkdir $empty
sleep 1
without nothing

mount --bind $empty /sys/kernel/btf
without types
scmi-perf doctor -j >/out/types-doctor.json
# A filter compares the address of the transport's function, at an assumed offset.
without types-filter --transport "$FILTER"

# The transport's structures have other offsets than those that are assumed.
if [ -n "$ALL" ]; then
	grep -v scmi_shared_mem_operations_get /proc/kallsyms >/tmp/kallsyms
	mount --bind /tmp/kallsyms /proc/kallsyms
	without layout
	umount /proc/kallsyms

	echo 2 >/proc/sys/kernel/kptr_restrict
	without addresses
	echo 0 >/proc/sys/kernel/kptr_restrict

	echo 0 >/sys/kernel/debug/kprobes/enabled
	without kprobes
	umount /sys/kernel/btf
	without kprobes-only
	echo 1 >/sys/kernel/debug/kprobes/enabled

	umount "$TRACEFS"
	mount --bind $empty /sys/kernel/debug/tracing
	without tracefs
	umount /sys/kernel/debug/tracing
	mount -t tracefs nodev "$TRACEFS"
	# The configuration of a vendor's kernel.
	mkdir -p /boot
	printf 'CONFIG_%s=y\n' ARM_SCMI_PROTOCOL FTRACE EVENT_TRACING KPROBES \
		KPROBE_EVENTS PERF_EVENTS >"/boot/config-$(uname -r)"
	without bpf
	rm /boot/config*
	# Lockdown cannot be undone, so it comes last. It closes debugfs, and so the load.
	echo confidentiality >/sys/kernel/security/lockdown
	keep lockdown-doctor scmi-perf doctor
	keep lockdown scmi-perf record -o /out/lockdown.scmi -- true
fi
exit 0
