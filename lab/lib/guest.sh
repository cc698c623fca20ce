# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # results are for the callers
#
# A guest from its options to its end: what run, exec and shell have in common.

declare -A GUEST

# guest_defaults [PROFILE]: fill GUEST with what the options start from.
guest_defaults() {
	GUEST=(['kernel']=6.12 ['transport']=loopback ['profile']=${1:-det} ['cpus']=1
		['service']=20us ['fault']='' ['timeout']=120 ['append']='')
}

guest_options_help() {
	cat <<-'HELP'
		  --kernel VERSION      6.1, 6.12 (default) or 7.2
		  --transport NAME      loopback (default), ref-virtio, virtio, mailbox;
		                        on 6.1 only mailbox
		  --profile det|wall    det: one virtual nanosecond an instruction, the same
		                        figures from boot to boot; wall: as fast as it goes
		  --service SPEC        the platform's service time: 20us (default), 0,
		                        uniform:10us..30us, exp:20us
		  --fault FILE          a plan of faults, which the platform carries out
		                        (docs/fault-plan.md)
		  --cpus N              1 (default) to 8
		  --timeout SEC         for the guest's whole life (120)
		  --append ARGS         more for the kernel's command line
	HELP
}

# guest_option OPTION [VALUE]: take one of the options above; fails if it is
# none of them. The caller shifts twice.
guest_option() {
	case $1 in
	--kernel | --transport | --profile | --service | --fault | --cpus | --timeout | --append)
		GUEST[${1#--}]=$(option_value "$@") || exit 1
		;;
	*) return 1 ;;
	esac
}

# guest_check_options: refuse early what could only fail in the guest, or what
# would be more than a word there.
guest_check_options() {
	kernel_check "${GUEST[kernel]}"
	transport_check "${GUEST[transport]}" "${GUEST[kernel]}"
	[[ ${GUEST[profile]} =~ ^(det|wall)$ ]] ||
		usage_error "--profile is det or wall, not '${GUEST[profile]}'"
	[[ ${GUEST[cpus]} =~ ^[1-8]$ ]] ||
		usage_error "--cpus is 1 to 8, not '${GUEST[cpus]}'"
	[[ ${GUEST[timeout]} =~ ^[1-9][0-9]{0,4}$ ]] ||
		usage_error "--timeout is a number of seconds, not '${GUEST[timeout]}'"
	[[ ${GUEST[service]} =~ ^[a-z0-9:.,]+$ ]] ||
		usage_error "--service is a time such as 20us, or a distribution such as uniform:10us..30us, not '${GUEST[service]}'"
	[[ ${GUEST[append]} =~ ^[A-Za-z0-9_.,:=\ -]*$ ]] ||
		usage_error "--append is words of a kernel command line, not '${GUEST[append]}'"
	[ -z "${GUEST[fault]}" ] || [ -r "${GUEST[fault]}" ] ||
		usage_error "cannot read the fault plan '${GUEST[fault]}'"
}

# guest_out DIR: make DIR ready for results; old ones must not pass for new.
guest_out() {
	[ -n "$1" ] || usage_error "--out DIR is needed: the folder for the results"
	mkdir -p "$1" || die "cannot make the folder '$1'"
	rm -f "$1"/{run.scmi,truth.json,platform.json,console.log,dmesg.log,kmemleak.txt}
}

# guest_prepare: build what the guest is made of, into $LAB_WORK, which goes
# when the script ends.
guest_prepare() {
	need_commands qemu-system-arm:qemu-system-aarch64 \
		device-tree-compiler:dtc device-tree-compiler:fdtoverlay
	fetch_missing "${GUEST[kernel]}"
	modules_build "${GUEST[kernel]}"
	arm64_build
	mkdir -p "$LAB_BUILD"
	LAB_WORK=$(mktemp -d "$LAB_BUILD/run.XXXXXX")
	trap guest_cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	mkdir "$LAB_WORK/job"
}

guest_cleanup() {
	if [ -n "${GUEST_PID:-}" ]; then
		# timeout passes it on to QEMU, and kills it if that is no help.
		kill -TERM "$GUEST_PID" 2>/dev/null || true
		wait "$GUEST_PID" 2>/dev/null || true
	fi
	rm -rf "$LAB_WORK"
}

# guest_job NAME [KEY=VALUE...]: what the guest shall do. Values hold no quotes.
guest_job() {
	local pair

	for pair in "JOB=$1" "TRANSPORT=${GUEST[transport]}" "SERVICE=${GUEST[service]}" \
		"MODULES=$(transport_field "${GUEST[transport]}" modules)" \
		"UNBIND=$(transport_field "${GUEST[transport]}" unbind)" "${@:2}"; do
		printf "%s='%s'\n" "${pair%%=*}" "${pair#*=}"
	done >"$LAB_WORK/job/config"
	[ -z "${GUEST[fault]}" ] || cp "${GUEST[fault]}" "$LAB_WORK/job/plan"
}

# guest_qemu_args: fill QEMU_ARGS with the machine, its kernel and its job.
#
# In the deterministic profile time is counted in instructions (shift=0), the
# clock's frequency lets the guest see each of them, and everything random is
# seeded or off.
guest_qemu_args() {
	local dir append='console=ttyAMA0 loglevel=4 log_buf_len=1M'
	local cpu=cortex-a53 time=''
	local -a machine

	# A guest that cannot go on ends at once, and -no-reboot ends QEMU with it.
	append+=' panic=-1 oops=panic sysctl.kernel.hung_task_panic=1'
	append+=" ${GUEST[append]}"
	dir=$(kernel_dir "${GUEST[kernel]}")
	if [ "${GUEST[profile]}" = det ]; then
		cpu+=,cntfrq=1000000000
		time='-icount shift=0,sleep=off -rtc clock=vm,base=2026-01-01 -seed 42'
		append+=' nokaslr'
	fi
	# shellcheck disable=SC2206 # a list of words
	machine=(-machine virt -cpu "$cpu" -smp "${GUEST[cpus]}" -m 512 $time)
	transport_dtb "${GUEST[transport]}" "${machine[@]}" >"$LAB_WORK/dtb"
	image_with_job "${GUEST[kernel]}" "$LAB_WORK/job"
	QEMU_ARGS=("${machine[@]}" -nodefaults -display none -no-reboot
		-kernel "$dir/image" -initrd "$LAB_WORK/initrd"
		-dtb "$LAB_WORK/dtb" -append "$append")
}

# guest_boot: run the guest to its end or its time limit; its console goes to
# $LAB_WORK/console, QEMU's status to GUEST_STATUS (124: time limit).
guest_boot() {
	local -a QEMU_ARGS

	guest_qemu_args
	note "booting: ${GUEST[transport]}, ${GUEST[profile]}, ${GUEST[cpus]} CPU, at most ${GUEST[timeout]} s"
	: >"$LAB_WORK/console"
	timeout -k 2 "${GUEST[timeout]}" qemu-system-aarch64 "${QEMU_ARGS[@]}" \
		-serial "file:$LAB_WORK/console" -monitor none \
		</dev/null >"$LAB_WORK/qemu.log" 2>&1 &
	GUEST_PID=$!
	GUEST_STATUS=0
	wait "$GUEST_PID" || GUEST_STATUS=$?
	GUEST_PID=
}
