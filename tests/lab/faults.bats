# SPDX-License-Identifier: GPL-2.0-only
# The platform's faults, notifications and delayed responses. The lab fails the guest
# if its kernel log has a warning.

bats_require_minimum_version 1.5.0

@test "each fault fires as often as planned, and the transport works afterwards" {
	lab/scmi-lab exec --kernel 6.12 --transport loopback --profile wall --cpus 2 \
		--out "$BATS_TEST_TMPDIR" -- tests/lab/guest/faults.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq 25 ]
}

@test "deterministic: two boots with faults give the same samples, bit for bit" {
	for run in first second; do
		lab/scmi-lab run --kernel 6.12 --transport loopback --observer none \
			--fault tests/data/faults.plan --load sensor:2000,threads=4 \
			--out "$BATS_TEST_TMPDIR/$run"
	done
	diff "$BATS_TEST_TMPDIR/first/truth.json" "$BATS_TEST_TMPDIR/second/truth.json"
	jq -e '.timeouts > 0 and .begun == 2000' "$BATS_TEST_TMPDIR/first/truth.json"
}
