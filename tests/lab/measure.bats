# SPDX-License-Identifier: GPL-2.0-only
# Measurements agree with the load's time stamps and with each other. Guests are
# deterministic: a virtual nanosecond is an instruction.

bats_require_minimum_version 1.5.0

# measure NAME OPTION...: write a run and its report to $BATS_FILE_TMPDIR/NAME.
measure() {
	local name=$1
	shift
	lab/scmi-lab run --kernel 6.12 --transport loopback --profile det \
		--out "$BATS_FILE_TMPDIR/$name" "$@"
	[ ! -e "$BATS_FILE_TMPDIR/$name/run.scmi" ] ||
		"$SCMI_PERF" report -j "$BATS_FILE_TMPDIR/$name/run.scmi" \
			>"$BATS_FILE_TMPDIR/$name/report.json"
}

setup_file() {
	export FIXED="--cpus 1 --load sensor:4000 --service 20us"
	# shellcheck disable=SC2086 # several words
	measure fixed $FIXED
}

# phase NAME PHASE FIELD: print a figure of the sensor readings of a run.
phase() {
	jq --arg phase "$2" --arg field "$3" '.series[] | select(
		.message_name == "SENSOR_READING_GET" and .phase == $phase)
		| .[$field]' "$BATS_FILE_TMPDIR/$1/report.json"
}

# accounts_balance NAME: check that begun is the sum of all ends, and nothing is lost.
accounts_balance() {
	jq -e '.counters | .begun == .completed + .timed_out + .send_failed
		+ .aged_out + .in_flight and ([.lost[]] | add) == 0' \
		"$BATS_FILE_TMPDIR/$1/report.json"
}

@test "two boots give the same series, number for number" {
	# shellcheck disable=SC2086
	measure again $FIXED
	diff <(jq .series "$BATS_FILE_TMPDIR/fixed/report.json") \
		<(jq .series "$BATS_FILE_TMPDIR/again/report.json")
	[ "$(phase fixed total count)" -eq 4000 ]
}

@test "one thread: every percentile equals the load's, within one bucket" {
	python3 tests/lab/check_truth.py \
		"$BATS_FILE_TMPDIR/fixed/report.json" \
		"$BATS_FILE_TMPDIR/fixed/truth.json"
	accounts_balance fixed
}

@test "random service times: every percentile equals the load's" {
	measure spread --load sensor:4000 --cpus 1 \
		--service uniform:10us..90us
	python3 tests/lab/check_truth.py \
		"$BATS_FILE_TMPDIR/spread/report.json" \
		"$BATS_FILE_TMPDIR/spread/truth.json"
}

@test "37 us more of service add 37 us to transport, and nothing to wakeup" {
	measure slower --cpus 1 --load sensor:4000 --service 57us
	PYTHONPATH=tests/lab python3 - "$BATS_FILE_TMPDIR/slower/run.scmi" \
		"$(phase fixed transport p50_ns)" "$(phase fixed wakeup p50_ns)" <<-'END'
		import sys
		from ranks import has_rank, load
		after = load(sys.argv[1])
		transport, wakeup = map(int, sys.argv[2:])
		# The median of before has a rank of 45 to 55 % afterwards.
		for phase, expected in ("transport", transport + 37000), ("wakeup", wakeup):
		    print(phase, expected, after[0x15, 6, phase])
		    assert has_rank(after[0x15, 6, phase], 500, expected, 0, 200)
	END
}

@test "8 threads, 20000 transfers: all accounted for, nothing lost" {
	measure threads --cpus 2 --load sensor:20000,threads=8
	accounts_balance threads
	[ "$(phase threads total count)" -eq 20000 ]
	[ "$(jq .counters.completed \
		"$BATS_FILE_TMPDIR/threads/report.json")" -ge 20000 ]
	[ "$(jq .counters.in_flight \
		"$BATS_FILE_TMPDIR/threads/report.json")" -eq 0 ]
}

