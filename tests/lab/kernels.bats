# SPDX-License-Identifier: GPL-2.0-only
# Runs the same scmi-perf binary on every kernel of the lab and each of its transports:
# doctor reports no failure, and record's counts and times equal the load's.
# measure.bats, record_guest.bats and transports.bats test 6.12.

bats_require_minimum_version 1.5.0
load any_kernel.bash
load bursts.bash
load resources.bash

setup_file() {
	for kernel in 6.1 7.2 7.3; do
		lab/scmi-lab build --modules-only --kernel $kernel || return 1
	done
}

@test "6.1, mailbox-threaded: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 6.1 mailbox-threaded $ALL_PHASES
}

@test "6.1, smc: every phase and percentile of mixed work" {
	measured 6.1 smc total submit service
}

@test "6.1, smc-irq: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 6.1 smc-irq $ALL_PHASES
}

@test "7.2, loopback: every phase and percentile of mixed work" {
	measured 7.2 loopback total transport wakeup
}

@test "7.2, mailbox-threaded: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.2 mailbox-threaded $ALL_PHASES
}

@test "7.2, mailbox-polled: every phase and percentile of mixed work" {
	measured 7.2 mailbox-polled total submit doorbell service
}

@test "7.2, virtio: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.2 virtio $ALL_PHASES
}

@test "7.2, ref-virtio: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.2 ref-virtio $ALL_PHASES
}

@test "7.2, smc-qcom: every phase and percentile of mixed work" {
	measured 7.2 smc-qcom total submit service
}

@test "7.3, loopback: every phase and percentile of mixed work" {
	measured 7.3 loopback total transport wakeup
}

@test "7.3, mailbox: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.3 mailbox $ALL_PHASES
}

@test "7.3, virtio: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.3 virtio $ALL_PHASES
}

@test "7.3, ref-virtio: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.3 ref-virtio $ALL_PHASES
}

# The mailbox of 6.1 has no lock for its channel: it queues messages, and the task whose
# reply came rings for the next one.
@test "6.1, mailbox: all phases of eight threads that share the channel" {
	local out threads

	for threads in 1 8; do
		out=$BATS_TEST_TMPDIR/$threads
		lab/scmi-lab run --kernel 6.1 --transport mailbox --profile det \
			--cpus 2 --load "sensor:4000,threads=$threads" --out "$out"
		"$SCMI_PERF" report -j "$out/run.scmi" >"$out/report.json"
		jq -e '.counters | .begun == .completed and .completed >= 4000
			and ([.lost[]] | add) == 0' "$out/report.json"
	done
	# The counts, the sums, and the load's own figures.
	python3 tests/lab/check_truth.py "$out/report.json" "$out/truth.json"
	# The platform is as fast as before; messages wait for those before them.
	jq -es 'map([.series[] | select(.message_name == "SENSOR_READING_GET")
			| {(.phase): .mean_ns}] | add)
		| map(.served = .doorbell + .service)
		| .[1].served / .[0].served > 0.9 and .[1].served / .[0].served < 1.1
		and .[1].submit > 5 * .[1].served and .[0].submit < .[0].served' \
		"$BATS_TEST_TMPDIR"/{1,8}/report.json
}

@test "7.3, smc-irq: every phase and percentile of mixed work" {
	# shellcheck disable=SC2086 # several words
	measured 7.3 smc-irq $ALL_PHASES
}

@test "7.2, optee: every phase and percentile of mixed work" {
	measured 7.2 optee total submit service
}

@test "7.3, optee-smt: every phase and percentile of mixed work" {
	measured 7.3 optee-smt total submit service
}

@test "all kernels ran the same binary" {
	sort -u "$BATS_FILE_TMPDIR/kernels" | sed 's/^/# /' >&3
	[ "$(wc -l <"$BATS_FILE_TMPDIR/sums")" -eq 16 ]
	[ "$(sort -u "$BATS_FILE_TMPDIR/sums" | wc -l)" -eq 1 ]
}

@test "on 6.1 transports that are modules are rejected with the reason" {
	for transport in loopback virtio ref-virtio optee optee-smt; do
		run lab/scmi-lab run --kernel 6.1 --transport $transport \
			--out "$BATS_TEST_TMPDIR/out"
		[ "$status" -eq 1 ]
		[[ $output == *"kernel 6.1 does not support transport '$transport' (one of: mailbox mailbox-threaded smc smc-irq): before Linux 6.12"* ]]
	done
}

