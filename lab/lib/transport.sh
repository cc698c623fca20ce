# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The transports of the lab. A row lists the modules between the SCMI core and the
# platform, in load order. "unbind" names the platform drivers to unbind from the SCMI
# nodes before they can be unloaded: the driver of a built-in transport holds a
# reference to the module below it. "firmware" marks a transport that needs the
# firmware of lib/firmware.sh, "variant" one that differs from another only in its
# nodes, so that the suite does not run over it. The device tree's nodes are in
# lab/dt/NAME.dts. With mailbox+smc there are two SCMI instances, of two transports.
#
# Transports that are modules need Linux 6.12: earlier, the SCMI core had a fixed
# table of transports. tee and scmi_transport_optee are the kernel's own modules.
# mailbox-polled needs a core that reads arm,no-completion-irq, which 6.12 does not.
# "none", which is not in the table, is that of own.sh: a guest without any of them.
# "arch" marks a transport whose firmware, or TEE subsystem, 32-bit guests do not have.

TRANSPORTS='
loopback          since=6.12  modules=scmi_ref_loopback
ref-virtio        since=6.12  modules=scmi_soft_virtio,scmi_ref_virtio
virtio            since=6.12  modules=scmi_soft_virtio,scmi_transport_virtio
mailbox           since=5.10  modules=scmi_soft_mailbox  unbind=scmi_mailbox_transport
mailbox-threaded  since=5.10  modules=scmi_soft_mailbox  unbind=scmi_mailbox_transport
mailbox-polled    since=7.2   modules=scmi_soft_mailbox  unbind=scmi_mailbox_transport
optee             since=6.12  modules=tee,scmi_soft_tee,scmi_transport_optee  arch=arm64
optee-smt         since=6.12  modules=tee,scmi_soft_tee,scmi_transport_optee  arch=arm64
smc               since=6.1   modules=scmi_smc_firmware  unbind=scmi_smc_transport  firmware=el2  arch=arm64
smc-irq           since=6.1   modules=scmi_smc_firmware  unbind=scmi_smc_transport  firmware=el2  arch=arm64
smc-qcom          since=6.12  modules=scmi_smc_firmware  unbind=scmi_smc_transport  firmware=el2  arch=arm64  variant=smc
mailbox+smc       since=6.12  modules=scmi_vendor_protocol,scmi_soft_mailbox,scmi_smc_firmware  unbind=scmi_mailbox_transport,scmi_smc_transport  firmware=el2  arch=arm64  variant=mailbox
mailbox+smc-irq   since=6.12  modules=scmi_vendor_protocol,scmi_soft_mailbox,scmi_smc_firmware  unbind=scmi_mailbox_transport,scmi_smc_transport  firmware=el2  arch=arm64  variant=mailbox
'

# transport_names: print all names on one line.
transport_names() {
	awk 'NF { print $1 }' <<<"$TRANSPORTS" | xargs
}

# transport_is_on TRANSPORT KERNEL: true if the kernel supports the transport.
transport_is_on() {
	transport_is_for "$1" "$2" &&
		dpkg --compare-versions "$(transport_field "$1" since)" le "$(kernel_series "$2")"
}

# transport_is_for TRANSPORT KERNEL: true if the kernel's architecture has it.
transport_is_for() {
	local arch

	arch=$(transport_field "$1" arch)
	[ "${arch:-$(kernel_arch "$2")}" = "$(kernel_arch "$2")" ]
}

# transport_names_on KERNEL: print the names that the kernel supports on one line,
# without variants.
transport_names_on() {
	local name

	for name in $(transport_names); do
		[ -n "$(transport_field "$name" variant)" ] ||
			! transport_is_on "$name" "$1" || echo "$name"
	done | xargs
}

# transport_reason TRANSPORT KERNEL: print the reason why the kernel does not support it.
transport_reason() {
	if ! transport_is_for "$1" "$2"; then
		echo "its firmware or its TEE is for $(transport_field "$1" arch) only"
		return
	fi
	case $1 in
	mailbox-polled) echo "its SCMI core does not read arm,no-completion-irq from the device tree" ;;
	*) echo "before Linux 6.12 no module can add a transport to the SCMI core" ;;
	esac
}

# transport_check TRANSPORT KERNEL: die if the name is unknown, or not supported by
# the kernel.
transport_check() {
	[ "$1" != none ] || return 0
	[[ " $(transport_names) " == *" $1 "* ]] ||
		die "unknown transport '$1' (one of: $(transport_names) none)"
	transport_is_on "$1" "$2" ||
		die "kernel $2 does not support transport '$1' (one of: $(transport_names_on "$2")): $(transport_reason "$1" "$2")"
}

# transport_field TRANSPORT FIELD: print the words of a field of the transport's row.
transport_field() {
	table_field "$TRANSPORTS" "$1" "$2" | tr , ' '
}

# transport_needs_firmware TRANSPORT: true if its row has "firmware".
transport_needs_firmware() {
	[ -n "$(transport_field "$1" firmware)" ]
}

# transport_overlay TRANSPORT DIR: add the transport's nodes to DIR/machine.dtb, unless it
# is "none". The result has no padding, of which QEMU writes so much that Linux would refuse
# the tree.
transport_overlay() {
	if [ "$1" = none ]; then
		dtc -q -I dtb -O dtb -o "$2/merged.dtb" "$2/machine.dtb"
	else
		dtc -q -@ -I dts -O dtb -i "$LAB_DIR/dt" -o "$2/overlay.dtbo" "$LAB_DIR/dt/$1.dts"
		fdtoverlay -i "$2/machine.dtb" -o "$2/merged.dtb" "$2/overlay.dtbo" >&2 ||
			die "cannot add the nodes of transport '$1' to the device tree"
	fi
	mv "$2/merged.dtb" "$2/machine.dtb"
}

# transport_dtb TRANSPORT MACHINE_ARG... >DTB: write QEMU's device tree for the
# machine, or that of --dtb, with the transport's nodes added. MACHINE_ARG must be those of the boot:
# if the number of CPUs differs, inter-processor interrupts do not work.
transport_dtb() {
	local transport=$1 dir=$LAB_WORK/dt

	shift
	mkdir -p "$dir"
	"$QEMU" "$@" -machine "dumpdtb=$dir/machine.dtb" \
		-nodefaults -display none >"$dir/log" 2>&1 || {
		cat "$dir/log" >&2
		die "QEMU cannot write the device tree of the machine '$*'"
	}
	own_dtb "$dir/machine.dtb"
	transport_overlay "$transport" "$dir"
	[ -z "${GUEST[reply-timeout]}" ] || fdtput -t i "$dir/machine.dtb" /firmware/scmi \
		arm,max-rx-timeout-ms "${GUEST[reply-timeout]}" >&2
	! transport_needs_firmware "$transport" ||
		firmware_hide_cpu "$dir/machine.dtb" "${GUEST[cpus]}"
	cat "$dir/machine.dtb"
}
