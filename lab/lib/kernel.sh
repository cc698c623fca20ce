# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Stock Debian kernels, and their cache: image, headers, kbuild's tools, a few
# modules and the SCMI core's source. All are of one package version, because the core's private
# headers describe the layout of exactly that build. built_kernel.sh has the kernels that
# the lab builds.

# Increment the number when kernel_unpack stores other files.
KERNEL_BASE=$LAB_CACHE/kernel-2

# The kernels of the lab.
#
# 6.12 is from bookworm-backports on both Debian 12 and 13, although trixie has a
# 6.12, too: so figures from both machines are about one build. Its kbuild tools,
# linked against bookworm's older libc, run on both. The kbuild tools of 7.2 and newer
# need trixie's libc, and their headers trixie's compiler: toolchain.sh provides both,
# on every machine.
#
# "built" has the configurations of lab/configs with which the lab can build the series.
# Debian's own 5.10 has no SCMI ("stock=no"). 6.12-armmp is the same version for 32-bit
# Arm. No newer series has such a kernel.
KERNELS='
5.10  suite=bullseye            built=gki    stock=no
6.1   suite=bookworm
6.12  suite=bookworm-backports  built=debug,modular
7.2   suite=trixie-backports    built=debug  toolchain=trixie
7.3   suite=trixie-backports    built=debug  toolchain=trixie
6.12-armmp  suite=bookworm-backports  arch=armhf
'

# kernel_names: print the names of the stock kernels on one line.
kernel_names() {
	awk 'NF && !/stock=no/ { print $1 }' <<<"$KERNELS" | xargs
}

# kernel_built_names: print the names of the kernels that the lab can build on one line.
kernel_built_names() {
	local series config

	awk 'NF { print $1 }' <<<"$KERNELS" | while read -r series; do
		for config in $(kernel_field "$series" built | tr , ' '); do
			echo "$series-$config"
		done
	done | xargs
}

# kernel_is_own KERNEL: true for a user's kernel, see own_kernel.sh.
kernel_is_own() {
	[[ $1 == own-* ]]
}

# kernel_row KERNEL: print the name of its row, without that of a configuration.
kernel_row() {
	if kernel_is_own "$1"; then
		kernel_row "$(<"$(kernel_dir "$1")/base")"
	elif [ -e "$LAB_DIR/configs/${1##*-}.config" ]; then
		printf '%s\n' "${1%-*}"
	else
		printf '%s\n' "$1"
	fi
}

# kernel_is_built KERNEL: true for the name of a kernel that the lab builds.
kernel_is_built() {
	[[ " $(kernel_built_names) " == *" $1 "* ]]
}

# kernel_has_stock SERIES
kernel_has_stock() {
	[[ " $(kernel_names) " == *" $1 "* ]]
}

# kernel_list: print all names for the help of a command.
kernel_list() {
	kernel_names | sed -e 's/ /, /g' -e 's/\(.*\),/\1 or/' -e 's/6.12/& (default)/'
}

# kernel_check KERNEL: die if the name is unknown.
kernel_check() {
	kernel_has_stock "$1" || kernel_is_built "$1" || kernel_is_own "$1" ||
		die "unknown kernel '$1' (one of: $(kernel_names) $(kernel_built_names))"
}

# kernel_field KERNEL FIELD: print a field of the kernel's row, or nothing.
kernel_field() {
	table_field "$KERNELS" "$(kernel_row "$1")" "$2"
}

# kernel_arch KERNEL: print Debian's name of its architecture.
kernel_arch() {
	local arch

	arch=$(kernel_field "$1" arch)
	echo "${arch:-arm64}"
}

# kernel_series KERNEL: print its version, such as 6.12.
kernel_series() {
	if kernel_is_own "$1"; then
		grep -o -m 1 '^[0-9]*[.][0-9]*' "$(kernel_dir "$1")/release"
	else
		echo "${1%%-*}"
	fi
}

# kernel_sources KERNEL: print the architecture and the Debian suite of KERNEL, and the
# release of its toolchain if it has one, as an argument of apt_update.
kernel_sources() {
	echo "$(kernel_arch "$1")" "$(kernel_field "$1" suite)" \
		"$(kernel_field "$1" toolchain)" | xargs
}

