# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A user's own parts instead of the lab's: a kernel (--kernel IMAGE[,HEADERS]), the
# source of the transports (--source), modules (--module), a device tree (--dtb), and
# arguments of QEMU (--qemu). All files are checked before a guest boots. own_kernel.sh
# has the first two.

# Options of QEMU that the lab sets, and what to use instead.
OWN_QEMU_TAKEN='
-append    --append
-cpu       nothing: figures are those of this processor
-dtb       --dtb
-icount    --profile
-initrd    exec: its script is in the initramfs
-kernel    --kernel IMAGE
-rtc       --profile
-seed      SCMI_LAB_VARIANT
-serial    nothing: the console has the results
-smp       --cpus
'

own_options_help() {
	cat <<-'HELP'
		  --kernel IMAGE[,HEADERS]
		                        a kernel of one's own: its arch/arm64/boot/Image
		                        (with a slash in its path), and the folder in
		                        which it was built, for the lab's modules.
		                        Without HEADERS: --transport none, no load
		  --source LINUX-TREE   the transport of this tree, built as a module,
		                        instead of that of the kernel's own version:
		                        virtio, optee, optee-smt. The others are built
		                        into Debian's kernels; with --kernel IMAGE,HEADERS
		                        the SCMI core's private headers for the modules
		  --module 'FILE.ko [PARAMETER...]'
		                        load a module, before the load, after the device
		                        or controller of --transport, and before the
		                        transport itself; repeatable, in this order. A
		                        file with the name of one of the lab's modules
		                        replaces it
		  --transport none      neither platform nor transport of the lab: what
		                        --kernel, --module, --dtb and --qemu bring
		  --dtb FILE            a device tree instead of QEMU's, or an overlay
		                        (.dtbo) on top of it; the transport's nodes are
		                        added
		  --qemu ARGS           further arguments of QEMU, separated by blanks;
		                        repeatable; paths must be absolute
	HELP
}

# own_module_files: print the files of --module, a line each.
own_module_files() {
	sed -e '/^$/d' -e 's/ .*//' <<<"${GUEST[module]}"
}

# own_module_name FILE: print the module's name.
own_module_name() {
	basename "$1" .ko
}

# own_vermagic FILE: print the first word of a module's version, or nothing.
own_vermagic() {
	aarch64-linux-gnu-objcopy -O binary --only-section=.modinfo "$1" /dev/stdout 2>/dev/null |
		tr '\0' '\n' | sed -n 's/^vermagic=\([^ ]*\).*/\1/p'
}

