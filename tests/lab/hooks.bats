# SPDX-License-Identifier: GPL-2.0-only
# Replies and transfers that the hooks see in an unusual order, on an unusual stack, or
# not at all.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR
}

# guest KERNEL TRANSPORT SCRIPT OPTION...
guest() {
	lab/scmi-lab exec --kernel "$1" --transport "$2" --profile det \
		"${@:4}" --out "$OUT" -- "tests/lab/guest/$3"
}

# check NAME FILTER: check that FILTER is true for a recording; print it otherwise. $phases has the figures
# of its only message, $platform the file of that name.
check() {
	"$SCMI_PERF" report -j "$OUT/$1.scmi" >"$OUT/$1.report"
	[ -e "$OUT/$1.json" ] || echo null >"$OUT/$1.json"
	jq -e --slurpfile file "$OUT/$1.json" '$file[0] as $file
		| (.series | map(select(.message_name == "SENSOR_READING_GET"))
			| map({(.phase): .}) | add) as $phases
		| '"$2" "$OUT/$1.report" || { "$SCMI_PERF" report "$OUT/$1.scmi" &&
		return 1; }
}

# answers TRANSPORT: run answers.sh. Few replies come during the doorbell, when an
# interrupt makes it long: answer is doorbell + service.
answers() {
	guest 6.12 "$1" answers.sh --cpus 2
	# shellcheck disable=SC2016 # jq's own
	check slow '.counters.overlapped < 10 and $phases.answer.count == 1000
		and $phases.answer.sum_ns ==
			$phases.doorbell.sum_ns + $phases.service.sum_ns'
}

# beyond NAME: print how much longer the mean answer is than the platform's own figure,
# in ns.
beyond() {
	# shellcheck disable=SC2016
	check "$1" 'if $file.cost.messages == 1000 and $phases.answer.count == 1000
		then ($phases.answer.sum_ns - $file.answers_ns) / 1000 | round
		else error end'
}

@test "virtio: answer is doorbell + service, and the platform's own time" {
	answers virtio
	between=$(($(beyond fast) - $(beyond slow)))
	echo "differs by $between ns"
	[ ${between#-} -le 128 ]
}

@test "mailbox: answer is exact if the reply comes before the doorbell returns" {
	answers mailbox
	# shellcheck disable=SC2016
	check fast '.counters.overlapped > 900 and $phases.doorbell.p50_ns == 0
		and $phases.answer.sum_ns == $phases.doorbell.sum_ns + $phases.service.sum_ns
		and $phases.total.sum_ns == ([$phases | .submit, .doorbell, .service,
			.dispatch, .wakeup | .sum_ns] | add)'
	between=$(($(beyond fast) - $(beyond slow)))
	echo "differs by $between ns"
	[ ${between#-} -le 128 ]
	"$SCMI_PERF" report "$OUT/fast.scmi" |
		grep "replies came before the doorbell returned"
}

# The platform takes 20 us for each, so a shorter answer has another's signal.
@test "a reply that a poller or a worker finds has no signal of an old interrupt" {
	for transport in virtio ref-virtio; do
		lab/scmi-lab run --transport $transport --profile det --service 20us \
			--load mixed:3000,threads=4,poll --out "$OUT/$transport"
		"$SCMI_PERF" report -j "$OUT/$transport/run.scmi" >"$OUT/report.json"
		jq -e '.counters.completed >= 3000 and .counters.overlapped == 0
			and (.series | map(select(.phase == "answer").min_ns)
				| length > 0 and min >= 20000)' "$OUT/report.json"
	done
}

@test "a transfer in an interrupt of another: both keep their phases" {
	guest 6.12 ref-virtio nested.sh
	# shellcheck disable=SC2016
	check nested '$file.failures == 0 and $phases.total.count == 50
		and $phases.submit.count == 50 and $phases.transport == null
		and .counters.begun == .counters.completed + 5
		and .counters.timed_out == 5 and .counters.untracked == 0'
}

@test "6.1: transfers whose kprobes did not run are counted" {
	guest 6.1 mailbox missed.sh
	# shellcheck disable=SC2016
	check missed '.meta.misses_counted == false and .counters.completed == 150
		and .counters.gaps.unannounced == 50
		and (.series | map(select(.transport == "mailbox")) |
			map(select(.phase == "submit").count) == [100])
		and (.series | map(select(.transport == "unknown")) |
			map(select(.phase == "transport").count) == [50])'
	"$SCMI_PERF" report "$OUT/missed.scmi" |
		grep "^gaps *50 transfers without a call of do_xfer()"
}

# Here, fentry is used for all functions but _dev_err().
@test "6.12: hits of kprobes that the kernel skips are counted" {
	guest 6.12 mailbox missed_probe.sh
	check missed_probe '.meta.misses_counted and .meta.hooks._dev_err == "kprobe"
		and .counters.completed == 50 and .counters.gaps.missed_probe == 7
		and (.counters.lost | add) == 0'
	"$SCMI_PERF" report "$OUT/missed_probe.scmi" |
		grep "^gaps *7 hits of kprobes that the kernel skipped"
}

# They differ for a reader of the ring only. Linux 6.12 does not know replies in order.
@test "7.2: a ring that cannot be searched is reported" {
	guest 7.2 virtio in_order.sh
	check any '[.anomalies[] | [.kind, .count]] == [["lost_doorbell", 3]]
		and .counters.gaps.not_searched == 0'
	[ $(($(jq -r .negotiated "$OUT/in_order.json") >> 35 & 1)) -eq 1 ]
	[ $(($(jq -r .negotiated "$OUT/packed.json") >> 34 & 1)) -eq 1 ]
	for ring in in_order packed; do
		# shellcheck disable=SC2016
		check $ring '[.anomalies[] | [.kind, .count]] == [["timeout", 3], ["late_reply", 3]]
			and .counters.gaps.not_searched == 3 and $phases.total.count == 97
			and $phases.total.sum_ns == ([$phases | .submit, .doorbell, .service,
				.dispatch, .wakeup | .sum_ns] | add)'
	done
	"$SCMI_PERF" report "$OUT/in_order.scmi" |
		grep "^gaps *3 transfers timed out in a virtqueue"
}
