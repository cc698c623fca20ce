# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The transports a guest can have: for each the modules, in the order in which
# they are loaded, and lab/dt/NAME.dts.

# transport_modules TRANSPORT
transport_modules() {
	case $1 in
	loopback) echo scmi_platform scmi_ref_loopback scmi_load ;;
	*) die "there is no transport '$1'; there is: loopback" ;;
	esac
}

# transport_dtb TRANSPORT MACHINE_ARG... >DTB: QEMU's own device tree for the
# machine that will be booted, with the transport's nodes laid over it. Another
# number of CPUs in the tree than in the machine breaks inter-processor
# interrupts.
transport_dtb() {
	local transport=$1 dir=$LAB_WORK/dt

	shift
	mkdir -p "$dir"
	qemu-system-aarch64 "$@" -machine "dumpdtb=$dir/machine.dtb" \
		-nodefaults -display none >"$dir/log" 2>&1 || {
		cat "$dir/log" >&2
		die "QEMU cannot write the device tree of the machine '$*'"
	}
	dtc -q -@ -I dts -O dtb -o "$dir/overlay.dtbo" "$LAB_DIR/dt/$transport.dts"
	fdtoverlay -i "$dir/machine.dtb" -o "$dir/merged.dtb" "$dir/overlay.dtbo" >&2
	cat "$dir/merged.dtb"
}
