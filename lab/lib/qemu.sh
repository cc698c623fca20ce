# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The QEMU of a guest. All figures of this project are from the machine's own. A device
# behind vhost-user needs QEMU 8.1, which Debian 12 has in its backports: that program is
# unpacked in the cache, beside the kernels. It runs with the libraries that the
# machine's own QEMU needs, too. SCMI_LAB_QEMU is another program, for all guests.

QEMU_BASE=$LAB_CACHE/qemu-1
QEMU=${SCMI_LAB_QEMU:-qemu-system-aarch64}
# Guests start in a folder of their own.
[[ $QEMU != */* ]] || QEMU=$(realpath -m "$QEMU")

# qemu_has PROGRAM DEVICE: true if the program starts and has the device. QEMU 7.2 ends
# with status 0 even if it does not have it.
qemu_has() {
	"$1" -device "$2,help" 2>/dev/null | grep "^$2 options" >/dev/null
}

# qemu_check DEVICE: die if the user's own choice of QEMU does not have the device.
qemu_check() {
	[ -z "${SCMI_LAB_QEMU:-}" ] || qemu_has "$QEMU" "$1" ||
		die "SCMI_LAB_QEMU: '$SCMI_LAB_QEMU' has no device '$1': QEMU 8.1 or newer is needed"
}

# qemu_download SUITE DEST: unpack the newest QEMU of the suite into DEST.
qemu_download() {
	local suite=$1 dest=$2 tmp version host

	host=$(dpkg --print-architecture)
	apt_update "arm64 $suite" ||
		die "cannot read the package index; check this machine's apt sources"
	version=$(apt_available "$suite" |
		awk -v host="$host" '$1 == "qemu-system-arm" && $3 == host { v = $2 } END { print v }')
	[ -n "$version" ] ||
		die "$suite has no package qemu-system-arm; set SCMI_LAB_QEMU to a QEMU 8.1 or newer"
	rm -rf "$QEMU_BASE"/tmp.*
	mkdir -p "$QEMU_BASE"
	tmp=$(mktemp -d "$QEMU_BASE/tmp.XXXXXX")
	note "downloading QEMU $version (10 MB)"
	apt_download "$tmp" "qemu-system-arm:$host=$version"
	deb_extract "$(echo "$tmp"/*.deb)" "$tmp/root" ./usr/bin/qemu-system-aarch64
	replace_dir "$tmp/root" "$dest"
	rm -rf "$tmp"
}

# qemu_fetch SUITE DEST: download it, unless another run has just done so.
qemu_fetch() {
	[ -d "$2" ] || qemu_download "$1" "$2"
}

# qemu_select DEVICE: set QEMU to a program that has the device: the machine's own, or
# else that of the backports of its release.
qemu_select() {
	local suite dir

	qemu_check "$1"
	! qemu_has "$QEMU" "$1" || return 0
	suite=$(apt_host_codename)-backports
	dir=$QEMU_BASE/$suite
	[ -d "$dir" ] || with_lock "$LAB_CACHE/lock" "downloading" qemu_fetch "$suite" "$dir"
	QEMU=$dir/usr/bin/qemu-system-aarch64
	qemu_has "$QEMU" "$1" ||
		die "the QEMU of $suite does not run here or has no device '$1': $("$QEMU" --version 2>&1 | head -n 1)"
	note "QEMU of $suite (cached)"
}
