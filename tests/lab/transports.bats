# SPDX-License-Identifier: GPL-2.0-only
# Every transport: what is measured on it is true, the kernel's own drivers work
# over it, and its modules come and go under load. loopback's turn is in measure.bats and modules.bats.
# SCMI_LAB_ROUNDS: how often each module is reloaded (3).

bats_require_minimum_version 1.5.0

# true_on TRANSPORT LOAD: record and the load's own stamps agree. Not too many
# transfers: a clock tick that comes between the two stamps of one event shows in
# the maximum, and in one of some 2000 ticks it does.
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

# reloaded TRANSPORT RESULTS: the kernel's drivers are there, and after that
# modules come and go; so many results are printed.
reloaded() {
	cat tests/lab/guest/{drivers,reload}.sh >"$BATS_TEST_TMPDIR/script"
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile wall --cpus 2 \
		--timeout 1200 --env "ROUNDS=${SCMI_LAB_ROUNDS:-3}" \
		--out "$BATS_TEST_TMPDIR" -- "$BATS_TEST_TMPDIR/script"
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

@test "ref-virtio: drivers probe; modules and devices come and go under load" {
	reloaded ref-virtio 9
}

@test "virtio: drivers probe; modules and devices come and go under load" {
	reloaded virtio 8
}

@test "mailbox: drivers probe; modules and devices come and go under load" {
	reloaded mailbox 8
}

@test "mailbox: doorbells without sense and false lengths are counted" {
	lab/scmi-lab exec --kernel 6.12 --transport mailbox --profile wall \
		--service 40ms --out "$BATS_TEST_TMPDIR" -- tests/lab/guest/mailbox.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq 7 ]
}
