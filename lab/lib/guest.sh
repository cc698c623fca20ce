# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # results are for the callers
#
# Options, preparation and life of a guest, shared by run, exec, suite and shell.

declare -A GUEST

# Guests of different variants do the same with other seeds, and with other bytes at
# other addresses. Every test must pass in each of them (scripts/test-guests).
GUEST_VARIANT=${SCMI_LAB_VARIANT:-0}

# guest_defaults [PROFILE]: set GUEST to the defaults of all options.
guest_defaults() {
	GUEST=(['kernel']=6.12 ['transport']=loopback ['profile']=${1:-} ['cpus']=1
		['service']='' ['fault']='' ['timeout']='' ['append']=''
		['device']='' ['reply-timeout']=''
		['source']='' ['module']='' ['dtb']='' ['qemu']='')
}

guest_options_help() {
	cat <<-HELP
		  --kernel VERSION      $(kernel_list);
		                        or one of 'lab/scmi-lab build-kernel'
		  --transport NAME      loopback (default), ref-virtio, virtio, mailbox,
		                        mailbox-threaded (its interrupt has a thread),
		                        mailbox-polled (without interrupts, on 7.2 and
		                        newer), optee, optee-smt (messages in reserved
		                        memory), smc, smc-irq (an interrupt brings the
		                        reply), smc-qcom; mailbox+smc, mailbox+smc-irq
		                        (two instances); on 6.1 only mailbox,
		                        mailbox-threaded, smc, smc-irq; on 5.10 only
		                        mailbox, mailbox-threaded
		  --profile NAME        det (default): one virtual nanosecond per
		                        instruction, the same figures in every boot;
		                        wall: the host's clock; exact (default with
		                        --device): as det, but while the guest has
		                        nothing to do, its clock is the host's
		  --service SPEC        the platform's service time: 20us (default), 0,
		                        uniform:10us..30us, exp:20us
		  --fault FILE          a fault plan for the platform
		                        (docs/fault-plan.md)
		  --cpus N              1 (default) to 8; to 7 for smc*, whose firmware
		                        has a processor of its own
		  --timeout SEC         time limit, by the guest's own clock (det: 120,
		                        others: 600)
		  --append ARGS         further arguments for the kernel's command line
	HELP
}