@test "the tracepoints alone add at most 450 instructions to a transfer, 800 to the loop" {
	# added WORK PHASE: print the added instructions, from the load's stamps.
	added() {
		echo $(($(jq ".$2.p50_ns" "$BATS_FILE_TMPDIR/core-$1/truth.json") -
			$(jq ".$2.p50_ns" "$BATS_FILE_TMPDIR/alone-$1/truth.json")))
	}
	# Two indexes in the table of series, one of them far back.
	for work in sensor clock; do
		fixed="--cpus 1 --load $work:4000 --service 20us"
		# shellcheck disable=SC2086
		measure alone-$work $fixed --observer none
		# shellcheck disable=SC2086
		measure core-$work $fixed --observer record:core
		echo "$work: begin to end $(added $work total), loop $(added $work loop)"
		[ "$(added $work total)" -gt 0 ]
		[ "$(added $work total)" -le 450 ]
		[ "$(added $work loop)" -le 800 ]
	done
}

@test "all phases of virtio add at most 1900 instructions to the loop" {
	for observer in none record:transport; do
		lab/scmi-lab run --kernel 6.12 --transport virtio --profile det \
			--cpus 1 --load sensor:2000 --observer $observer \
			--out "$BATS_FILE_TMPDIR/virtio-$observer"
	done
	# added PHASE: print the added instructions, from the load's stamps.
	added() {
		echo $(($(jq ".$1.p50_ns" "$BATS_FILE_TMPDIR/virtio-record:transport/truth.json") -
			$(jq ".$1.p50_ns" "$BATS_FILE_TMPDIR/virtio-none/truth.json")))
	}
	echo "begin to end $(added total), loop $(added loop)"
	[ "$(added total)" -gt 0 ]
	[ "$(added loop)" -le 1900 ]
	"$SCMI_PERF" report -j "$BATS_FILE_TMPDIR/virtio-record:transport/run.scmi" |
		jq -e '[.series[].phase] | contains(["submit", "doorbell",
			"service", "dispatch", "wakeup", "answer"])'
}

@test "smc: all phases add at most 2.5 times what empty programs add" {
	for observer in none empty:transport record:transport; do
		lab/scmi-lab run --kernel 6.12 --transport smc --profile det \
			--cpus 1 --load sensor:2000 --observer $observer \
			--out "$BATS_FILE_TMPDIR/smc-$observer"
	done
	# added OBSERVER PHASE: print the added instructions.
	added() {
		echo $(($(jq ".$2.p50_ns" "$BATS_FILE_TMPDIR/smc-$1:transport/truth.json") -
			$(jq ".$2.p50_ns" "$BATS_FILE_TMPDIR/smc-none/truth.json")))
	}
	for phase in total loop; do
		echo "$phase: empty $(added empty $phase), record $(added record $phase)"
		[ "$(added record $phase)" -gt "$(added empty $phase)" ]
		[ "$(added record $phase)" -le $(($(added empty $phase) * 5 / 2)) ]
	done
	"$SCMI_PERF" report -j "$BATS_FILE_TMPDIR/smc-record:transport/run.scmi" |
		jq -e '[.series[].phase] == ["total", "submit", "service"]'
}

@test "timeouts and SCMI errors are counted separately, as the load counts them" {
	printf 'sensor 6 every %s\n' '50 drop' '7 error BUSY' '11 error DENIED' \
		>"$BATS_TEST_TMPDIR/plan"
	measure faults --fault "$BATS_TEST_TMPDIR/plan" --load sensor:500
	accounts_balance faults
	[ "$(jq .timeouts "$BATS_FILE_TMPDIR/faults/truth.json")" -eq 10 ]
	[ "$(jq .counters.timed_out \
		"$BATS_FILE_TMPDIR/faults/report.json")" -eq 10 ]
	[ "$(jq .counters.errors "$BATS_FILE_TMPDIR/faults/report.json")" -eq \
		"$(jq '.failures - .timeouts' \
			"$BATS_FILE_TMPDIR/faults/truth.json")" ]
	jq -e '.counters | (.statuses | keys) == ["BUSY", "DENIED"] and
		(.statuses | add) == .errors' "$BATS_FILE_TMPDIR/faults/report.json"
	[ "$(phase faults total count)" -eq 490 ]
	# The transport's timeout is 100 ms. It is reported, but not within total.
	[ "$(phase faults timeout count)" -eq 10 ]
	[ "$(phase faults timeout min_ns)" -ge 100000000 ]
	[ "$(phase faults total max_ns)" -lt 1000000 ]
}