# own_check_modules: die unless each file is a module. Its kernel may not be in the cache
# yet, so own_check_vermagic comes later.
own_check_modules() {
	local file line

	while read -r line; do
		file=${line%% *}
		[[ $file == *.ko ]] ||
			usage_error "'$file' is not a module: --module is a file *.ko, unpacked"
		[[ -f $file && -r $file ]] || usage_error "cannot read the module '$file'"
		[[ ${line#"$file"} =~ ^[A-Za-z0-9_.,:=/\ -]*$ ]] ||
			usage_error "invalid parameters '${line#"$file "}' of '$file': must be NAME=VALUE"
		LC_ALL=C readelf -S "$file" 2>/dev/null | grep '\.modinfo' >/dev/null ||
			die "'$file' is not a module: it is not an ELF file with a section .modinfo"
	done < <(sed '/^$/d' <<<"${GUEST[module]}")
}

# own_check_vermagic: die unless all modules are of the kernel's release.
own_check_vermagic() {
	local file release version

	release=$(<"$(kernel_dir "${GUEST[kernel]}")/release")
	while read -r file; do
		version=$(own_vermagic "$file")
		[ "$version" = "$release" ] ||
			die "'$file' is a module of Linux ${version:-without a version}, but the kernel is $release"
	done < <(own_module_files)
}

# own_is_dtb FILE
own_is_dtb() {
	[ "$(head -c 4 "$1" | od -An -tx1 | tr -d ' ')" = d00dfeed ]
}

# own_is_overlay FILE: true if the device tree is an overlay.
own_is_overlay() {
	fdtget -l "$1" / 2>/dev/null | grep -E '^(fragment@|__fixups__$|__local_fixups__$)' >/dev/null
}

own_check_dtb() {
	local file=${GUEST[dtb]} cpus

	[[ -f $file && -r $file ]] || usage_error "cannot read the device tree '$file'"
	own_is_dtb "$file" ||
		die "'$file' is not a device tree: it does not start with d00dfeed; compile a source with dtc"
	! own_is_overlay "$file" || return 0
	cpus=$(fdtget -l "$file" /cpus 2>/dev/null | grep -c '^cpu@') || true
	[ "$cpus" -le "${GUEST[cpus]}" ] ||
		die "the device tree '$file' has $cpus processors, but --cpus is ${GUEST[cpus]}: Linux would wait for the others"
}

# own_dtb FILE: replace FILE, QEMU's device tree, by that of --dtb, or add its overlay.
own_dtb() {
	[ -n "${GUEST[dtb]}" ] || return 0
	if own_is_overlay "${GUEST[dtb]}"; then
		fdtoverlay -i "$1" -o "$1.new" "${GUEST[dtb]}" >&2 ||
			die "cannot add the overlay '${GUEST[dtb]}' to QEMU's device tree"
		mv "$1.new" "$1"
	else
		cat "${GUEST[dtb]}" >"$1"
	fi
}

# own_qemu_words: print the arguments of --qemu, a line each.
own_qemu_words() {
	tr -s ' ' '\n' <<<"${GUEST[qemu]}" | sed '/^$/d'
}

# own_qemu_machine: print those that change the machine, and so its device tree.
own_qemu_machine() {
	own_qemu_words | grep -x -A1 -e '-machine' -e -M -e -m | grep -v -x -e -- || true
}

own_check_qemu() {
	local word before='' instead

	while read -r word; do
		[[ $word != --* ]] || word=${word#-}
		[ "$word" != -M ] || word=-machine
		instead=$(awk -v word="$word" '$1 == word { $1 = ""; print substr($0, 2) }' \
			<<<"$OWN_QEMU_TAKEN")
		[ -z "$instead" ] ||
			usage_error "--qemu: the lab sets $word (use $instead)"
		[ "$before" != -machine ] || [[ $word == *=* && $word != type=* ]] ||
			usage_error "--qemu: the lab sets the type of the machine (use options of it only, such as -machine virtualization=on)"
		before=$word
	done < <(own_qemu_words)
	[ "${GUEST[profile]}" != det ] || [[ ${GUEST[qemu]} != *vhost* ]] ||
		usage_error "--qemu: a vhost device needs real time, but in --profile det the guest's clock counts instructions: use --profile wall"
}

# own_check_none: die if an option of the lab's platform is used without it. Before options
# have their defaults.
own_check_none() {
	[ "${GUEST[transport]}" = none ] || return 0
	[ -z "${GUEST[fault]}" ] || usage_error "--fault is for the lab's platform, which is not there with --transport none"
	[ -z "${GUEST[service]}" ] || usage_error "--service is for the lab's platform, which is not there with --transport none"
}

# own_check_options: reject files and combinations that would fail in the guest.
own_check_options() {
	own_check_transport
	[ -z "${GUEST[source]}" ] || own_check_source
	[ -z "${GUEST[module]}" ] || own_check_modules
	[ -z "${GUEST[dtb]}" ] || own_check_dtb
	[ -z "${GUEST[qemu]}" ] || own_check_qemu
}

# own_check_load: die if nothing can send or answer messages in "run".
own_check_load() {
	! kernel_is_own "${GUEST[kernel]}" || own_can_load "${GUEST[kernel]}" ||
		usage_error "the load is a module for this kernel: use --kernel IMAGE,HEADERS with the folder in which it was built, or exec"
	[ "${GUEST[transport]}" != none ] || [ -n "${GUEST[dtb]}" ] ||
		usage_error "with --transport none QEMU's device tree has no SCMI node: use --dtb"
}

# own_load_order: print the transport's modules with those of --module among them. The
# platform and the load are not in the list, of the lab or not.
own_load_order() {
	local name own='' module before='' after=''

	while read -r module; do
		name=$(own_module_name "$module")
		[ "$name" != scmi_load ] || continue
		[ "$name" != scmi_platform ] || [ "${GUEST[transport]}" = none ] || continue
		[[ " $(device_modules) $(modules_core_names "${GUEST[kernel]}") " == *" $name "* ]] ||
			own+=" $name"
	done < <(own_module_files)
	for name in $(device_modules); do
		! own_is_built_in "$name" || continue
		if [[ -n $after || $name == scmi_transport_* || $name == scmi_ref_* ]]; then
			after+=" $name"
		else
			before+=" $name"
		fi
	done
	xargs <<<"$before$own$after"
}

# own_add_modules DIR: copy the modules of --module into DIR, without debugging
# information, and their parameters.
own_add_modules() {
	local dir=$1 line file name

	mkdir -p "$dir"
	while read -r line; do
		file=${line%% *}
		name=$(own_module_name "$file")
		"$(modules_triplet "$(kernel_dir "${GUEST[kernel]}")")-objcopy" --strip-debug \
			"$file" "$dir/$name.ko" || die "cannot copy the module '$file'"
		[ "$file" = "$line" ] || printf '%s\n' "${line#* }" >"$dir/$name.parameters"
	done < <(sed '/^$/d' <<<"${GUEST[module]}")
}