# kernel_dir KERNEL: print the cached kernel's folder; fails if it does not exist.
#   image, config    the image for QEMU, and its configuration
#   release          the output of uname -r
#   version          the Debian package version
#   build/           the folder to build modules against
#   modules/         the kernel's own modules that a transport needs, if it has them
#   bin/             the tools to build them, where the machine's are too old or new
#   source/          drivers/firmware/arm_scmi and drivers/hwmon/scmi-hwmon.c
# Those of own_kernel.sh are in the build folder instead, and have "base", too.
kernel_dir() {
	local current=$KERNEL_BASE/$1/current

	if kernel_is_own "$1"; then
		printf '%s\n' "$LAB_BUILD/own/$1"
		return
	fi
	[ -r "$current" ] && printf '%s\n' "$KERNEL_BASE/$1/$(<"$current")"
}

# kernel_modules KERNEL: print the files of the kernel's own modules in the cache.
kernel_modules() {
	find -L "$(kernel_dir "$1")/modules" -name '*.ko' | LC_ALL=C sort
}

# kernel_candidates SERIES ARCH: read "package version architecture" lines. For each
# version of SERIES (a regular expression) that has all packages, print the version
# and apt's names of the packages to fetch.
kernel_candidates() {
	awk -v k="$1" -v arch="$2" -v host="$(dpkg --print-architecture)" \
		-v f="-$(arch_field "$2" flavour)" '
		function add(role) { pkg[$2, role] = $1 ":" $3 "=" $2 }
		BEGIN { abi = k "[.][^-]*(-[0-9]+)?" }
		$1 ~ "^linux-source-" k "$" { add("source"); versions[$2] }
		$1 ~ "^linux-headers-" abi "-common$" { add("common") }
		$1 ~ "^linux-kbuild-" k "([.]|$)" && $3 == host { add("kbuild") }
		$3 != arch { next }
		$1 ~ "^linux-headers-" abi f "$" { add("headers") }
		# Since 7.2 the image package is empty: linux-binary has the kernel, and
		# linux-modules its modules.
		# Signed packages appear hours to days after their source.
		$1 ~ "^linux-image-" abi f "-unsigned$" { add("image4") }
		$1 ~ "^linux-image-" abi f "$" { add("image3") }
		$1 ~ "^linux-binary-unsigned-" abi f "$" { add("image2") }
		$1 ~ "^linux-binary-" abi f "$" { add("image1") }
		$1 ~ "^linux-modules-" abi f "$" { add("modules") }
		END {
			for (v in versions) {
				image = ""
				for (i = 1; !image && i <= 4; i++)
					image = pkg[v, "image" i]
				line = v " " image
				n = split("headers common kbuild source" \
					(image ~ /^linux-binary-/ ? " modules" : ""), need, " ")
				for (i = 1; image && i <= n; i++)
					if (pkg[v, need[i]])
						line = line " " pkg[v, need[i]]
					else
						image = ""
				if (image)
					print line
			}
		}'
}

# kernel_newest: read lines that start with a version, print the one with the newest.
kernel_newest() {
	local best='' line

	while read -r line; do
		if [ -z "$best" ] || dpkg --compare-versions "${line%% *}" gt "${best%% *}"; then
			best=$line
		fi
	done
	printf '%s\n' "$best"
}

# kernel_resolve KERNEL [CACHED]: read "package version architecture" lines, print the
# newest version and its packages, or nothing. Backports keep only the newest series.
# If KERNEL's series is gone, the CACHED version is still right, and else the newest
# series replaces it.
kernel_resolve() {
	local kernel=$1 cached=${2:-} available plan series arch

	available=$(cat)
	series=$(kernel_series "$kernel")
	arch=$(kernel_arch "$kernel")
	plan=$(kernel_candidates "${series//./[.]}" "$arch" <<<"$available" | kernel_newest)
	if [[ -z $plan && $cached == "$series".* ]]; then
		note "kernel $kernel is no longer available; using the cached $cached"
		plan=$cached
	elif [ -z "$plan" ]; then
		plan=$(kernel_candidates "${series%%.*}[.][0-9]+" "$arch" <<<"$available" | kernel_newest)
		[ -z "$plan" ] ||
			note "kernel $kernel is no longer available; using ${plan%% *} instead"
	fi
	printf '%s\n' "$plan"
}

# kernel_source_tar DEB: write the archive in a source package to stdout.
kernel_source_tar() {
	dpkg-deb --fsys-tarfile "$1" |
		tar -x -O --wildcards './usr/src/linux-source-*.tar.xz' |
		xz -dc -T0
}

# The parts of the source that a cached kernel has in its source/.
KERNEL_SOURCES=(drivers/firmware/arm_scmi drivers/hwmon/scmi-hwmon.c)

# kernel_extract_source DEB DIR: unpack only these parts.
kernel_extract_source() {
	local deb=$1 dir=$2

	mkdir -p "$dir"
	kernel_source_tar "$deb" |
		tar -x -C "$dir" --no-same-owner --strip-components=1 --wildcards \
			"${KERNEL_SOURCES[@]/#/linux-source-*/}"
}

