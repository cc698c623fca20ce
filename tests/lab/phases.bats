# SPDX-License-Identifier: GPL-2.0-only
# A delay shows in its phase, and in no other: a guest for each transport, in which one
# parameter of the platform changes each time.

bats_require_minimum_version 1.5.0

# moves TRANSPORT [KERNEL]: run phases.sh and check its measurements.
moves() {
	local cpus=2

	# Its interrupt comes to the first processor. A caller on the other one wakes up
	# differently after a longer sleep.
	[[ $1 != smc-irq && $1 != mailbox-threaded ]] || cpus=1
	lab/scmi-lab exec --kernel "${2:-6.12}" --transport "$1" --profile det --cpus $cpus \
		--timeout 300 --out "$BATS_TEST_TMPDIR" -- tests/lab/guest/phases.sh
	for name in "$BATS_TEST_TMPDIR"/*.scmi; do
		"$SCMI_PERF" report -j "$name" >"${name%.scmi}.report"
	done
	python3 tests/lab/check_phases.py "$BATS_TEST_TMPDIR" "$1"
}

@test "mailbox: each cause changes only its phase; eight threads wait in submit" {
	moves mailbox
}

@test "mailbox-threaded: each cause changes only its phase; eight threads wait in submit" {
	moves mailbox-threaded
}

@test "mailbox-polled: each cause changes only its phase; eight threads wait in submit" {
	moves mailbox-polled 7.2
}

@test "smc: slower firmware changes only service; eight threads wait in submit" {
	moves smc
}

@test "smc-irq: each cause changes only its phase; eight threads wait in submit" {
	moves smc-irq
}

@test "OP-TEE: a slower TEE changes only service; eight threads wait in submit" {
	moves optee
	moves optee-smt
}

@test "virtio: each cause changes only its phase; eight threads do not wait" {
	moves virtio
}

@test "ref-virtio: each cause changes only its phase; eight threads do not wait" {
	moves ref-virtio
}
