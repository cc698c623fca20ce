# SPDX-License-Identifier: GPL-2.0-only
# Every transport: what is measured on it is true (of loopback: measure.bats), and
# its modules come and go under load and leave nothing behind.
# SCMI_LAB_ROUNDS: how often a transport's modules are reloaded (2).

bats_require_minimum_version 1.5.0

# true_on TRANSPORT LOAD: record and the load's own stamps agree.
true_on() {
	lab/scmi-lab run --kernel 6.12 --transport "$1" --profile det --load "$2" \
		--service uniform:10us..90us --out "$BATS_TEST_TMPDIR"
	"$SCMI_PERF" report -j "$BATS_TEST_TMPDIR/run.scmi" \
		>"$BATS_TEST_TMPDIR/report.json"
	python3 tests/lab/check_truth.py "$BATS_TEST_TMPDIR/report.json" \
		"$BATS_TEST_TMPDIR/truth.json"
	jq -e '.begun == .transfers and .failures + .unsampled == 0' \
		"$BATS_TEST_TMPDIR/truth.json"
}

# reloaded TRANSPORT RESULTS: reload.sh prints so many.
reloaded() {
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile wall --cpus 2 \
		--timeout 3000 --append 'slab_debug=U log_buf_len=16M' \
		--env "ROUNDS=${SCMI_LAB_ROUNDS:-2}" --out "$BATS_TEST_TMPDIR" \
		-- tests/lab/guest/reload.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq "$2" ]
}

@test "ref-virtio: every percentile of mixed work is the load's own" {
	true_on ref-virtio mixed:1200
}

@test "virtio: every percentile of mixed work is the load's own" {
	true_on virtio mixed:1200
}

@test "mailbox: every percentile of mixed work is the load's own" {
	true_on mailbox mixed:1200
}

@test "mailbox: of messages polled for only the whole time is known" {
	true_on mailbox clock:500,poll
}

@test "loopback: modules and devices come and go under four threads" {
	reloaded loopback 8
}

@test "ref-virtio: modules and devices come and go under four threads" {
	reloaded ref-virtio 9
}

@test "virtio: modules and devices come and go under four threads" {
	reloaded virtio 8
}

@test "mailbox: modules and devices come and go under four threads" {
	reloaded mailbox 8
}
