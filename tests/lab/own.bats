# SPDX-License-Identifier: GPL-2.0-only
# A user's own parts in the lab: a patched transport, a kernel, modules, a device tree,
# arguments of QEMU; and the reasons with which combinations are refused.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	lab/scmi-lab build --modules-only
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	OUT=${BATS_TEST_TMPDIR:?}
	CACHE=${SCMI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scmi-perf}/kernel-2/6.12
	KERNEL=$CACHE/$(<"$CACHE/current")
	MODULES=${SCMI_LAB_BUILD:-build/lab}/modules/6.12/src
}

# measured NAME OPTION...: measure a load over virtio; write the files that
# check_patch.py reads.
measured() {
	local name=$1

	lab/scmi-lab run --transport virtio --load sensor:1000 --out "$OUT/$name.d" "${@:2}"
	cp "$OUT/$name.d/truth.json" "$OUT/$name.json"
	cp "$OUT/$name.d/run.scmi" "$OUT/$name.scmi"
	"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.report"
}

# The second kernel is the same one, as a user's.
@test "50 instructions in a transport's send path are 50 ns of submit, and of no other phase" {
	local send=drivers/firmware/arm_scmi/transports/virtio.c

	cp -R "$KERNEL/source" "$OUT/tree"
	cp -R "$KERNEL/source" "$OUT/patched"
	sed -i '/^static int virtio_send_message/,/^}/ {
		/tx_prepare/i \	asm volatile(".rept 50\\n\\tnop\\n\\t.endr");
	}' "$OUT/patched/$send"
	[ "$(diff "$OUT/tree/$send" "$OUT/patched/$send" | grep -c '^>.*rept 50')" -eq 1 ]
	measured before --source "$OUT/tree"
	measured patched --kernel "$KERNEL/image,$KERNEL/build" --source "$OUT/patched"
	python3 tests/lab/check_patch.py "$OUT" submit 50
}

# The lab's own device and platform are the user's here.
@test "a guest with a user's modules, nodes, device and arguments alone" {
	dtc -q -@ -i lab/dt -O dtb -o "$OUT/nodes.dtbo" lab/dt/virtio.dts
	cat >"$OUT/script" <<-'SCRIPT'
		ls /sys/bus/pci/devices >/out/pci
		cat /proc/cmdline >/out/cmdline
		cat /sys/module/scmi_platform/parameters/service >/out/service
		scmi-perf record -o /out/run.scmi -- load sensor:300
	SCRIPT
	lab/scmi-lab exec --transport none --dtb "$OUT/nodes.dtbo" \
		--module "$MODULES/scmi_platform.ko service=33us" \
		--module "$MODULES/scmi_soft_virtio.ko" \
		--module "$MODULES/upstream/scmi_transport_virtio.ko" \
		--qemu '-device virtio-rng-pci' --append a.name=/a/value --out "$OUT" -- "$OUT/script"
	[ "$(wc -l <"$OUT/pci")" -eq 2 ]
	grep ' a.name=/a/value' "$OUT/cmdline"
	[ "$(<"$OUT/service")" = 33us ]
	"$SCMI_PERF" report -j "$OUT/run.scmi" | jq -e '.counters.completed == 300 and
		([.series[] | select(.phase == "service")] |
			length == 1 and .[0].p50_ns > 33000 and .[0].p50_ns < 40000)'
}

@test "a kernel alone boots, and scmi-perf runs on it" {
	echo 'uname -r >/out/release; scmi-perf doctor >/out/doctor' >"$OUT/script"
	lab/scmi-lab exec --kernel "$KERNEL/image" --transport none --out "$OUT" -- "$OUT/script"
	[ "$(<"$OUT/release")" = "$(<"$KERNEL/release")" ]
	grep 'scmi_xfer_begin' "$OUT/doctor"
}

# libraries: read the parts of the lab.
libraries() {
	LAB_COMMAND=exec LAB_DIR=$PWD/lab LAB_TOP=$PWD
	for lib in lab/lib/{common,[!c]*}.sh; do
		# shellcheck source=/dev/null
		. "$lib"
	done
}

# The firmware is the lab's own, behind SMC; one of two processors is for it. Nothing of
# the lab but the load is in the guest.
@test "a guest with a user's firmware" {
	(libraries && firmware_build "$OUT/firmware.elf")
	qemu-system-aarch64 -machine "virt,virtualization=on,dumpdtb=$OUT/machine.dtb" -smp 2 \
		-nodefaults -display none
	dtc -q -@ -i lab/dt -O dtb -o "$OUT/nodes.dtbo" lab/dt/smc.dts
	fdtoverlay -i "$OUT/machine.dtb" -o "$OUT/mine.dtb" "$OUT/nodes.dtbo"
	fdtput -r "$OUT/mine.dtb" /cpus/cpu@1 /cpus/cpu-map
	lab/scmi-lab run --transport none --cpus 2 --dtb "$OUT/mine.dtb" \
		--qemu '-machine virtualization=on' \
		--qemu "-device loader,file=$OUT/firmware.elf,cpu-num=0" \
		--load sensor:300 --out "$OUT/run"
	[ ! -e "$OUT/run/platform.json" ]
	"$SCMI_PERF" report -j "$OUT/run/run.scmi" | jq -e '.counters.completed == 300 and
		([.series[].phase] | unique == ["service", "submit", "total"])'
}

