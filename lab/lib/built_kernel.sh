# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Kernels that the lab builds from Debian's source packages. Their configuration is
# allnoconfig with lab/configs/guest.config and a second file, by which they are named:
# SERIES-debug has KASAN, lockdep and similar checks, SERIES-gki the tracing of
# Android's kernels, SERIES-modular the SCMI core as a module. They are in the cache, as
# stock kernels are.

build_kernel_help() {
	cat <<-HELP
		Usage: lab/scmi-lab build-kernel [--kernel NAME]

		Build a kernel from Debian's source package, into the cache. Nothing
		is built if the cache has a kernel of this source and configuration.
		Guests boot it with the same --kernel.

		  --kernel NAME  SERIES-debug (6.12-debug): with KASAN, lockdep,
		                 DEBUG_ATOMIC_SLEEP and kmemleak, whose reports fail
		                 the guest; five minutes or more, 6 GB during the build.
		                 5.10-gki: kprobes, but neither types (BTF) nor
		                 fentry, as Android's; five minutes or more.
		                 6.12-modular: the SCMI core, its transports and
		                 virtio are modules; five minutes or more.
		                 One of: $(kernel_built_names)

		Examples:
		  lab/scmi-lab build-kernel
		  lab/scmi-lab exec --kernel 6.12-debug --profile wall --cpus 2 \\
		      --timeout 900 --out /tmp/r -- tests/lab/guest/reload.sh
		  lab/scmi-lab build-kernel --kernel 5.10-gki
	HELP
}