# guest_option OPTION [VALUE]: parse one of the options above; fails if OPTION is
# not one of them. The caller shifts twice.
guest_option() {
	local value

	case $1 in
	--kernel | --transport | --profile | --service | --fault | --cpus | --timeout | --append | \
		--device | --reply-timeout | --source | --dtb)
		GUEST[${1#--}]=$(option_value "$@") || exit 1
		;;
	--module | --qemu)
		value=$(option_value "$@") || exit 1
		GUEST[${1#--}]+=$value$'\n'
		;;
	*) return 1 ;;
	esac
}

# guest_check_profile: set the profile if it was not given, and reject unknown ones.
guest_check_profile() {
	[ -z "${GUEST[device]}" ] || : "${GUEST[profile]:=exact}"
	: "${GUEST[profile]:=det}"
	[[ ${GUEST[profile]} =~ ^(det|exact|wall)$ ]] ||
		usage_error "invalid value '${GUEST[profile]}' for --profile (one of: det, exact, wall)"
}

# guest_apply_defaults: set the other options that were not given.
guest_apply_defaults() {
	[ "${GUEST[profile]}" != det ] || : "${GUEST[timeout]:=120}"
	: "${GUEST[timeout]:=600}" "${GUEST[service]:=20us}"
	[ -z "${GUEST[device]}" ] || : "${GUEST[reply-timeout]:=$DEVICE_REPLY_MS}"
}

# guest_check_options: reject values that would fail in the guest, or that its shell
# would interpret.
guest_check_options() {
	own_use_kernel
	kernel_check "${GUEST[kernel]}"
	transport_check "${GUEST[transport]}" "${GUEST[kernel]}"
	guest_check_profile
	device_check
	own_check_none
	guest_apply_defaults
	[[ ${GUEST[cpus]} =~ ^[1-8]$ ]] ||
		usage_error "invalid value '${GUEST[cpus]}' for --cpus: must be 1 to 8"
	[ "${GUEST[cpus]}" -lt 8 ] || ! transport_needs_firmware "${GUEST[transport]}" ||
		usage_error "--cpus 8 leaves no processor for the firmware of transport '${GUEST[transport]}': must be 1 to 7"
	[[ ${GUEST[timeout]} =~ ^[1-9][0-9]{0,4}$ ]] ||
		usage_error "invalid value '${GUEST[timeout]}' for --timeout: must be a number of seconds"
	[[ ${GUEST[reply-timeout]} =~ ^([1-9][0-9]{0,6})?$ ]] ||
		usage_error "invalid value '${GUEST[reply-timeout]}' for --reply-timeout: must be a number of milliseconds"
	[[ ${GUEST[service]} =~ ^[a-z0-9:.,]+$ ]] ||
		usage_error "invalid value '${GUEST[service]}' for --service: must be a time such as 20us, or a distribution such as uniform:10us..30us"
	[[ ${GUEST[append]} =~ ^[A-Za-z0-9_.,:=/@\ -]*$ ]] ||
		usage_error "invalid value '${GUEST[append]}' for --append: must be arguments of a kernel command line"
	[ -z "${GUEST[fault]}" ] || [ -r "${GUEST[fault]}" ] ||
		usage_error "cannot read the fault plan '${GUEST[fault]}'"
	own_check_options
	[[ $GUEST_VARIANT =~ ^[0-9]{1,3}$ ]] ||
		usage_error "invalid value '$GUEST_VARIANT' for SCMI_LAB_VARIANT: must be 0 to 999"
}

# guest_out DIR: create DIR for the results, and remove old results, which could be
# mistaken for new ones.
guest_out() {
	[ -n "$1" ] || usage_error "--out DIR is required: the folder for the results"
	mkdir -p "$1" || die "cannot create the folder '$1'"
	rm -f "$1"/{run.scmi,truth.json,platform.json,console.log,dmesg.log,kmemleak.txt,stamps.txt,device.log}
}

# guest_prepare: build all parts of the guest, and create $LAB_WORK, which is removed
# when the script ends.
guest_prepare() {
	need_commands qemu-system-arm:qemu-system-aarch64 \
		device-tree-compiler:dtc device-tree-compiler:fdtoverlay \
		device-tree-compiler:fdtput
	fetch_missing "${GUEST[kernel]}"
	own_use_source
	own_check_vermagic
	modules_build "${GUEST[kernel]}"
	static_build "$(kernel_arch "${GUEST[kernel]}")"
	mkdir -p "$LAB_BUILD"
	LAB_WORK=$(realpath "$(mktemp -d "$LAB_BUILD/run.XXXXXX")")
	trap guest_cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	mkdir "$LAB_WORK/job"
	device_prepare
}

guest_cleanup() {
	if [ -n "${GUEST_PID:-}" ]; then
		# It may be stopped, and has nothing to clean up.
		kill -KILL "$GUEST_PID" 2>/dev/null || true
		wait "$GUEST_PID" 2>/dev/null || true
	fi
	device_kill
	rm -rf "$LAB_WORK"
}

# guest_job NAME [KEY=VALUE...]: write the job's configuration. Values must not contain
# quotes.
guest_job() {
	local pair

	for pair in "JOB=$1" "LIMIT=${GUEST[timeout]}" "TRANSPORT=${GUEST[transport]}" "SERVICE=${GUEST[service]}" \
		"CORE=$(modules_core_names "${GUEST[kernel]}")" \
		"MODULES=$(own_load_order)" \
		"UNBIND=$(transport_field "${GUEST[transport]}" unbind)" "${@:2}"; do
		printf "%s='%s'\n" "${pair%%=*}" "${pair#*=}"
	done >"$LAB_WORK/job/config"
	[ "$GUEST_VARIANT" = 0 ] || guest_variant
	# With a device in another process, the platform and its plan are there.
	if [ -n "${GUEST[device]}" ]; then
		printf "DEVICE='%s'\n" "$(device_kind)" >>"$LAB_WORK/job/config"
	elif [ -n "${GUEST[fault]}" ]; then
		cp "${GUEST[fault]}" "$LAB_WORK/job/plan"
	fi
	[ -z "${GUEST[module]}" ] || own_add_modules "$LAB_WORK/job/modules"
}

# guest_variant: add the variant's padding to the job: a file, which moves the memory
# that the guest allocates, and a variable, which moves the stacks of its programs.
guest_variant() {
	head -c $((GUEST_VARIANT * 4241)) /dev/zero >"$LAB_WORK/job/padding"
	printf "PADDING='%0$((GUEST_VARIANT * 24))d'\n" 0 >>"$LAB_WORK/job/config"
}

# guest_qemu_args: set QEMU_ARGS to the machine, its kernel and its job.
#
# In the profiles det and exact time is counted in instructions (shift=0), the guest's
# clock has the resolution of one instruction, and all randomness is seeded or off. A
# guest that waits for an event skips the time in det (sleep=off), and waits in exact.
guest_qemu_args() {
	local dir append='console=ttyAMA0 loglevel=4 log_buf_len=1M'
	local arch cpu time='' sleep=off cpus=${GUEST[cpus]} virt
	local -a machine shared device firmware=() own

	# A guest reboots at once when it panics, and -no-reboot ends QEMU then.
	append+=' panic=-1 oops=panic sysctl.kernel.hung_task_panic=1'
	[ "$GUEST_VARIANT" = 0 ] || append+=" scmi_lab_variant=$GUEST_VARIANT"
	append+=" ${GUEST[append]}"
	dir=$(kernel_dir "${GUEST[kernel]}")
	arch=$(kernel_arch "${GUEST[kernel]}")
	cpu=$(arch_field "$arch" cpu)
	virt=virt,$(arch_field "$arch" virt)
	virt=${virt%,}
	if [ "${GUEST[profile]}" != wall ]; then
		cpu+=,cntfrq=1000000000
		[ "${GUEST[profile]}" = det ] || sleep=on
		time="-icount shift=0,sleep=$sleep -rtc clock=vm"
		time+=",base=$LIMIT_DATE -seed $((42 + 10#$GUEST_VARIANT))"
		append+=' nokaslr'
	fi
	if transport_needs_firmware "${GUEST[transport]}"; then
		firmware_build "$LAB_WORK/firmware.elf"
		mapfile -t firmware < <(firmware_qemu_args)
		virt+=,virtualization=on
		cpus=$((cpus + 1))
	fi
	# shellcheck disable=SC2206,SC2207 # lists of words
	machine=(-machine "$virt" -cpu "$cpu" -smp "$cpus" -m 512 $time $(own_qemu_machine))
	mapfile -t shared < <(device_machine_args)
	machine+=("${shared[@]}")
	mapfile -t device < <(device_qemu_args)
	transport_dtb "${GUEST[transport]}" "${machine[@]}" >"$LAB_WORK/dtb"
	image_with_job "${GUEST[kernel]}" "$LAB_WORK/job"
	mapfile -t own < <(own_qemu_words)
	QEMU_ARGS=("${machine[@]}" -nodefaults -display none -no-reboot
		-kernel "$dir/image" -initrd "$LAB_WORK/initrd"
		-dtb "$LAB_WORK/dtb" -append "$append" "${firmware[@]}" "${device[@]}" "${own[@]}")
}

# guest_boot: run the guest to its end. Writes its console to $LAB_WORK/console, and
# sets GUEST_STATUS to QEMU's status, and GUEST_END to why it had to be ended.
guest_boot() {
	local -a QEMU_ARGS monitor

	guest_qemu_args
	mapfile -t monitor < <(limit_monitor_args)
	note "booting: ${GUEST[transport]}, ${GUEST[profile]}, ${GUEST[cpus]} CPU, at most ${GUEST[timeout]} s"
	: >"$LAB_WORK/console"
	device_start
	# An option cannot have a path with a comma, so the paths are relative.
	(cd "$LAB_WORK" && exec "$QEMU" "${QEMU_ARGS[@]}" "${monitor[@]}" \
		-serial file:console </dev/null >qemu.log 2>&1) &
	GUEST_PID=$!
	GUEST_STATUS=0
	GUEST_END=
	limit_watch "$GUEST_PID"
	wait "$GUEST_PID" 2>/dev/null || GUEST_STATUS=$?
	GUEST_PID=
}
