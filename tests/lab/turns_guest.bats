# SPDX-License-Identifier: GPL-2.0-only
# Two builds that are recorded in turns. scripts/test-turns does the same with the
# host's clock.

bats_require_minimum_version 1.5.0

@test "turns: a build that is 60 us slower fails, also when it is confirmed" {
	lab/scmi-lab exec --kernel 6.12 --transport ref-virtio --profile det --cpus 1 \
		--env RUNS=4 --env ALPHA=0.05 --env CONFIRM=yes \
		--out "$BATS_TEST_TMPDIR" -- tests/lab/guest/two_builds.sh
	round=$BATS_TEST_TMPDIR/round1
	[ "$(cat "$BATS_TEST_TMPDIR/turns1.status")" -eq 0 ]
	[ "$(cat "$round.status")" -eq 2 ]
	for phase in total service; do
		grep -E "^FAIL .*: $phase p50 regression: \+(59|60)\..*failed in both recordings" \
			"$round.out"
	done
	grep '^pass .*: wakeup p50 regression' "$round.out"
	grep '^pass .*: timeouts: 0' "$round.out"
}
