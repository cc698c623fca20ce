# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091,SC2086 # the guest's file, several words
#
# Takes one thing away from the kernel at a time, and runs doctor and a recording of
# the same load. less.bats checks the results.

. /lab/lib.sh
. /job/files/bursts.sh

# without NAME [ARGUMENT...]: record with one thing less, started by $BY. ARGUMENT: of
# record.
BY=
without() {
	local name=$1

	shift
	keep "$name-doctor" $BY scmi-perf doctor
	keep "$name" $BY scmi-perf record "$@" -o "/out/$name.scmi" -- load "$LOAD"
	cp "$LOAD_DIR/result" "/out/$name.json"
}

# all_commands NAME [COMMAND]: one load under record, trace and top at once, and doctor;
# all of them are started by COMMAND.
all_commands() {
	local name=$1 top trace tries=0

	shift
	"$@" scmi-perf doctor -j >"/out/$name.doctor" 2>"/out/$name.doctor.err"
	"$@" scmi-perf trace -jv >"/out/$name.trace" 2>"/out/$name.trace.err" &
	trace=$!
	"$@" scmi-top -jv --hooks all -i 100ms >"/out/$name.top" \
		2>"/out/$name.top.err" &
	top=$!
	until [ -s "/out/$name.trace" ] && [ -s "/out/$name.top" ]; do
		tries=$((tries + 1))
		[ $tries -le 3000 ] || { echo "$name: no output" && break; }
		usleep 10000
	done
	"$@" scmi-perf record -jv --hooks all -o "/out/$name.record" -- \
		load mixed:60 2>"/out/$name.record.err"
	sleep 0.3
	kill -INT $trace $top
	wait $trace
	wait $top
}

# hide_tracefs: hide it at both of its mount points.
hide_tracefs() {
	mount --bind $empty "$TRACEFS"
	mount --bind $empty /sys/kernel/debug/tracing
}

show_tracefs() {
	umount /sys/kernel/debug/tracing
	umount "$TRACEFS"
}

# without_module_types MODULE: the functions of one module have no types, those of the
# kernel have.
without_module_types() {
	[ -e "/sys/kernel/btf/$1" ] || return 0
	mount --bind /dev/null "/sys/kernel/btf/$1"
	without module
	all_commands module
	umount "/sys/kernel/btf/$1"
}

# faults NAME: record the faults of the plan.
faults() {
	load_plan /job/plan || exit 1
	$BY scmi-perf record -o "/out/$1.scmi" -- sh -c "
		load mixed:360,async,gap=60000
		sleep 0.4" || exit 1
}

empty=/tmp/empty
mkdir $empty
sleep 1
if [ -r /job/plan ]; then
	faults nothing
	mount --bind $empty /sys/kernel/btf
	BY="without-bpf --types"
	faults types
	bursts types-bursts
	exit
fi
without nothing
without_module_types tee

# The names of two functions' programs have these 15 characters, and that of an event's.
BY="without-bpf --program fentry_resource --program tp_btf_resource"
[ -z "$ALL" ] || without refused --by resource
BY=

# libbpf also looks for types among the objects of bpf(), and in files of the kernel,
# which a guest has not.
mount --bind $empty /sys/kernel/btf
BY="without-bpf --types"
without types
$BY scmi-perf doctor -j >/out/types-doctor.json
[ -z "$ALL" ] || all_commands types $BY
without types-resources --by resource
[ -z "${BURSTS:-}" ] || bursts types-bursts || exit 1
BY=
# From here on, bpf() finds types by their numbers. Instances are recognised by the address
# of the transport's function, at an assumed offset, and a filter compares its name.
without types-filter --transport "$FILTER"

# The transport's structures have other offsets than those that are assumed.
if [ -n "$ALL" ]; then
	grep -v scmi_shared_mem_operations_get /proc/kallsyms >/tmp/kallsyms
	mount --bind /tmp/kallsyms /proc/kallsyms
	without layout
	umount /proc/kallsyms

	echo 2 >/proc/sys/kernel/kptr_restrict
	without addresses
	all_commands addresses
	echo 0 >/proc/sys/kernel/kptr_restrict

	echo 0 >/sys/kernel/debug/kprobes/enabled
	without kprobes
	all_commands kprobes
	umount /sys/kernel/btf
	without kprobes-only
	echo 1 >/sys/kernel/debug/kprobes/enabled

	hide_tracefs
	without tracefs
	all_commands tracefs
	show_tracefs

	keep bpf-doctor without-bpf scmi-perf doctor
	without-bpf scmi-perf doctor -j >/out/bpf-doctor.json
	keep bpf without-bpf scmi-perf record -o /out/bpf.scmi -- load "$LOAD"
	cp "$LOAD_DIR/result" /out/bpf.json
	all_commands bpf without-bpf
	echo 0 >/sys/kernel/debug/kprobes/enabled
	all_commands events without-bpf
	echo 1 >/sys/kernel/debug/kprobes/enabled
	keep bpf-only without-bpf scmi-perf record --source bpf -o /tmp/run.scmi
	hide_tracefs
	keep both-doctor without-bpf scmi-perf doctor
	keep both without-bpf scmi-perf record -o /tmp/run.scmi
	keep both-trace without-bpf scmi-perf trace
	keep both-top without-bpf scmi-top -b
	show_tracefs

	# The configuration of Rockchip's kernel, and of NXP's.
	mkdir -p /boot
	config=/boot/config-$(uname -r)
	printf 'CONFIG_%s=y\n' ARM_SCMI_PROTOCOL FTRACE EVENT_TRACING >"$config"
	keep rockchip-doctor without-bpf scmi-perf doctor
	printf 'CONFIG_%s=y\n' ARM_SCMI_PROTOCOL KPROBES PERF_EVENTS BPF_SYSCALL >"$config"
	keep nxp-doctor scmi-perf doctor
	keep nxp scmi-perf record --source bpf -o /tmp/run.scmi
	rm /boot/config*

	# Lockdown cannot be undone, so it comes last. It closes debugfs, and so the load.
	echo confidentiality >/sys/kernel/security/lockdown
	keep lockdown-doctor scmi-perf doctor
	keep lockdown scmi-perf record -o /out/lockdown.scmi -- true
	scmi-perf doctor -j >/out/lockdown.doctor 2>/out/lockdown.doctor.err
	scmi-perf record -jv --hooks all -o /out/lockdown.record -- true \
		2>/out/lockdown.record.err
	scmi-perf trace -jv -d 100ms >/out/lockdown.trace 2>/out/lockdown.trace.err
	scmi-top -jv --hooks all -i 100ms -n 1 >/out/lockdown.top \
		2>/out/lockdown.top.err
	keep lockdown-tracefs scmi-perf record --source tracefs -o /tmp/run.scmi -- true
fi
exit 0
