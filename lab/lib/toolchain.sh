# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The compiler and the C library of another Debian release, for a kernel whose
# modules cannot be built with the machine's. They are unpacked beside the kernel's
# headers and kbuild tools, not installed. Each program is replaced by a script that
# runs it with that release's dynamic loader: this needs neither root nor chroot, and
# finds the libraries in every cache folder.

TOOLCHAIN_PACKAGES=(gcc-aarch64-linux-gnu pahole)

# toolchain_wrapper LOADER: print the script for a program that is beside it as .elf.
# LOADER is a path relative to the folder that everything is unpacked in.
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

# toolchain_programs ROOT: print the programs that need the dynamic loader.
toolchain_programs() {
	local file

	find "$1"/usr/{bin,lib/gcc-cross,libexec,lib/linux-kbuild-*} -type f -perm -100 |
		while read -r file; do
			! readelf -lW "$file" 2>/dev/null | grep 'program interpreter' >/dev/null ||
				printf '%s\n' "$file"
		done
}

# toolchain_unpack DEBS KERNEL_DIR: fetch the packages into DEBS, unpack them in the
# kernel's root/, and link their programs into its bin/.
toolchain_unpack() {
	local debs=$1 dir=$2 root=$2/root deb loader file

	note "downloading the compiler for this kernel (about 50 MB)"
	apt_download_all "$debs" "${TOOLCHAIN_PACKAGES[@]}" ||
		die "cannot download the packages ${TOOLCHAIN_PACKAGES[*]}; see the messages above"
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
