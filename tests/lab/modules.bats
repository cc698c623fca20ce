# SPDX-License-Identifier: GPL-2.0-only
# The modules of reference-transport/ on a stock kernel, tested by scripts in the
# guest. The lab fails the guest if its kernel log has a warning.

bats_require_minimum_version 1.5.0

# guest SCRIPT OPTION...
guest() {
	lab/scmi-lab exec --kernel 6.12 --transport loopback "${@:2}" \
		--out "$BATS_TEST_TMPDIR" -- "$1"
}

@test "load: accepts, rejects, samples and ends a run as documented" {
	guest tests/lab/guest/load.sh --profile wall --cpus 2
}

@test "load: switches on the sensors that it reads" {
	guest tests/lab/guest/sensors_off.sh --profile det
	for name in sync async; do
		jq -e '.begun == 20 and .failures == 0' \
			"$BATS_TEST_TMPDIR/$name.json"
	done
}

# figure NAME FILTER: check a result of open_loop.sh.
figure() {
	jq -e "def ms: . * 1000000; .failures + .timeouts + .unsampled == 0 and
		.begun == 1000 and .total.count == 1000 and ($2)" \
		"$BATS_TEST_TMPDIR/$1.json"
}

# Two replies are 25 ms late. A closed loop has two slow transfers. On a schedule the
# 24 that were due meanwhile wait, too: 24, 23, … 1 ms, each less than the one before.
@test "load: a rate has latencies from the due time, which waiting transfers are in" {
	guest tests/lab/guest/open_loop.sh --profile det
	figure closed '(has("from_due") | not) and .rate == 0
		and .total.p99_ns < (1 | ms) and .elapsed_ns > (1040 | ms)'
	figure open '.rate == 1000 and .from_due.count == 1000
		and .total.p99_ns < (1 | ms) and .from_due.p50_ns < (1 | ms)
		and .from_due.p99_ns > (15 | ms)
		and (.from_due.sum_ns - .total.sum_ns | . > (500 | ms) and . < (700 | ms))
		and .elapsed_ns >= (1000 | ms) and .elapsed_ns < (1010 | ms)'
	# The other thread goes on, so half as many wait.
	figure threads '.from_due.count == 1000 and .from_due.p99_ns > (5 | ms)
		and (.from_due.sum_ns - .total.sum_ns | . > (250 | ms) and . < (400 | ms))
		and .elapsed_ns >= (1000 | ms) and .elapsed_ns < (1010 | ms)'
}

# samples FILE: run samples.sh in a separate guest, unless FILE exists.
samples() {
	[ ! -e "$1" ] || return 0
	guest tests/lab/guest/samples.sh
	mv "$BATS_TEST_TMPDIR/samples.json" "$1"
}

@test "deterministic: two boots give the same samples, bit for bit" {
	samples "$BATS_FILE_TMPDIR/samples.json"
	samples "$BATS_FILE_TMPDIR/again.json"
	diff "$BATS_FILE_TMPDIR/samples.json" "$BATS_FILE_TMPDIR/again.json"
}

@test "deterministic: the core costs some 5 us on top of 20 us of service" {
	samples "$BATS_FILE_TMPDIR/samples.json"
	jq -es '.[0].total.p50_ns | . > 24500 and . < 26000' \
		"$BATS_FILE_TMPDIR/samples.json"
	jq -es '.[2] | .threads == 8 and .begun == 20000 and .total.count == 20000
		and .failures + .timeouts + .missing_rx_done + .unsampled == 0' \
		"$BATS_FILE_TMPDIR/samples.json"
}
