# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Programs of Debian packages for the guest: arm64, of the release of its other
# programs, with all libraries that they need. They are part of the job, so that
# guests without them do not change.

PROGRAMS_BASE=$LAB_CACHE/programs

# programs_current PACKAGE: print the file that names the folder of the package.
programs_current() {
	printf '%s\n' "$PROGRAMS_BASE/$1-$APT_GUEST_SUITE"
}

# programs_download PACKAGE DEST: unpack the package and all that it depends on.
programs_download() {
	local package=$1 dest=$2 tmp deb

	tmp=$(mktemp -d "$PROGRAMS_BASE/tmp.XXXXXX")
	note "downloading $package and its libraries for arm64"
	# As on an arm64 machine, so that scripts for any architecture are found.
	apt_download_all "$tmp/debs" -t "$APT_GUEST_SUITE" -o APT::Architecture=arm64 \
		-o APT::Architectures=arm64 "$package:arm64" ||
		die "cannot download the package $package; see the messages above"
	for deb in "$tmp"/debs/*.deb; do
		deb_extract "$deb" "$tmp/root"
	done
	# Files that only take time to unpack in the guest.
	rm -rf "$tmp"/root/{etc,sbin,var,usr/{include,sbin,share}} \
		"$tmp"/root/usr/lib/{*/{gconv,perl,perl-base},python3*}
	replace_dir "$tmp/root" "$dest"
	rm -rf "$tmp"
}

# programs_fetch PACKAGE SOURCES: download the package unless it is in the cache. SOURCES
# are those of the kernel.
programs_fetch() {
	local package=$1 current version

	current=$(programs_current "$package")
	[ ! -r "$current" ] || return 0
	apt_update "$2" || die "cannot read the package index; check this machine's apt sources"
	version=$(apt_candidate "$package:arm64")
	[ -n "$version" ] || die "$APT_GUEST_SUITE has no package $package for arm64"
	rm -rf "$PROGRAMS_BASE"/tmp.*
	mkdir -p "$PROGRAMS_BASE"
	programs_download "$package" "$PROGRAMS_BASE/$package.root"
	printf '%s\n' "$package.root" >"$current"
}

# programs_add PACKAGE DIR: copy the package's programs, from the cache, into DIR.
programs_add() {
	local package=$1

	need_commands apt:apt-get dpkg:dpkg-deb xz-utils:xz
	with_lock "$LAB_CACHE/lock" "downloading" programs_fetch "$package" \
		"$(kernel_sources "${GUEST[kernel]}")"
	cp -a "$PROGRAMS_BASE/$(<"$(programs_current "$package")")/." "$2"
}
