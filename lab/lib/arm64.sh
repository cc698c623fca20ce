# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The guest's programs: static arm64 libraries and busybox, of one Debian release
# on every machine, and the static scmi-perf.

# The libraries that scmi-perf links, their dependencies, and the guest's shell.
# The C library comes with the cross compiler.
ARM64_PACKAGES=(libbpf-dev libelf-dev zlib1g-dev libjansson-dev libncurses-dev
	libtraceevent-dev busybox-static)
ARM64_BASE=$LAB_CACHE/arm64
# scmi-perf, and the programs of the benchmark and the tests.
ARM64_PROGRAMS=(loader/scmi-perf tests/bench/empty-probes tests/lab/verify-programs
	tests/lab/without-bpf)
# This file names the folder with the unpacked packages. Another list of packages has
# another file.
ARM64_CURRENT=$ARM64_BASE/current-$(sha256sum <<<"$APT_GUEST_SUITE ${ARM64_PACKAGES[*]}" | cut -c1-12)

# arm64_root: print the folder with the unpacked packages; fails if it does not exist.
arm64_root() {
	[ -r "$ARM64_CURRENT" ] && printf '%s\n' "$ARM64_BASE/$(<"$ARM64_CURRENT")"
}

arm64_download() {
	local dest=$1 tmp deb

	shift
	# Remove what killed runs left behind. This run has the lock.
	rm -rf "$ARM64_BASE"/tmp.*
	tmp=$(mktemp -d "$ARM64_BASE/tmp.XXXXXX")
	mkdir "$tmp/debs"
	note "downloading static libraries and busybox for arm64 (about 6 MB)"
	apt_download "$tmp/debs" "$@"
	for deb in "$tmp"/debs/*.deb; do
		deb_extract "$deb" "$tmp/root"
	done
	replace_dir "$tmp/root" "$dest"
	rm -rf "$tmp"
}

# arm64_fetch SOURCES: download the packages into the cache if the index, which is
# updated at most once a day, has newer ones. SOURCES are those of the kernel: the
# same update reads its index.
arm64_fetch() {
	local package version key plan=()

	! apt_is_recent "$ARM64_CURRENT" || return 0
	if ! apt_update "$1"; then
		[ -r "$ARM64_CURRENT" ] ||
			die "cannot read the package index, and no arm64 libraries are cached; check this machine's apt sources"
		return 0
	fi
	for package in "${ARM64_PACKAGES[@]}"; do
		version=$(apt_candidate "$package:arm64")
		[ -n "$version" ] || die "$APT_GUEST_SUITE has no $package for arm64"
		plan+=("$package:arm64=$version")
	done
	mkdir -p "$ARM64_BASE"
	key=$APT_GUEST_SUITE-$(printf '%s\n' "${plan[@]}" | sha256sum | cut -c1-12)
	[ -d "$ARM64_BASE/$key" ] || arm64_download "$ARM64_BASE/$key" "${plan[@]}"
	printf '%s\n' "$key" >"$ARM64_CURRENT.new"
	mv "$ARM64_CURRENT.new" "$ARM64_CURRENT"
}

# arm64_cross_file ROOT: print a Meson cross file for static programs with ROOT's
# libraries.
arm64_cross_file() {
	local root=$1

	cat <<-EOF
		# Written by lab/scmi-lab.
		[binaries]
		c = 'aarch64-linux-gnu-gcc'
		ar = 'aarch64-linux-gnu-gcc-ar'
		strip = 'aarch64-linux-gnu-strip'
		# Meson before 1.3 does not know the name pkg-config.
		pkgconfig = 'pkg-config'

		[project options]
		# A deterministic guest's figures depend on the bytes of its programs.
		# They must not change with every commit.
		commit = false

		[properties]
		pkg_config_libdir = ['$root/usr/lib/aarch64-linux-gnu/pkgconfig', '$root/usr/share/pkgconfig']
		sys_root = '$root'

		[built-in options]
		c_args = ['-isystem', '$root/usr/include', '-isystem', '$root/usr/include/aarch64-linux-gnu', '-ffile-prefix-map=$root=']
		c_link_args = ['-static', '-L$root/usr/lib/aarch64-linux-gnu']
		prefer_static = true
		# -static and -pie exclude each other.
		b_pie = false

		[host_machine]
		system = 'linux'
		cpu_family = 'aarch64'
		cpu = 'cortex-a53'
		endian = 'little'
	EOF
}

arm64_build_locked() {
	local dir=$LAB_BUILD/arm64 cross=$LAB_BUILD/arm64.cross log=$LAB_BUILD/arm64.log
	local program targets=()

	arm64_cross_file "$(arm64_root)" >"$cross.new"
	# With another cross file, nothing of the old build can be used.
	cmp -s "$cross.new" "$cross" || rm -rf "$dir"
	mv "$cross.new" "$cross"
	if [ ! -f "$dir/build.ninja" ]; then
		note "configuring scmi-perf for arm64"
		meson setup "$dir" "$LAB_TOP" --cross-file "$cross" >"$log" 2>&1 || {
			cat "$log" >&2
			rm -rf "$dir"
			die "cannot configure scmi-perf for arm64; see the messages above"
		}
	fi
	# Update the build file first, because the query below reads it.
	ninja --quiet -C "$dir" build.ninja >"$log" 2>&1 || {
		cat "$log" >&2
		die "cannot configure scmi-perf for arm64; see the messages above"
	}
	for program in "${ARM64_PROGRAMS[@]}"; do
		! ninja -C "$dir" -t query "$program" >/dev/null 2>&1 ||
			targets+=("$program")
	done
	ninja --quiet -C "$dir" "${targets[@]}" >"$log" 2>&1 || {
		cat "$log" >&2
		die "scmi-perf does not build for arm64; see the messages above"
	}
}

# arm64_build: build the static arm64 programs in $LAB_BUILD/arm64.
arm64_build() {
	need_commands gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc meson:meson \
		ninja-build:ninja pkg-config:pkg-config
	with_lock "$LAB_BUILD/arm64.lock" "building scmi-perf for arm64" arm64_build_locked
}
