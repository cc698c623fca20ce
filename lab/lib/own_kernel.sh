# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Kernels of a user: --kernel IMAGE[,HEADERS], and a kernel of the lab with the transports of
# --source. Each is a folder of the layout that kernel_dir documents, with links to the
# user's files, in $LAB_BUILD/own. Its name, own-HASH, is that of a kernel for all other
# parts of the lab. Its file "base" names the row of the table of kernels that has the
# architecture and the packages.

# Options that a kernel needs to boot the lab's guest. The SCMI core can be a module.
OWN_KERNEL_CONFIG=(ARM64 BINFMT_ELF BLK_DEV_INITRD DEBUG_FS DEVTMPFS
	MODULES PROC_FS RD_GZIP SERIAL_AMBA_PL011_CONSOLE SYSFS)

# own_make_kernel BASE RELEASE VERSION LINK=TARGET...: create the folder, print its name.
own_make_kernel() {
	local base=$1 release=$2 version=$3 name dir pair

	shift 3
	name=own-$(printf '%s\n' "$base" "$release" "$version" "$@" | sha256sum | cut -c1-12)
	dir=$LAB_BUILD/own/$name
	mkdir -p "$dir"
	printf '%s\n' "$base" >"$dir/base"
	printf '%s\n' "$release" >"$dir/release"
	printf '%s\n' "$version" >"$dir/version"
	for pair; do
		ln -sfn "${pair#*=}" "$dir/${pair%%=*}"
	done
	printf '%s\n' "$name"
}

# own_image_bytes IMAGE: print an image, uncompressed.
own_image_bytes() {
	if [ "$(head -c 2 "$1" | od -An -tx1 | tr -d ' ')" = 1f8b ]; then
		gzip -dc "$1"
	else
		cat "$1"
	fi 2>/dev/null || true
}

# own_check_image IMAGE: die unless it is a kernel for arm64 that QEMU boots.
own_check_image() {
	local magic

	[[ -f $1 && -r $1 ]] || usage_error "cannot read the kernel '$1'"
	[ "$(head -c 8 "$1" | tail -c 4 | tr -d '\0')" != zimg ] ||
		die "'$1' unpacks itself as an EFI program, which QEMU 7.2 cannot start: use arch/arm64/boot/Image"
	magic=$(own_image_bytes "$1" | head -c 60 | tail -c 4 | od -An -tx1 | tr -d ' ')
	[ "$magic" = 41524d64 ] ||
		die "'$1' is not a kernel for arm64: its header is not that of arch/arm64/boot/Image"
}

# own_image_release IMAGE: print its release, as uname -r does.
own_image_release() {
	own_image_bytes "$1" | LC_ALL=C grep -a -m 1 -o 'Linux version [^ ]* ' |
		{ head -n 1 && cat >/dev/null; } | cut -d' ' -f3
}

# own_check_headers HEADERS RELEASE: die unless modules for this kernel can be built there.
own_check_headers() {
	local dir=$1 file name release missing=''

	[ -d "$dir" ] || usage_error "'$dir' is not a folder: HEADERS is the one in which the kernel was built"
	for file in Makefile .config Module.symvers include/config/kernel.release; do
		[ -s "$dir/$file" ] ||
			die "'$dir' has no $file: HEADERS is the folder in which 'make Image modules' was run"
	done
	release=$(<"$dir/include/config/kernel.release")
	[ "$release" = "$2" ] ||
		die "the kernel is $2, but '$dir' is the build of $release"
	for name in "${OWN_KERNEL_CONFIG[@]}"; do
		grep -q "^CONFIG_$name=y" "$dir/.config" || missing+=" CONFIG_$name=y"
	done
	kernel_has_scmi "$dir/.config" || missing+=" CONFIG_ARM_SCMI_PROTOCOL=y"
	[ -z "$missing" ] || die "the kernel cannot run the lab's guest: its configuration lacks$missing"
}

# own_kernel_source [HEADERS]: print the tree with the kernel's drivers/firmware/arm_scmi;
# fails if there is none.
own_kernel_source() {
	local dir

	for dir in "${GUEST[source]}" ${1:+"$1" "$1/source"}; do
		if [ -n "$dir" ] && [ -e "$dir/drivers/firmware/arm_scmi/common.h" ]; then
			realpath "$dir"
			return
		fi
	done
	return 1
}

