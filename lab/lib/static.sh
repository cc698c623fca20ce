# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The guest's programs: static libraries and busybox for its architecture, of one Debian
# release on every machine, and the static scmi-perf. scripts/static uses it, too, with
# other values of the variables.

# The libraries that scmi-perf links, their dependencies, and the guest's shell.
# The C library comes with the cross compiler.
STATIC_PACKAGES=(libbpf-dev libelf-dev zlib1g-dev libjansson-dev libncurses-dev
	libtraceevent-dev busybox-static)
# scmi-perf, and the programs of the benchmark and the tests.
STATIC_PROGRAMS=(loader/scmi-perf tests/bench/empty-probes tests/lab/verify-programs
	tests/lab/without-bpf tests/lab/on-terminal)
# Meson's options. A deterministic guest's figures depend on the bytes of its programs:
# they must not change with every commit.
STATIC_OPTIONS='commit = false'
STATIC_BUILTIN='werror = true'
STATIC_CFLAGS=
STATIC_LDFLAGS=

# static_current ARCH: print the file that names the folder with the unpacked packages.
# Another list of packages has another file.
static_current() {
	printf '%s\n' "$LAB_CACHE/$1/current-$(sha256sum <<<"$APT_GUEST_SUITE ${STATIC_PACKAGES[*]}" | cut -c1-12)"
}

# static_root ARCH: print the folder with the unpacked packages; fails if it does not
# exist.
static_root() {
	local current

	current=$(static_current "$1")
	[ -r "$current" ] && printf '%s\n' "$LAB_CACHE/$1/$(<"$current")"
}

# static_download ARCH DEST PACKAGE...
static_download() {
	local arch=$1 dest=$2 base=$LAB_CACHE/$1 tmp deb

	shift 2
	# Remove what killed runs left behind. This run has the lock.
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	mkdir "$tmp/debs"
	note "downloading static libraries for $arch (about 6 MB)"
	apt_download "$tmp/debs" "$@"
	for deb in "$tmp"/debs/*.deb; do
		deb_extract "$deb" "$tmp/root"
	done
	replace_dir "$tmp/root" "$dest"
	rm -rf "$tmp"
}

# static_fetch ARCH SOURCES: download the packages into the cache if the index, which is
# updated at most once a day, has newer ones. SOURCES are those of the kernel: the
# same update reads its index.
static_fetch() {
	local arch=$1 base=$LAB_CACHE/$1 current package version key plan=()

	current=$(static_current "$arch")
	! apt_is_recent "$current" || return 0
	if ! apt_update "$2"; then
		[ -r "$current" ] ||
			die "cannot read the package index, and no $arch libraries are cached; check this machine's apt sources"
		return 0
	fi
	for package in "${STATIC_PACKAGES[@]}"; do
		version=$(apt_candidate "$package:$arch")
		[ -n "$version" ] || die "$APT_GUEST_SUITE has no $package for $arch"
		plan+=("$package:$arch=$version")
	done
	mkdir -p "$base"
	key=$APT_GUEST_SUITE-$(printf '%s\n' "${plan[@]}" | sha256sum | cut -c1-12)
	[ -d "$base/$key" ] || static_download "$arch" "$base/$key" "${plan[@]}"
	printf '%s\n' "$key" >"$current.new"
	mv "$current.new" "$current"
}

# static_cross_base ARCH: print the name of the cross file with the compiler.
static_cross_base() {
	printf '%s\n' "$LAB_TOP/contrib/cross/$1.ini"
}

# static_cross_file ARCH: print a Meson cross file for static programs with the
# libraries of static_root. It follows the one with the compiler.
static_cross_file() {
	local root triplet

	root=$(static_root "$1")
	triplet=$(arch_field "$1" triplet)

	cat <<-EOF
		# Written by lab/scmi-lab, for the compiler of
		# $(sha256sum <"$(static_cross_base "$1")")

		[project options]
		$STATIC_OPTIONS

		[properties]
		pkg_config_libdir = ['$root/usr/lib/$triplet/pkgconfig', '$root/usr/share/pkgconfig']
		sys_root = '$root'

		[built-in options]
		c_args = [$STATIC_CFLAGS'-isystem', '$root/usr/include', '-isystem', '$root/usr/include/$triplet', '-ffile-prefix-map=$root=']
		c_link_args = ['-static', $STATIC_LDFLAGS'-Wl,--gc-sections', '-L$root/usr/lib/$triplet']
		prefer_static = true
		$STATIC_BUILTIN
		# -static and -pie exclude each other.
		b_pie = false
	EOF
}

# static_build_locked ARCH
static_build_locked() {
	local arch=$1 dir=$LAB_BUILD/$1 cross=$LAB_BUILD/$1.cross log=$LAB_BUILD/$1.log
	local program targets=()

	static_cross_file "$arch" >"$cross.new"
	# With another cross file, nothing of the old build can be used.
	cmp -s "$cross.new" "$cross" || rm -rf "$dir"
	mv "$cross.new" "$cross"
	if [ ! -f "$dir/build.ninja" ]; then
		note "configuring scmi-perf for $arch"
		meson setup "$dir" "$LAB_TOP" --cross-file "$(static_cross_base "$arch")" \
			--cross-file "$cross" >"$log" 2>&1 || {
			cat "$log" >&2
			rm -rf "$dir"
			die "cannot configure scmi-perf for $arch; see the messages above"
		}
	fi
	# Update the build file first, because the query below reads it.
	ninja --quiet -C "$dir" build.ninja >"$log" 2>&1 || {
		cat "$log" >&2
		die "cannot configure scmi-perf for $arch; see the messages above"
	}
	for program in "${STATIC_PROGRAMS[@]}"; do
		! ninja -C "$dir" -t query "$program" >/dev/null 2>&1 ||
			targets+=("$program")
	done
	ninja --quiet -C "$dir" "${targets[@]}" >"$log" 2>&1 || {
		cat "$log" >&2
		die "scmi-perf does not build for $arch; see the messages above"
	}
}

# static_build ARCH: build the static programs in $LAB_BUILD/ARCH.
static_build() {
	arch_need_compiler "$1"
	need_commands meson:meson ninja-build:ninja pkg-config:pkg-config
	with_lock "$LAB_BUILD/$1.lock" "building scmi-perf for $1" static_build_locked "$1"
}
