# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The debug kernel: the same Linux, built from Debian's source package with KASAN,
# lockdep, DEBUG_ATOMIC_SLEEP, kmemleak and similar checks (lab/debug.config). Its
# name in the cache is KERNEL-debug.

debug_kernel_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab debug-kernel [--kernel 6.12]

		Build the kernel with KASAN, lockdep, DEBUG_ATOMIC_SLEEP and kmemleak
		from Debian's source package, into the cache. This takes five minutes
		or more, and 6 GB during the build; nothing is built if the cache has a
		kernel of this source and configuration. Guests boot it with --kernel
		6.12-debug. Its reports fail the guest, like every warning in the
		kernel log.

		Example:
		  lab/scmi-lab debug-kernel
		  lab/scmi-lab exec --kernel 6.12-debug --profile wall --cpus 2 \
		      --timeout 900 --out /tmp/r -- tests/lab/guest/reload.sh
	HELP
}

# debug_kernel_source VERSION DIR: unpack the whole source of a cached kernel.
debug_kernel_source() {
	local version=$1 dir=$2 package

	package=linux-source-$(cut -d. -f1,2 <<<"$version")
	mkdir -p "$dir/deb" "$dir/linux"
	apt_download "$dir/deb" "$package:all=$version"
	note "unpacking the kernel's source"
	dpkg-deb --fsys-tarfile "$dir/deb"/*.deb |
		tar -x -O --wildcards './usr/src/linux-source-*.tar.xz' |
		xz -dc -T0 | tar -x -C "$dir/linux" --no-same-owner --strip-components=1
	rm -rf "$dir/deb"
}

# debug_kernel_make DIR TARGET...
debug_kernel_make() {
	local dir=$1

	shift
	make -s -C "$dir/linux" -j "$(nproc)" ARCH=arm64 \
		CROSS_COMPILE=aarch64-linux-gnu- "$@" >>"$dir/build.log" 2>&1 || {
		tail -n 30 "$dir/build.log" >&2
		die "the debug kernel does not build; the whole log is $dir/build.log"
	}
}

# debug_kernel_configure DIR: configure the kernel; die if an option of debug.config
# has no effect.
debug_kernel_configure() {
	local dir=$1 missing

	# Before Linux 7.3 SYSCTL has to be selected by this option.
	{ cat "$LAB_DIR/debug.config" && echo CONFIG_PROC_SYSCTL=y; } >"$dir/allconfig"
	debug_kernel_make "$dir" KCONFIG_ALLCONFIG="$dir/allconfig" allnoconfig
	missing=$(grep '^CONFIG_' "$LAB_DIR/debug.config" |
		grep -vxFf "$dir/linux/.config" || true)
	[ -z "$missing" ] ||
		die "these lines of lab/debug.config have no effect on this kernel:" "$missing"
}

# debug_kernel_modules DIR: keep the kernel's own modules that a transport needs.
debug_kernel_modules() {
	local dir=$1 name

	mkdir "$dir/modules"
	for name in $(kernel_module_names "$dir/config"); do
		find "$dir/linux" -name "$name.ko" -exec cp {} "$dir/modules/" \;
	done
}

# debug_kernel_is_current KERNEL VERSION: true if the cached debug kernel was built from
# this version with the present debug.config.
debug_kernel_is_current() {
	local dir

	dir=$(kernel_dir "$1-debug") && [ "$(<"$dir/version")" = "$2" ] &&
		cmp -s "$LAB_DIR/debug.config" "$dir/debug.config"
}

# debug_kernel_build KERNEL: build the kernel if necessary. The caller holds the lock.
debug_kernel_build() {
	local kernel=$1 stock version base=$KERNEL_BASE/$1-debug tmp

	stock=$(kernel_dir "$kernel") ||
		die "kernel $kernel is not cached; fetch it with: lab/scmi-lab fetch --kernel $kernel"
	version=$(<"$stock/version")
	! debug_kernel_is_current "$kernel" "$version" || return 0
	mkdir -p "$base"
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	apt_update "$(kernel_sources "$kernel")" || die "cannot read the package index"
	debug_kernel_source "$version" "$tmp"
	note "configuring Linux $version with lab/debug.config"
	debug_kernel_configure "$tmp"
	note "building Linux $version (five minutes or more; the log is $tmp/build.log)"
	debug_kernel_make "$tmp" Image modules

	cp "$tmp/linux/arch/arm64/boot/Image" "$tmp/image"
	cp "$tmp/linux/.config" "$tmp/config"
	cp "$LAB_DIR/debug.config" "$tmp/debug.config"
	cp "$tmp/linux/include/config/kernel.release" "$tmp/release"
	cp "$stock/version" "$tmp/version"
	ln -s linux "$tmp/build"
	cp -R "$stock/source" "$tmp/source"
	debug_kernel_modules "$tmp"
	find "$tmp/linux" -name '*.o' -delete
	replace_dir "$tmp" "$base/$version"
	printf '%s\n' "$version" >"$base/current"
}

cmd_debug_kernel() {
	local kernel=6.12

	while [ $# -gt 0 ]; do
		case $1 in
		--kernel) kernel=$(option_value "$@") && shift ;;
		--help) debug_kernel_help && return ;;
		*) usage_error "unexpected argument '$1'" ;;
		esac
		shift
	done
	[ "$(kernel_arch "$kernel")" = arm64 ] ||
		usage_error "there is a debug kernel for arm64 only"
	need_commands flex:flex bison:bison bc:bc make:make pahole:pahole \
		gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc
	with_lock "$LAB_CACHE/debug-kernel.lock" "building a debug kernel" \
		debug_kernel_build "$kernel"
	note "boot it with --kernel $kernel-debug"
}