# kernel_copy_source LINUX DIR: copy them from the whole source.
kernel_copy_source() {
	local linux=$1 dir=$2

	mkdir -p "$dir"
	(cd "$linux" && tar -c --exclude='*.o' "${KERNEL_SOURCES[@]}") | tar -x -C "$dir"
}

# kernel_module_names CONFIG: print the kernel's own modules that a transport needs.
# Before Linux 6.12 the OP-TEE transport is part of the core, and Debian's core is
# built in: so it cannot use the TEE subsystem, which is a module, and is left out.
kernel_module_names() {
	kernel_core_names "$1"
	! grep -q '^CONFIG_ARM_SCMI_TRANSPORT_OPTEE=m' "$1" || echo tee scmi_transport_optee
}

# kernel_core_names CONFIG: print the kernel's own modules that are the SCMI core, virtio,
# and the transports that Debian's kernels have built in, in load order. Nothing if all are
# built in.
kernel_core_names() {
	local option names

	while read -r option names; do
		! grep -q "^CONFIG_$option=m" "$1" || echo "$names"
	done <<-'END' | xargs
		VIRTIO virtio virtio_ring
		ARM_SCMI_PROTOCOL scmi-core scmi-module
		ARM_SCMI_TRANSPORT_MAILBOX scmi_transport_mailbox
		ARM_SCMI_TRANSPORT_SMC scmi_transport_smc
	END
}

# kernel_unpack_modules DEBS DIR NAME...: unpack these modules into DIR, and uncompress
# them.
kernel_unpack_modules() {
	local debs=$1 dir=$2 deb file patterns

	shift 2
	mkdir -p "$dir"
	[ $# -gt 0 ] || return 0
	mapfile -t patterns < <(printf '*/%s.ko*\n' "$@")
	for deb in "$debs"/linux-{image,modules}-*.deb; do
		[ ! -e "$deb" ] || deb_extract "$deb" "$dir.stock" "${patterns[@]}"
	done
	while read -r file; do
		case $file in
		*.xz) xz -dc "$file" >"$dir/$(basename "$file" .xz)" ;;
		*) mv "$file" "$dir/" ;;
		esac
	done < <(find "$dir.stock" -type f)
	rm -rf "$dir.stock"
}

# kernel_extra_locked KERNEL NAME DIR: download the kernel's module NAME into DIR.
kernel_extra_locked() {
	local kernel=$1 name=$2 dir=$3 version series packages debs=$3/debs

	[ ! -s "$dir/$name.ko" ] || return 0
	version=$(<"$(kernel_dir "$kernel")/version")
	series=$(kernel_series "$kernel")
	apt_update "$(kernel_sources "$kernel")" ||
		die "cannot read the package index; check this machine's apt sources"
	packages=$(apt_available "$(kernel_field "$kernel" suite)" |
		awk -v v="$version" '$2 == v' |
		kernel_candidates "${series//./[.]}" "$(kernel_arch "$kernel")" |
		grep -o 'linux-[a-z]*-[^ ]*' | grep -E '^linux-(image|modules)-' || true)
	[ -n "$packages" ] ||
		die "the modules of Linux $version are no longer available; look for a newer kernel with: lab/scmi-lab fetch --kernel $kernel"
	note "downloading $name.ko of Linux $version (up to 100 MB)"
	rm -rf "$debs"
	mkdir -p "$debs"
	# shellcheck disable=SC2086 # a list of packages
	apt_download "$debs" $packages
	kernel_unpack_modules "$debs" "$dir" "$name"
	rm -rf "$debs"
	[ -s "$dir/$name.ko" ] || die "Linux $version has no module $name"
}

# kernel_extra_module KERNEL NAME: print the file of one of the kernel's other modules,
# which is downloaded when a guest needs it. Other guests do not have it.
kernel_extra_module() {
	local dir

	dir=$(kernel_dir "$1")/extra
	with_lock "$LAB_CACHE/lock" "downloading" kernel_extra_locked "$1" "$2" "$dir" || exit 1
	printf '%s\n' "$dir/$2.ko"
}

# kernel_dir_arch DIR: print the architecture of a kernel's folder.
kernel_dir_arch() {
	if grep -q '^CONFIG_ARM64=y' "$1/config"; then echo arm64; else echo armhf; fi
}

# kernel_has_scmi CONFIG: true if the kernel itself has the SCMI core, built in or as modules.
# For another one the lab builds it, from the kernel's source.
kernel_has_scmi() {
	grep -q '^CONFIG_ARM_SCMI_PROTOCOL=' "$1"
}