# built_source KERNEL VERSION DIR: download and unpack the whole source of a kernel.
built_source() {
	local kernel=$1 version=$2 dir=$3 package

	package=linux-source-$(cut -d. -f1,2 <<<"$version")
	mkdir -p "$dir/deb" "$dir/linux"
	apt_update "$(kernel_sources "$kernel")" || die "cannot read the package index"
	apt_download "$dir/deb" "$package:all=$version"
	note "unpacking the kernel's source"
	kernel_source_tar "$dir/deb"/*.deb |
		tar -x -C "$dir/linux" --no-same-owner --strip-components=1
	rm -rf "$dir/deb"
}

# built_make DIR TARGET...
built_make() {
	local dir=$1

	shift
	make -s -C "$dir/linux" -j "$(nproc)" ARCH=arm64 \
		CROSS_COMPILE=aarch64-linux-gnu- "$@" >>"$dir/build.log" 2>&1 || {
		tail -n 30 "$dir/build.log" >&2
		die "the kernel does not build; the whole log is $dir/build.log"
	}
}

# built_options KERNEL: print the options of its configuration. Those of the second file
# replace those of the first.
built_options() {
	local second=$LAB_DIR/configs/${1##*-}.config

	awk -F= 'NR == FNR { second[$1]; next } !/^CONFIG_/ || !($1 in second)' \
		"$second" "$LAB_DIR/configs/guest.config"
	cat "$second"
}

# built_without_effect LINUX: read options, print those that the configuration in folder
# LINUX does not have although that kernel knows them.
built_without_effect() {
	local name

	# In the best case grep finds none, which is status 1.
	{ grep '^CONFIG_' | grep -vxFf "$1/.config" || (($? == 1)); } |
		while IFS='_=' read -r _ name; do
			name=${name%=*}
			! grep -rqsE --include='Kconfig*' "^(menu)?config $name\$" "$1" ||
				printf '%s\n' "$name"
		done
}

# built_configure KERNEL DIR: configure the kernel; die if an option has no effect.
built_configure() {
	local dir=$2 ignored

	# Before Linux 7.3 SYSCTL has to be selected by this option.
	{ built_options "$1" && echo CONFIG_PROC_SYSCTL=y; } >"$dir/allconfig"
	built_make "$dir" KCONFIG_ALLCONFIG="$dir/allconfig" allnoconfig
	ignored=$(built_options "$1" | built_without_effect "$dir/linux")
	[ -z "$ignored" ] ||
		die "these options of lab/configs have no effect on this kernel:" "$ignored"
}

# built_modules DIR: keep the kernel's own modules that a transport needs.
built_modules() {
	local dir=$1 name

	mkdir "$dir/modules"
	for name in $(kernel_module_names "$dir/config"); do
		find "$dir/linux" -name "$name.ko" -exec cp {} "$dir/modules/" \;
	done
}

# built_is_current KERNEL VERSION: true if the cached kernel was built from this version
# with the present options.
built_is_current() {
	local dir

	dir=$(kernel_dir "$1") && [ "$(<"$dir/version")" = "$2" ] &&
		built_options "$1" | cmp -s - "$dir/options"
}

# built_newest SERIES: print the newest version of a source package, or nothing.
built_newest() {
	apt_available "$(kernel_field "$1" suite)" |
		awk -v package="linux-source-$1" '$1 == package { print $2 }' | kernel_newest
}

# built_version KERNEL: print the version to build: that of the cached stock kernel or,
# if Debian has none of the series, the newest source. Its index is read at most once a
# day; without a network the cached version is used.
built_version() {
	local kernel=$1 series version=

	series=$(kernel_row "$kernel")
	if kernel_has_stock "$series"; then
		kernel_dir "$series" >/dev/null ||
			die "kernel $series is not cached; fetch it with: lab/scmi-lab fetch --kernel $series"
		cat "$(kernel_dir "$series")/version"
		return
	fi
	if ! apt_is_recent "$KERNEL_BASE/$kernel/current" && apt_update "$(kernel_sources "$kernel")"; then
		version=$(built_newest "$series")
	elif [ -r "$KERNEL_BASE/$kernel/current" ]; then
		version=$(<"$KERNEL_BASE/$kernel/current")
	fi
	[ -n "$version" ] ||
		die "cannot read the package index, or $(kernel_field "$series" suite) has no linux-source-$series"
	printf '%s\n' "$version"
}

# built_build KERNEL: build the kernel if necessary. The caller holds the lock.
built_build() {
	local kernel=$1 version base=$KERNEL_BASE/$1 tmp

	version=$(with_lock "$LAB_CACHE/lock" "downloading" built_version "$kernel") || exit 1
	! built_is_current "$kernel" "$version" || return 0
	mkdir -p "$base"
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	with_lock "$LAB_CACHE/lock" "downloading" built_source "$kernel" "$version" "$tmp"
	note "configuring Linux $version with lab/configs/${kernel##*-}.config"
	built_configure "$kernel" "$tmp"
	note "building Linux $version (minutes; the log is $tmp/build.log)"
	built_make "$tmp" Image modules

	cp "$tmp/linux/arch/arm64/boot/Image" "$tmp/image"
	cp "$tmp/linux/.config" "$tmp/config"
	built_options "$kernel" >"$tmp/options"
	cp "$tmp/linux/include/config/kernel.release" "$tmp/release"
	printf '%s\n' "$version" >"$tmp/version"
	ln -s linux "$tmp/build"
	kernel_copy_source "$tmp/linux" "$tmp/source"
	built_modules "$tmp"
	find "$tmp/linux" -name '*.o' -delete
	replace_dir "$tmp" "$base/$version"
	printf '%s\n' "$version" >"$base/current"
}

cmd_build_kernel() {
	local kernel=6.12-debug

	while [ $# -gt 0 ]; do
		case $1 in
		--kernel) kernel=$(option_value "$@") && shift ;;
		--help) build_kernel_help && return ;;
		*) usage_error "unexpected argument '$1'" ;;
		esac
		shift
	done
	[[ " $(kernel_built_names) " == *" $kernel "* ]] ||
		usage_error "invalid value '$kernel' for --kernel (one of: $(kernel_built_names))"
	need_commands flex:flex bison:bison bc:bc make:make pahole:pahole \
		gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc
	with_lock "$LAB_CACHE/build-$kernel.lock" "building this kernel" built_build "$kernel"
	note "boot it with --kernel $kernel"
}
