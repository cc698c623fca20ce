# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The firmware behind the SMC transport (reference-transport/firmware), with the same
# platform as the modules, for the bare machine.

# No floating point, no unaligned access: the MMU is off. No atomic instructions that
# a Cortex-A53 lacks.
FIRMWARE_CFLAGS=(-O2 -std=gnu11 -Wall -Wextra -Wmissing-prototypes -Werror
	-ffreestanding -fno-pic -mcpu=cortex-a53 -mgeneral-regs-only -mstrict-align
	-mno-outline-atomics -fno-stack-protector -fno-tree-loop-distribute-patterns
	-fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections
	"-ffile-prefix-map=$LAB_TOP=.")
FIRMWARE_LDFLAGS=(-nostdlib -static -no-pie -z noexecstack
	"-Wl,--build-id=none,--gc-sections,--no-warn-rwx-segments")

# firmware_build OUTPUT: build the firmware as an ELF file.
firmware_build() {
	local dir=$LAB_TOP/reference-transport log=$1.log

	need_commands gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc
	aarch64-linux-gnu-gcc "${FIRMWARE_CFLAGS[@]}" "${FIRMWARE_LDFLAGS[@]}" \
		-T "$dir/firmware/firmware.ld" "$dir"/firmware/{start.S,*.c} \
		"$dir"/platform/*.c -o "$1" >"$log" 2>&1 || {
		cat "$log" >&2
		die "the firmware does not build; see the messages above"
	}
}

# firmware_qemu_args: print the arguments that start the first processor in the
# firmware, one per line. It continues with QEMU's own first instructions of Linux.
firmware_qemu_args() {
	printf '%s\n' -device "loader,file=$LAB_WORK/firmware.elf,cpu-num=0"
}

# firmware_hide_cpu DTB NUMBER: remove the firmware's own processor from a device tree.
firmware_hide_cpu() {
	fdtput -r "$1" "/cpus/cpu@$2" /cpus/cpu-map
}