# kernel_unpack DEBS DIR ARCH: fill DIR as documented at kernel_dir.
kernel_unpack() {
	local debs=$1 dir=$2 deb root=$2/root headers modules

	note "unpacking the kernel, its headers and its kbuild tools"
	for deb in "$debs"/linux-{image,binary}-*.deb; do
		[ ! -e "$deb" ] || deb_extract "$deb" "$root" '*/vmlinuz*'
	done
	for deb in "$debs"/linux-{headers,kbuild}-*.deb; do
		deb_extract "$deb" "$root"
	done
	note "unpacking drivers/firmware/arm_scmi from the kernel's source"
	kernel_extract_source "$(echo "$debs"/linux-source-*.deb)" "$dir/source"

	headers=$(echo "$root"/usr/src/linux-headers-*-"$(arch_field "$3" flavour)")
	[ -d "$headers" ] || kernel_check_unpacked "$dir"
	printf '%s\n' "${headers##*/linux-headers-}" >"$dir/release"
	find "$root" -name 'vmlinuz*' -type f -exec mv {} "$dir/image" \;
	cp "$headers/.config" "$dir/config"
	mapfile -t modules < <(kernel_module_names "$dir/config" | tr ' ' '\n')
	kernel_unpack_modules "$debs" "$dir/modules" "${modules[@]}"
	# Replace the packages' absolute paths by relative ones, so that the cache can
	# be moved.
	# shellcheck disable=SC2016 # make expands these
	sed -i -e 's|^KBUILD_OUTPUT=|KBUILD_OUTPUT := |' \
		-e 's|/usr/src/|$(dir $(abspath $(lastword $(MAKEFILE_LIST))))../|' \
		"$headers/Makefile"
	ln -sfn "root/usr/src/${headers##*/}" "$dir/build"
	kernel_check_unpacked "$dir"
}

# kernel_check_unpacked DIR: die if the packages did not have a file that the lab needs.
kernel_check_unpacked() {
	local file files=(image config build/Makefile source/drivers/hwmon/scmi-hwmon.c
		source/drivers/firmware/arm_scmi/{common,protocols}.h)

	for file in $(kernel_module_names "$1/config"); do
		files+=("modules/$file.ko")
	done
	for file in "${files[@]}"; do
		[ -s "$1/$file" ] ||
			die "the kernel's packages have another layout: $file is missing; see kernel_unpack in lab/lib/kernel.sh"
	done
}

# kernel_download KERNEL VERSION PACKAGE...: download a kernel into the cache.
kernel_download() {
	local kernel=$1 version=$2 base=$KERNEL_BASE/$1 arch tmp

	shift 2
	arch=$(kernel_arch "$kernel")
	mkdir -p "$base"
	# Remove what killed runs left behind. This run has the lock.
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	mkdir "$tmp/debs" "$tmp/kernel"
	note "downloading Linux $version for $arch (250 to 350 MB)"
	apt_download "$tmp/debs" "$@"
	kernel_unpack "$tmp/debs" "$tmp/kernel" "$arch"
	[ -z "$(kernel_field "$kernel" toolchain)" ] ||
		toolchain_unpack "$tmp/toolchain" "$tmp/kernel"
	printf '%s\n' "$version" >"$tmp/kernel/version"
	replace_dir "$tmp/kernel" "$base/$version"
	rm -rf "$tmp"
}

# kernel_fetch KERNEL: download the newest version into the cache. Updates the index
# at most once a day. Without a network the cached version is used.
kernel_fetch() {
	local kernel=$1 base=$KERNEL_BASE/$1 suite plan version packages have=''

	suite=$(kernel_field "$kernel" suite)
	! apt_is_recent "$base/current" || return 0
	[ ! -r "$base/current" ] || have=$(<"$base/current")
	if ! apt_update "$(kernel_sources "$kernel")"; then
		[ -n "$have" ] ||
			die "cannot read the package index, and no kernel $kernel is cached; check this machine's apt sources"
		note "cannot read the package index; using the cached $have"
		return 0
	fi
	plan=$(apt_available "$suite" | kernel_resolve "$kernel" "$have")
	read -r version packages <<<"$plan"
	[ -n "$version" ] ||
		die "$suite has no kernel $kernel with image, headers, kbuild and source of one version; kernel_candidates in lab/lib/kernel.sh has the names of the packages"
	# shellcheck disable=SC2086 # a list of packages
	[ -d "$base/$version" ] || kernel_download "$kernel" "$version" $packages
	printf '%s\n' "$version" >"$base/current.new"
	mv "$base/current.new" "$base/current"
}
