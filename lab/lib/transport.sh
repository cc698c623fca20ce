# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The transports a guest can have. A row says which modules carry the messages
# between the SCMI core and the platform, in the order in which they are loaded,
# and which platform driver is to be unbound from the SCMI node before they can
# be unloaded, if any: that of a transport which is built into the kernel holds
# the module below it. The device tree's nodes are in lab/dt/NAME.dts.
#
# Transports that are modules need Linux 6.12: before, the SCMI core knew its
# transports from a table of its own.

TRANSPORTS='
loopback    since=6.12  modules=scmi_ref_loopback
ref-virtio  since=6.12  modules=scmi_soft_virtio,scmi_ref_virtio
virtio      since=6.12  modules=scmi_soft_virtio,scmi_transport_virtio
mailbox     since=6.1   modules=scmi_soft_mailbox  unbind=scmi_mailbox_transport
'

# transport_names: all of them, on a line.
transport_names() {
	awk 'NF { print $1 }' <<<"$TRANSPORTS" | xargs
}

# transport_is_on TRANSPORT KERNEL: whether the kernel can have it.
transport_is_on() {
	dpkg --compare-versions "$(transport_field "$1" since)" le "${2%-debug}"
}

# transport_names_on KERNEL: those that it can have, on a line.
transport_names_on() {
	local name

	for name in $(transport_names); do
		! transport_is_on "$name" "$1" || echo "$name"
	done | xargs
}

# transport_check TRANSPORT KERNEL: die if there is none of that name, or none of
# that name on the kernel.
transport_check() {
	[[ " $(transport_names) " == *" $1 "* ]] ||
		die "there is no transport '$1'; there is: $(transport_names)"
	transport_is_on "$1" "$2" ||
		die "kernel $2 has no transport '$1': before Linux 6.12 no module can add a transport to the SCMI core; there is: $(transport_names_on "$2")"
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
