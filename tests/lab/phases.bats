# SPDX-License-Identifier: GPL-2.0-only
# A delay shows in its phase, and in no other: a guest for each transport, in which one
# parameter of the platform changes each time.

bats_require_minimum_version 1.5.0

# moves TRANSPORT: run phases.sh and check its measurements.
moves() {
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det --cpus 2 \
		--timeout 300 --out "$BATS_TEST_TMPDIR" -- tests/lab/guest/phases.sh
	for name in before service doorbell alone threads; do
		"$SCMI_PERF" report -j "$BATS_TEST_TMPDIR/$name.scmi" \
			>"$BATS_TEST_TMPDIR/$name.report"
	done
	python3 tests/lab/check_phases.py "$BATS_TEST_TMPDIR" "$1"
}

@test "mailbox: each cause changes only its phase; eight threads wait in submit" {
	moves mailbox
}

@test "virtio: each cause changes only its phase; eight threads do not wait" {
	moves virtio
}

@test "ref-virtio: each cause changes only its phase; eight threads do not wait" {
	moves ref-virtio
}
