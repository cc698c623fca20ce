# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The transports a guest can have. A row says which modules carry the messages
# between the SCMI core and the platform, in the order in which they are loaded,
# and which platform driver is to be unbound from the SCMI node before they can
# be unloaded, if any: that of a transport which is built into the kernel holds
# the module below it. The device tree's nodes are in lab/dt/NAME.dts.

TRANSPORTS='
loopback    modules=scmi_ref_loopback
ref-virtio  modules=scmi_soft_virtio,scmi_ref_virtio
virtio      modules=scmi_soft_virtio,scmi_transport_virtio
mailbox     modules=scmi_soft_mailbox                       unbind=scmi_mailbox_transport
'

# transport_names: all of them, on a line.
transport_names() {
	awk 'NF { print $1 }' <<<"$TRANSPORTS" | xargs
}

# transport_check TRANSPORT: die if there is none of that name.
transport_check() {
	[[ " $(transport_names) " == *" $1 "* ]] ||
		die "there is no transport '$1'; there is: $(transport_names)"
}

# transport_field TRANSPORT FIELD: the words of a row's field.
transport_field() {
	awk -v name="$1" -v field="$2=" '$1 == name {
		for (i = 2; i <= NF; i++)
			if (index($i, field) == 1) {
				gsub(",", " ", $i)
				print substr($i, length(field) + 1)
			} }' <<<"$TRANSPORTS"
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
	dtc -q -@ -I dts -O dtb -i "$LAB_DIR/dt" -o "$dir/overlay.dtbo" \
		"$LAB_DIR/dt/$transport.dts"
	fdtoverlay -i "$dir/machine.dtb" -o "$dir/merged.dtb" "$dir/overlay.dtbo" >&2
	cat "$dir/merged.dtb"
}