# order OPTION...: print the modules of a guest in load order.
order() (
	local -A GUEST

	libraries
	guest_defaults
	while [ $# -gt 0 ]; do
		guest_option "$1" "$2"
		shift 2
	done
	guest_check_options
	own_load_order
)

@test "a user's modules come after the device and before the transport, or replace one" {
	mkdir "$OUT/own"
	for name in first second scmi_transport_virtio scmi_platform scmi_load; do
		cp "$MODULES/scmi_load.ko" "$OUT/own/$name.ko"
	done
	[ "$(order --transport virtio --module "$OUT/own/first.ko a=1" --module "$OUT/own/second.ko")" = \
		"scmi_soft_virtio first second scmi_transport_virtio" ]
	[ "$(order --transport virtio --module "$OUT/own/scmi_transport_virtio.ko" \
		--module "$OUT/own/scmi_platform.ko" --module "$OUT/own/scmi_load.ko")" = \
		"scmi_soft_virtio scmi_transport_virtio" ]
	[ "$(order --transport mailbox --module "$OUT/own/first.ko")" = "scmi_soft_mailbox first" ]
	[ "$(order --transport none --module "$OUT/own/scmi_platform.ko" --module "$OUT/own/first.ko" \
		--module "$OUT/own/scmi_load.ko")" = "scmi_platform first" ]
}

# refused REASON OPTION...: check that "run" ends before a guest boots.
refused() {
	run -1 lab/scmi-lab run --out "$OUT/none" "${@:2}"
	[[ $output == *"$1"* && $output != *booting* ]] ||
		{ echo "$output, not: $1" && return 1; }
}

@test "files that are not what they should be are refused" {
	echo text >"$OUT/text"
	cp "$OUT/text" "$OUT/text.ko"
	refused 'not a kernel for arm64' --kernel "$OUT/text"
	refused 'cannot read the kernel' --kernel "$OUT/missing"
	refused 'has no Makefile' --kernel "$KERNEL/image,$OUT"
	refused 'use --source LINUX-TREE' --kernel "$KERNEL/image,$KERNEL/build"
	mkdir -p "$OUT/build/include/config"
	for name in Makefile .config Module.symvers; do
		echo '#' >"$OUT/build/$name"
	done
	echo 6.12.0-other >"$OUT/build/include/config/kernel.release"
	refused "but '$OUT/build' is the build of 6.12.0-other" --kernel "$KERNEL/image,$OUT/build"
	cp "$KERNEL/release" "$OUT/build/include/config/kernel.release"
	refused 'its configuration lacks CONFIG_ARM64=y' --kernel "$KERNEL/image,$OUT/build"
	# The SCMI core is a module, but the folder has none.
	sed 's/^\(CONFIG_ARM_SCMI_PROTOCOL\)=y/\1=m/' "$KERNEL/config" >"$OUT/build/.config"
	refused "'$OUT/build' has no scmi-module.ko" --kernel "$KERNEL/image,$OUT/build" \
		--source "$KERNEL/source"
	sed -i '/^CONFIG_ARM_SCMI_PROTOCOL=/d' "$OUT/build/.config"
	refused 'its configuration lacks CONFIG_ARM_SCMI_PROTOCOL=y' --kernel "$KERNEL/image,$OUT/build"
	refused 'not an ELF file' --module "$OUT/text.ko"
	refused 'must be NAME=VALUE' --module "$MODULES/scmi_load.ko a=\$(b)"
	refused 'cannot read the module' --module "$OUT/missing.ko"
	refused 'does not start with d00dfeed' --dtb "$OUT/text"
	refused 'is not a tree of Linux' --transport virtio --source "$OUT"
	aarch64-linux-gnu-objcopy -O binary --only-section=.modinfo "$MODULES/scmi_load.ko" "$OUT/info"
	sed 's/vermagic=[^ ]*/vermagic=5.4.0/' "$OUT/info" >"$OUT/other"
	aarch64-linux-gnu-objcopy --update-section .modinfo="$OUT/other" "$MODULES/scmi_load.ko" "$OUT/other.ko"
	refused 'is a module of Linux 5.4.0, but the kernel is 6.12' --module "$OUT/other.ko"
}

@test "combinations that make no sense are refused" {
	local tree=$OUT/tree

	refused 'use --kernel IMAGE,HEADERS' --kernel "$KERNEL/image"
	refused 'the load is a module' --kernel "$KERNEL/image" --transport none
	refused 'has no SCMI node: use --dtb' --transport none
	refused "--fault is for the lab's platform" --transport none --fault /dev/null
	refused "--service is for the lab's platform" --transport none --service 1us
	refused 'nothing of --source would run' --source "$KERNEL/source"
	refused 'is that of kernel 6.12 itself' --source "$KERNEL/source" --transport mailbox
	cp -R "$KERNEL/source" "$tree"
	echo '/* */' >>"$tree/drivers/firmware/arm_scmi/common.h"
	refused 'common.h differs' --source "$tree" --transport virtio
	refused '(use --cpus)' --qemu '-smp 2'
	refused 'sets the type of the machine' --qemu '-M q35'
	refused 'needs real time' --qemu '-device vhost-user-scmi-pci'
	qemu-system-aarch64 -machine "virt,dumpdtb=$OUT/two.dtb" -smp 2 -nodefaults -display none
	refused 'has 2 processors, but --cpus is 1' --dtb "$OUT/two.dtb"
}
