# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The architectures of the guests and of scripts/static, by Debian's names. Debian's armhf
# kernel has no SCMI: lib/modules.sh builds the core as modules there.
#   flavour  of Debian's kernel packages
#   triplet  of the compiler's commands and the library folders
#   kbuild   ARCH of the kernel's build
#   cpu      QEMU's processor
#   virt     options of QEMU's machine "virt"; a kernel without LPAE reaches 4 GiB

ARCHES='
arm64  flavour=arm64  triplet=aarch64-linux-gnu    kbuild=arm64  cpu=cortex-a53
armhf  flavour=armmp  triplet=arm-linux-gnueabihf  kbuild=arm    cpu=cortex-a15  virt=highmem=off
amd64                  triplet=x86_64-linux-gnu
'

# arch_field ARCH FIELD: print a field of the architecture's row, or nothing.
arch_field() {
	table_field "$ARCHES" "$1" "$2"
}

# arch_compiler_package ARCH: print the package with the compiler for ARCH.
arch_compiler_package() {
	if [ "$1" = "$(dpkg --print-architecture)" ]; then
		echo gcc
	else
		echo "gcc-$(arch_field "$1" triplet | tr _ -)"
	fi
}

# arch_need_compiler ARCH: die unless the cross compiler is installed.
arch_need_compiler() {
	local triplet

	triplet=$(arch_field "$1" triplet)
	need_commands "$(arch_compiler_package "$1"):$triplet-gcc"
}
