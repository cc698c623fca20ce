# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab fetch and build: download and build all parts of a guest.

fetch_help() {
	cat <<-HELP
		Usage: lab/scmi-lab fetch [--kernel VERSION]

		Download a stock Debian kernel, its headers, kbuild tools and
		source, all of one version, a compiler if the machine's cannot build
		for it, its libraries and busybox, into the cache. Mirrors and
		proxies are those of this machine's apt; signatures are checked
		against debian-archive-keyring. The package index is updated at most
		once a day; without a network the cached version is used.

		  --kernel VERSION  $(kernel_list)

		Example:
		  lab/scmi-lab fetch
	HELP
}

fetch_locked() {
	kernel_is_built "$1" || kernel_is_own "$1" || kernel_fetch "$1"
	static_fetch "$(kernel_arch "$1")" "$(kernel_sources "$1")"
}

# fetch KERNEL: look for newer versions, unless that was done recently.
fetch() {
	kernel_check "$1"
	need_commands apt:apt-get dpkg:dpkg-deb xz-utils:xz
	with_lock "$LAB_CACHE/lock" "downloading" fetch_locked "$1"
}

# fetch_missing KERNEL: fetch what was never fetched. Other commands only do this, so
# that they need no network and the kernel changes only on request.
fetch_missing() {
	kernel_check "$1"
	if kernel_is_built "$1" && ! kernel_dir "$1" >/dev/null; then
		die "kernel $1 is not built yet; build it with: lab/scmi-lab build-kernel --kernel $1"
	fi
	if ! kernel_dir "$1" >/dev/null || ! static_root "$(kernel_arch "$1")" >/dev/null; then
		fetch "$1"
	fi
	note "kernel $1: $(<"$(kernel_dir "$1")/version")$(kernel_is_own "$1" || echo ' (cached)')"
}

cmd_fetch() {
	local kernel=6.12

	while [ $# -gt 0 ]; do
		case $1 in
		--kernel) kernel=$(option_value "$@") && shift ;;
		--help) fetch_help && return ;;
		*) usage_error "unexpected argument '$1'" ;;
		esac
		shift
	done
	! kernel_is_built "$kernel" ||
		usage_error "kernel '$kernel' is built, not fetched: lab/scmi-lab build-kernel --kernel $kernel"
	fetch "$kernel"
	note "kernel $kernel: $(<"$(kernel_dir "$kernel")/version"), in $LAB_CACHE"
}

build_help() {
	cat <<-HELP
		Usage: lab/scmi-lab build [--kernel VERSION] [--sparse] [--modules-only]

		Build reference-transport/ and scmi-perf for the kernel, and the
		guest's initramfs. Other commands do the same when they need it.
		Warnings in the modules are errors.

		  --kernel VERSION  $(kernel_list)
		  --sparse          check the modules with sparse; its warnings are errors
		  --modules-only    build neither scmi-perf nor the initramfs

		Example:
		  lab/scmi-lab build --modules-only --sparse
	HELP
}

cmd_build() {
	local kernel=6.12 modules_only='' sparse=''

	while [ $# -gt 0 ]; do
		case $1 in
		--kernel) kernel=$(option_value "$@") && shift ;;
		--sparse) sparse=1 ;;
		--modules-only) modules_only=1 ;;
		--help) build_help && return ;;
		*) usage_error "unexpected argument '$1'" ;;
		esac
		shift
	done
	fetch_missing "$kernel"
	modules_build "$kernel"
	[ -z "$sparse" ] || modules_sparse "$kernel"
	note "modules: $(modules_list "$kernel" | xargs)"
	[ -z "$modules_only" ] || return 0
	static_build "$(kernel_arch "$kernel")"
	note "scmi-perf: $LAB_BUILD/$(kernel_arch "$kernel")/loader/scmi-perf"
	image_build "$kernel"
	note "initramfs: $LAB_BUILD/image/$kernel.cpio.gz"
}
