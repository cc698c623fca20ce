# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Stock Debian arm64 kernels: which there are, and the cache of what the lab
# needs of each: image, headers, kbuild's tools, and the SCMI core's source, all
# of one and the same package version, because the core's private headers
# describe the layout of that very build.

# The number changes with what kernel_unpack keeps of a kernel.
KERNEL_BASE=$LAB_CACHE/kernel-1

# kernel_suite KERNEL: the Debian suite that KERNEL is taken from.
#
# 6.12 is bookworm-backports' on Debian 12 and 13 alike, although trixie has a
# 6.12 of its own: so figures from both machines are about one build, and its
# kbuild tools, linked against bookworm's older libc, run on either.
kernel_suite() {
	case ${1%-debug} in
	6.12) echo bookworm-backports ;;
	*) die "kernel $1 is not in the lab; there is: 6.12" ;;
	esac
}

# kernel_dir KERNEL: the cached kernel's folder; fails if there is none.
#   image, config    what QEMU boots, and how it was configured
#   release          what uname -r prints there
#   version          the Debian package version
#   build/           the folder to build modules against
#   source/          drivers/firmware/arm_scmi and drivers/hwmon/scmi-hwmon.c
kernel_dir() {
	local current=$KERNEL_BASE/$1/current

	[ -r "$current" ] && printf '%s\n' "$KERNEL_BASE/$1/$(<"$current")"
}

# kernel_resolve KERNEL: read "package version architecture" lines and print
# the packages to fetch, as apt takes them, of the newest version that has all.
kernel_resolve() {
	awk -v k="${1//./[.]}" -v host="$(dpkg --print-architecture)" '
		function add(role) { pkg[$2, role] = $1 ":" $3 "=" $2 }
		$1 ~ "^linux-source-" k "$" { add("source"); versions[$2] }
		$1 ~ "^linux-headers-" k "[.][^-]*-common$" { add("common") }
		$1 ~ "^linux-kbuild-" k && $3 == host { add("kbuild") }
		$3 != "arm64" { next }
		$1 ~ "^linux-image-" k "[.][^-]*-arm64$" { add("image") }
		# The signed image lags behind its source by hours to days.
		$1 ~ "^linux-image-" k "[.][^-]*-arm64-unsigned$" { add("unsigned") }
		$1 ~ "^linux-headers-" k "[.][^-]*-arm64$" { add("headers") }
		END {
			n = split("headers common kbuild source", need, " ")
			for (v in versions) {
				image = pkg[v, "image"]
				if (!image)
					image = pkg[v, "unsigned"]
				line = v " " image
				for (i = 1; image && i <= n; i++)
					if (pkg[v, need[i]])
						line = line " " pkg[v, need[i]]
					else
						image = ""
				if (image)
					print line
			}
		}' | while read -r version packages; do
		if [ -z "${best:-}" ] || dpkg --compare-versions "$version" gt "$best"; then
			best=$version
			printf '%s %s\n' "$version" "$packages"
		fi
	done | tail -n 1
}

# kernel_extract_source DEB DIR: of the whole kernel's source only the SCMI
# core and its one hwmon client are wanted.
kernel_extract_source() {
	local deb=$1 dir=$2

	mkdir -p "$dir"
	dpkg-deb --fsys-tarfile "$deb" |
		tar -x -O --wildcards './usr/src/linux-source-*.tar.xz' |
		xz -dc -T0 |
		tar -x -C "$dir" --no-same-owner --strip-components=1 --wildcards \
			'linux-source-*/drivers/firmware/arm_scmi/*' \
			'linux-source-*/drivers/hwmon/scmi-hwmon.c'
}

# kernel_unpack DEBS DIR: fill DIR, as kernel_dir documents it.
kernel_unpack() {
	local debs=$1 dir=$2 deb root=$2/root release headers common

	note "unpacking the kernel, its headers and its kbuild tools"
	for deb in "$debs"/linux-image-*.deb; do
		deb_extract "$deb" "$root" './boot/vmlinuz-*' './boot/config-*'
	done
	for deb in "$debs"/linux-{headers,kbuild}-*.deb; do
		deb_extract "$deb" "$root"
	done
	note "unpacking drivers/firmware/arm_scmi from the kernel's source"
	kernel_extract_source "$(echo "$debs"/linux-source-*.deb)" "$dir/source"

	release=$(cd "$root/boot" && echo vmlinuz-*)
	release=${release#vmlinuz-}
	printf '%s\n' "$release" >"$dir/release"
	mv "$root/boot/vmlinuz-$release" "$dir/image"
	mv "$root/boot/config-$release" "$dir/config"

	headers=$root/usr/src/linux-headers-$release
	common=$(cd "$root/usr/src" && echo linux-headers-*-common)
	# The one absolute path in the packages; a relative one lets the cache move.
	sed -i "s|/usr/src/$common|\$(dir \$(abspath \$(lastword \$(MAKEFILE_LIST))))../$common|" \
		"$headers/Makefile"
	ln -sfn "root/usr/src/linux-headers-$release" "$dir/build"
}

# kernel_download KERNEL VERSION PACKAGE...: put a kernel into the cache.
kernel_download() {
	local kernel=$1 version=$2 base=$KERNEL_BASE/$1 tmp

	shift 2
	mkdir -p "$base"
	# Left behind by runs that were killed; the lock is ours.
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	mkdir "$tmp/debs" "$tmp/kernel"
	note "downloading Linux $version for arm64 (about 250 MB)"
	apt_download "$tmp/debs" "$@"
	kernel_unpack "$tmp/debs" "$tmp/kernel"
	printf '%s\n' "$version" >"$tmp/kernel/version"
	replace_dir "$tmp/kernel" "$base/$version"
	rm -rf "$tmp"
}

# kernel_fetch KERNEL: have the newest version in the cache, asking the index at
# most once a day; without a network the one that is there will do.
kernel_fetch() {
	local kernel=$1 base=$KERNEL_BASE/$1 suite plan version packages have=''

	suite=$(kernel_suite "$kernel")
	! apt_is_recent "$base/current" || return 0
	[ ! -r "$base/current" ] || have=$(<"$base/current")
	if ! apt_update "$suite"; then
		[ -n "$have" ] ||
			die "cannot read the package index, and no kernel $kernel is cached; check this machine's apt sources"
		note "cannot read the package index; going on with the cached $have"
		return 0
	fi
	plan=$(apt_available "$suite" | kernel_resolve "$kernel")
	read -r version packages <<<"$plan"
	[ -n "$version" ] ||
		die "$suite has no kernel $kernel with image, headers, kbuild and source of one version"
	# shellcheck disable=SC2086 # a list of packages
	[ -d "$base/$version" ] || kernel_download "$kernel" "$version" $packages
	printf '%s\n' "$version" >"$base/current.new"
	mv "$base/current.new" "$base/current"
}