# own_kernel_modules BUILD DIR: link the kernel's own modules that a transport needs, and the
# SCMI core if it is one; die without that. The headers of a package have none.
own_kernel_modules() {
	local name

	mkdir -p "$2"
	for name in $(kernel_module_names "$1/.config"); do
		[ ! -d "$1/drivers" ] ||
			find "$1/drivers" -name "$name.ko" -exec ln -sfn {} "$2/" \;
		[ "$name" != scmi-module ] || [ -e "$2/$name.ko" ] ||
			die "the kernel's SCMI core is a module (CONFIG_ARM_SCMI_PROTOCOL=m), but '$1' has no $name.ko: HEADERS is the folder in which 'make Image modules' was run"
	done
}

# own_use_kernel: check IMAGE[,HEADERS], make its folder, and use its name from now on.
# Does nothing for a name.
own_use_kernel() {
	local image=${GUEST[kernel]%%,*} headers='' release source name

	[[ ${GUEST[kernel]} == */* ]] || return 0
	[[ ${GUEST[kernel]} != *,* ]] || headers=${GUEST[kernel]#*,}
	own_check_image "$image"
	release=$(own_image_release "$image")
	[ -n "$release" ] || die "'$image' has no 'Linux version' in it"
	if [ -z "$headers" ]; then
		own_check_alone "$image"
		name=$(own_make_kernel 6.12 "$release" "$release" "image=$(realpath "$image")") || exit 1
		# All that others ask of it.
		printf 'CONFIG_%s=y\n' ARM64 ARM_SCMI_PROTOCOL >"$LAB_BUILD/own/$name/config"
		mkdir -p "$LAB_BUILD/own/$name/modules"
	else
		own_check_headers "$headers" "$release"
		headers=$(realpath "$headers")
		source=$(own_kernel_source "$headers") ||
			die "'$headers' has no source of the SCMI core, whose private headers the lab's modules need: use --source LINUX-TREE, the kernel's own"
		name=$(own_make_kernel 6.12 "$release" "$release" "image=$(realpath "$image")" \
			"build=$headers" "config=$headers/.config" "source=$source") || exit 1
		own_kernel_modules "$headers" "$LAB_BUILD/own/$name/modules"
	fi
	GUEST[kernel]=$name
}

# own_check_alone IMAGE: die if an option needs more than a kernel without its build.
own_check_alone() {
	[ "${GUEST[transport]}" = none ] ||
		usage_error "transport '${GUEST[transport]}' needs modules for '$1': use --kernel IMAGE,HEADERS with the folder in which it was built, or --transport none"
	[ -z "${GUEST[source]}" ] ||
		usage_error "--source is built as a module for '$1': use --kernel IMAGE,HEADERS with the folder in which it was built"
}

# own_can_load KERNEL: true if the lab's modules can be built for the kernel.
own_can_load() {
	[ -e "$(kernel_dir "$1")/build/Makefile" ]
}

# own_check_source: die unless --source is in use in the guest.
own_check_source() {
	local tree=${GUEST[source]} transport=${GUEST[transport]}

	[ -d "$tree" ] || usage_error "'$tree' is not a folder: --source is a tree of Linux"
	[[ -e $tree/drivers/firmware/arm_scmi/common.h && -e $tree/drivers/hwmon/scmi-hwmon.c ]] ||
		usage_error "'$tree' is not a tree of Linux: it has no drivers/firmware/arm_scmi or drivers/hwmon/scmi-hwmon.c"
	! kernel_is_own "${GUEST[kernel]}" || return 0
	[ -d "$tree/drivers/firmware/arm_scmi/transports" ] ||
		usage_error "the transports of '$tree' are not modules, as since Linux 6.12: test it with --kernel IMAGE,HEADERS"
	case $transport in
	virtio | optee | optee-smt) ;;
	loopback | ref-virtio | none)
		usage_error "nothing of --source would run: transport '$transport' is not of a tree of Linux (one of: virtio optee optee-smt)"
		;;
	*)
		own_core_is_labs "${GUEST[kernel]}" ||
			usage_error "transport '$transport' is that of kernel ${GUEST[kernel]} itself, so --source cannot replace it (one of: virtio optee optee-smt): test it with --kernel IMAGE,HEADERS"
		;;
	esac
}

# own_core_is_labs KERNEL: true if the lab builds the SCMI core, see kernel_has_scmi. The
# kernel may not be in the cache yet.
own_core_is_labs() {
	[ "$(kernel_arch "$1")" = armhf ]
}

# own_needs TRANSPORT: print the option of the kernel without which the transport of the lab
# does not work, or nothing.
own_needs() {
	case $1 in
	mailbox*) echo ARM_SCMI_TRANSPORT_MAILBOX ;;
	smc*) echo ARM_SCMI_TRANSPORT_SMC ;;
	optee*) echo ARM_SCMI_TRANSPORT_OPTEE ;;
	loopback | ref-virtio | virtio) echo ARM_SCMI_HAVE_MSG ;;
	esac
}

# own_check_transport: die if the configuration of an own kernel lacks that option.
own_check_transport() {
	local config option

	kernel_is_own "${GUEST[kernel]}" && own_can_load "${GUEST[kernel]}" || return 0
	config=$(kernel_dir "${GUEST[kernel]}")/config
	option=$(own_needs "${GUEST[transport]}")
	[ -z "$option" ] || grep -q "^CONFIG_$option=[ym]" "$config" ||
		die "the kernel does not support transport '${GUEST[transport]}': its configuration lacks CONFIG_$option"
	[[ ${GUEST[transport]} == optee* ]] || return 0
	for option in $(kernel_module_names "$config"); do
		[ -e "${config%/*}/modules/$option.ko" ] ||
			die "transport '${GUEST[transport]}' needs the kernel's own module $option.ko, which its build folder does not have"
	done
}

# own_is_built_in MODULE: true for a transport that an own kernel has built in.
own_is_built_in() {
	local name=${1#scmi_transport_}

	kernel_is_own "${GUEST[kernel]}" &&
		grep -q "^CONFIG_ARM_SCMI_TRANSPORT_${name^^}=y" "$(kernel_dir "${GUEST[kernel]}")/config"
}

# own_compare_source STOCK TREE: die if the private headers differ, because the core that
# runs is built with its own. Report the differences of other files.
own_compare_source() {
	local stock=$1/drivers/firmware/arm_scmi tree=$2/drivers/firmware/arm_scmi file

	! own_core_is_labs "${GUEST[kernel]}" || return 0
	# Headers come first.
	while read -r file; do
		! cmp -s "$stock/$file" "$tree/$file" || continue
		case $file in
		*.h) die "$tree/$file differs from that of kernel ${GUEST[kernel]}, whose core is not built from it: use a tree of that version, or --kernel IMAGE,HEADERS" ;;
		transports/*) note "--source: $file differs from that of kernel ${GUEST[kernel]}" ;;
		*) note "warning: --source: $file differs, but is not in the guest: the core is that of kernel ${GUEST[kernel]} itself" ;;
		esac
	done < <(cd "$stock" && find . -name '*.[ch]' -printf '%P\n' | LC_ALL=C sort -t. -k2r -k1)
}

# own_use_source: replace the kernel by one with the source of --source.
own_use_source() {
	local dir tree name part links=()

	[ -n "${GUEST[source]}" ] && ! kernel_is_own "${GUEST[kernel]}" || return 0
	dir=$(kernel_dir "${GUEST[kernel]}")
	tree=$(realpath "${GUEST[source]}")
	own_compare_source "$dir/source" "$tree"
	for part in image config build modules bin; do
		[ ! -e "$dir/$part" ] || links+=("$part=$(realpath "$dir")/$part")
	done
	name=$(own_make_kernel "${GUEST[kernel]}" "$(<"$dir/release")" "$(<"$dir/version")" \
		"${links[@]}" "source=$tree") || exit 1
	GUEST[kernel]=$name
}

# own_transports KERNEL_DIR: print the transports that are built from its source although
# the kernel has them as modules.
own_transports() {
	[ ! -e "$1/base" ] || ! grep -q '^CONFIG_ARM_SCMI_TRANSPORT_OPTEE=m' "$1/config" || echo optee
}