@test "on 6.12 the mailbox cannot be polled, which is reported with the reason" {
	run -1 lab/scmi-lab run --kernel 6.12 --transport mailbox-polled \
		--out "$BATS_TEST_TMPDIR/out"
	[[ $output == *"kernel 6.12 does not support transport 'mailbox-polled' "*"arm,no-completion-irq"* ]]
}

@test "the suite is rejected on 6.1 with the reason" {
	run lab/scmi-lab suite --kernel 6.1 --out "$BATS_TEST_TMPDIR/out"
	[ "$status" -eq 1 ]
	[[ $output == *"the SCMI core of kernel 6.1 never releases it"* ]]
}

# build_against KERNEL PRIVATE_KERNEL [SED_SCRIPT]: build ref-loopback against a kernel
# with the private headers of another one, or with changed ones.
build_against() {
	run bash -c '
		set -euo pipefail
		LAB_TOP=$PWD LAB_DIR=$PWD/lab LAB_COMMAND=build
		. lab/lib/common.sh
		for lib in lab/lib/*.sh; do . "$lib"; done
		modules_stage "$(kernel_dir "$1")" "$3"
		rm -r "$3/private/arm_scmi"
		from=$(kernel_dir "$2")/source/drivers/firmware/arm_scmi
		mkdir "$3/private/arm_scmi"
		cp "$from"/*.h "$3/private/arm_scmi/"
		sed -i "$4" "$3/private/arm_scmi/common.h"
		printf "%s\n" "obj-m := scmi_ref_loopback.o" \
			"scmi_ref_loopback-y := transports/ref_loopback.o" \
			"ccflags-y := -I\$(SCMI_PRIVATE_INC)" >"$3/src/Kbuild"
		modules_make "$(kernel_dir "$1")" "$3"
	' build_against "$1" "$2" "$BATS_TEST_TMPDIR/$1-$2" "${3:-}"
}

@test "a transport builds only for a known kernel with that kernel's headers" {
	lab/scmi-lab fetch --kernel 6.12
	build_against 7.2 6.12
	[ "$status" -eq 1 ]
	[[ $output == *"arm_scmi/common.h does not match this kernel: copy it from"* ]]
	build_against 6.12 7.2
	[ "$status" -eq 1 ]
	[[ $output == *"arm_scmi/common.h does not match this kernel: copy it from"* ]]
	build_against 6.1 6.1
	[ "$status" -eq 1 ]
	[[ $output == *"private layout is known for Linux 6.12, 7.2 and newer only"* ]]
	# A release that adds a member.
	build_against 7.3 7.3 's/^struct scmi_chan_info {/& void *added;/'
	[ "$status" -eq 1 ]
	[[ $output == *"its layout is new: add it to reference-transport/transports/private.h"* ]]
}

# index VERSION ABI: print one kernel's part of the package index.
index() {
	local series

	series=$(cut -d. -f1,2 <<<"$1")
	cat <<-END
		linux-source-$series $1 all
		linux-headers-$2-common $1 all
		linux-headers-$2-arm64 $1 arm64
		linux-kbuild-$2 $1 $(dpkg --print-architecture)
		linux-modules-$2-arm64 $1 arm64
	END
}

# resolve KERNEL [CACHED]: resolve the kernel with the index on stdin.
resolve() {
	LAB_TOP=$PWD LAB_DIR=$PWD/lab LAB_COMMAND=fetch bash -c '
		set -euo pipefail
		for lib in lab/lib/{common,arch,kernel}.sh; do . "$lib"; done
		kernel_resolve "$@"' resolve "$@"
}

@test "the newest complete kernel and its bootable package are chosen" {
	{
		index 7.2.9-1 7.2.9+deb13
		echo "linux-image-7.2.9+deb13-arm64 7.2.9-1 arm64"
		echo "linux-binary-7.2.9+deb13-arm64 7.2.9-1 arm64"
		index 7.2.10-1 7.2.10+deb13
		echo "linux-binary-unsigned-7.2.10+deb13-arm64 7.2.10-1 arm64"
		index 7.2.11-1 7.2.11+deb13
		index 7.3.4-1 7.3.4+deb13
		echo "linux-binary-7.3.4+deb13-arm64 7.3.4-1 arm64"
	} >"$BATS_TEST_TMPDIR/index"
	run resolve 7.2 <"$BATS_TEST_TMPDIR/index"
	[[ $output == "7.2.10-1 linux-binary-unsigned-7.2.10+deb13-arm64:arm64=7.2.10-1 "* ]]
	run resolve 7.2 < <(grep -v '^linux-.*7[.]2[.]1' "$BATS_TEST_TMPDIR/index")
	[[ $output == "7.2.9-1 linux-binary-7.2.9+deb13-arm64:arm64=7.2.9-1 "* ]]
	# The newest one lacks its modules.
	run resolve 7.2 < <(grep -v 'linux-modules-7[.]2[.]10' "$BATS_TEST_TMPDIR/index")
	[[ $output == "7.2.9-1 "*" linux-modules-7.2.9+deb13-arm64:arm64=7.2.9-1" ]]
	# If the series is gone, the next one is used.
	run resolve 7.2 < <(grep '7[.]3' "$BATS_TEST_TMPDIR/index")
	[[ ${lines[0]} == *"kernel 7.2 is no longer available; using 7.3.4-1 instead" ]]
	[[ ${lines[1]} == "7.3.4-1 linux-binary-7.3.4+deb13-arm64:arm64=7.3.4-1 "* ]]
	# A cached one of the series is better.
	run resolve 7.2 7.2.8-1 < <(grep '7[.]3' "$BATS_TEST_TMPDIR/index")
	[[ ${lines[0]} == *"kernel 7.2 is no longer available; using the cached 7.2.8-1" ]]
	[ "${lines[1]}" = 7.2.8-1 ]
	run resolve 7.2 7.3.1-1 < <(grep '7[.]3' "$BATS_TEST_TMPDIR/index")
	[[ ${lines[1]} == "7.3.4-1 "* ]]
	# A new release of the series replaces the cached one.
	run resolve 7.3 7.3.1-1 <"$BATS_TEST_TMPDIR/index"
	[[ $output == "7.3.4-1 "* ]]
	# 6.1 does not match 6.12.
	run resolve 6.1 < <(
		index 6.1.176-1 6.1.0-50 | grep -v linux-modules
		echo "linux-image-6.1.0-50-arm64 6.1.176-1 arm64"
		index 6.12.95-1 6.12.95+deb12
		echo "linux-image-6.12.95+deb12-arm64 6.12.95-1 arm64"
	)
	[[ $output == "6.1.176-1 linux-image-6.1.0-50-arm64:arm64=6.1.176-1 "* ]]
	# A kernel of the same version for 32-bit Arm.
	run resolve 6.12-armmp < <(
		index 6.12.95-1 6.12.95+deb12
		echo "linux-image-6.12.95+deb12-arm64 6.12.95-1 arm64"
		for flavour in armmp armmp-lpae rt-armmp; do
			echo "linux-image-6.12.95+deb12-$flavour 6.12.95-1 armhf"
			echo "linux-headers-6.12.95+deb12-$flavour 6.12.95-1 armhf"
		done
	)
	[[ $output == "6.12.95-1 linux-image-6.12.95+deb12-armmp:armhf=6.12.95-1 linux-headers-6.12.95+deb12-armmp:armhf=6.12.95-1 "* ]]
}

@test "packages with an unknown layout are rejected, with the file to change" {
	run -1 env LAB_TOP="$PWD" LAB_DIR="$PWD/lab" LAB_COMMAND=fetch bash -c '
		set -euo pipefail
		for lib in lab/lib/{common,arch,apt,kernel}.sh; do . "$lib"; done
		from=$(kernel_dir 6.12)
		mkdir -p "$1/build" "$1/source/drivers"
		cp -R "$from/source/drivers"/* "$1/source/drivers/"
		cp -R "$from"/{image,config,modules} "$1/"
		cp "$from/build/Makefile" "$1/build/"
		kernel_check_unpacked "$1" && echo complete
		mv "$1/image" "$1/kernel"
		kernel_check_unpacked "$1"' check "$BATS_TEST_TMPDIR/kernel"
	[[ $output == *complete*"image is missing; see kernel_unpack in lab/lib/kernel.sh" ]]
}
