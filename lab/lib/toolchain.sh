# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The compiler and the C library of another Debian release, for a kernel whose
# modules cannot be built with the machine's: unpacked beside the kernel's headers
# and kbuild tools, and nothing of it installed. Each program becomes a script that
# runs it by that release's own dynamic loader, so it needs neither root nor a
# change of the root folder, and finds its own libraries wherever the cache lies.

TOOLCHAIN_PACKAGES=(gcc-aarch64-linux-gnu pahole)

# toolchain_wrapper LOADER: the script, for a program that is beside it as .elf.
# LOADER is a path from the root folder that all is unpacked in.
toolchain_wrapper() {
	cat <<-WRAPPER
		#!/bin/sh
		# Written by lab/scmi-lab.
		self=\$(readlink -f "\$0")
		root=\${self%/usr/*}
		exec "\$root/$1" --library-path "\$root/${1%/*}" \\
			--argv0 "\$self" "\$self.elf" "\$@"
	WRAPPER
}

# toolchain_programs ROOT: those that need the dynamic loader.
toolchain_programs() {
	local file

	find "$1"/usr/{bin,lib/gcc-cross,libexec,lib/linux-kbuild-*} -type f -perm -100 |
		while read -r file; do
			! readelf -lW "$file" 2>/dev/null | grep -q 'program interpreter' ||
				printf '%s\n' "$file"
		done
}

# toolchain_unpack DEBS KERNEL_DIR: fetch the packages into DEBS and put them into
# the kernel's root/, their programs into its bin/.
toolchain_unpack() {
	local debs=$1 dir=$2 root=$2/root deb loader file

	note "downloading a compiler for it (about 50 MB)"
	apt_download_all "$debs" "${TOOLCHAIN_PACKAGES[@]}" ||
		die "cannot download ${TOOLCHAIN_PACKAGES[*]}; see the messages above"
	for deb in "$debs"/*.deb; do
		deb_extract "$deb" "$root"
	done
	loader=$(cd "$root" && echo usr/lib/*/ld-linux*.so.*)
	[ -f "$root/$loader" ] || die "the compiler's C library has no loader ($loader)"
	toolchain_programs "$root" | while read -r file; do
		mv "$file" "$file.elf"
		toolchain_wrapper "$loader" >"$file"
		chmod +x "$file"
	done
	mkdir "$dir/bin"
	for file in "$root"/usr/bin/{aarch64-linux-gnu-*,pahole}; do
		[[ $file == *.elf ]] || ln -s "../root/usr/bin/${file##*/}" "$dir/bin/"
	done
}
