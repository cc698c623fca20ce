# SPDX-License-Identifier: GPL-2.0-only
# Tests the time axis of logs: time series, ranges, the log's own times.

bats_require_minimum_version 1.5.0

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# A log of @1 transfers, each 10 ms after the one before, from 100 s on.
slow_log() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf " a-1 [000] ..... %.6f: scmi_xfer_begin: pt=15 msg_id=06 seq=1 transfer_id=%x poll=0\n a-1 [000] ..... %.6f: scmi_xfer_end: pt=15 msg_id=06 seq=1 transfer_id=%x s=0\n",
			100 + i / 100, i, 100 + i / 100 + 0.001, i }'
}

@test "a log has a time series, whose intervals fit its length" {
	slow_log 100 >short
	slow_log 100000 >long
	"$SCMI_PERF" import -q short -o short.scmi
	"$SCMI_PERF" report -j short.scmi >short.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" \
		short.json
	[ "$(jq -c '[.interval_ns, .meta.log_start_ns, .meta.duration_ns,
		.intervals[-1].end_ns]' short.json)" = \
		'[4000000,100000000000,991000000,991000000]' ]
	[ "$(jq '[.intervals[].deltas[].completed] | add' short.json)" = 100 ]
	# The first interval has the first transfer, which takes a millisecond.
	[ "$(jq -c '.intervals[0].deltas[0] | [.begun, .completed,
		.phases.total.sum_ns]' short.json)" = '[1,1,1000000]' ]
	"$SCMI_PERF" import -q long -o long.scmi
	"$SCMI_PERF" report -j long.scmi | jq -e '(.intervals | length) >= 128 and
		(.intervals | length) < 256 and .interval_ns == 4096000000 and
		([.intervals[].deltas[].begun] | add) == 100000'
	"$SCMI_PERF" import -q --interval 100ms short -o - | zcat |
		jq -e '.interval_ns == 100000000 and (.intervals | length) == 10'
	"$SCMI_PERF" import -q --interval none short -o - | zcat |
		jq -e 'has("intervals") | not'
	refused "invalid value '0s' for --interval" import -i 0s short
}

@test "a pause of the log is empty intervals" {
	{ slow_log 1; slow_log 1 | sed 's/ 100\./ 3700./; s/id=0/id=1/'; } >pause
	"$SCMI_PERF" import -q pause -o - | zcat >pause.json
	jq -e '(.intervals | length) > 128 and
		([.intervals[] | select(.deltas != [])] | length) == 2' pause.json
	# Every interval but the last has the same length.
	jq -e '. as $p | [range(0; (.intervals | length) - 1)] |
		all($p.intervals[.].end_ns == (. + 1) * $p.interval_ns)' pause.json
}

@test "only the events from --from to --to are used" {
	log=$root/tests/data/import-trace-6.12.txt
	run --separate-stderr "$SCMI_PERF" import --from 7044.0021 --to 7044.0023 \
		"$log" -o part.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *": 4 SCMI events used"*"8 events outside of --from and --to"* ]]
	"$SCMI_PERF" report -j part.scmi >part.json
	[ "$(jq -c '[.meta.log_start_ns, .meta.duration_ns, .counters.begun,
		.counters.completed]' part.json)" = '[7044002100000,200000,1,1]' ]
	run "$SCMI_PERF" import --from 7044.0003 "$log" -o part.scmi
	[ "$("$SCMI_PERF" report -j part.scmi |
		jq -c '[.counters.begun, .counters.timed_out]')" = "[2,1]" ]
	# The end of an earlier transfer is reported.
	run "$SCMI_PERF" import --from 7044.00015 --to 7044.001 "$log" -o part.scmi
	[[ $output == *"1 transfer not measured: scmi_xfer_begin is before --from"* ]]
	# Transfers in flight at --to are not given up.
	run "$SCMI_PERF" import --to 7045.03 "$log" -o part.scmi
	[[ $output == *"2 completed, 0 timed out"*"1 in flight"* ]]
	refused "no SCMI event in this range" import --from 1 --to 7044 "$log"
	[[ $stderr == *"its 12 events have times from 7044.000100 to 7045.035100"* ]]
	refused "no SCMI event in this range" import --to 0 "$log"
	refused "--from is later than --to" import --from 2 --to 1 "$log"
	for time in x 1.2.3 1.0000000001 -1 "" 99999999999999999999; do
		refused "invalid value '$time' for --from" import "--from=$time" "$log"
	done
}

# The line of an anomaly is found again by its time.
@test "anomalies have the times of the log" {
	log=$root/tests/data/import-anomalies.txt
	"$SCMI_PERF" import -q "$log" -o run.scmi
	"$SCMI_PERF" report run.scmi >text
	stamp=$(sed -n 's/.*in the log at \([0-9.]*\)$/\1/p' text | head -n 1)
	grep -F " $stamp: scmi_" "$log"
	"$SCMI_PERF" report --html page.html run.scmi
	grep -F "<td>$stamp</td>" page.html
	grep "time 0 is [0-9.]* in the log" text
}

@test "report and scmi-top read a log, also a compressed one, but no profile as one" {
	log=$root/tests/data/import-trace-6.12.txt
	gzip -c "$log" >trace.gz
	"$SCMI_PERF" import -q "$log" -o run.scmi
	"$SCMI_PERF" report -j run.scmi >expected.json
	for file in "$log" trace.gz; do
		"$SCMI_PERF" report -j "$file" >found.json
		diff <(jq 'del(.meta.command, .meta.runs)' expected.json) \
			<(jq 'del(.meta.command, .meta.runs)' found.json)
		"$SCMI_PERF" top -j "$file" | cmp - <("$SCMI_PERF" top -j run.scmi)
		"$SCMI_PERF" trace -q "$file" | cmp - <("$SCMI_PERF" trace -q "$log")
	done
	"$SCMI_PERF" report --html page.html "$log"
	grep '<h2>Latency over time' page.html
	echo "no log" >text
	refused "'text' has no SCMI transfer event" report text
	head -c 100 run.scmi >short.scmi
	refused "truncated profile" report short.scmi
	head -c 20 run.scmi >shorter.scmi
	refused "truncated profile" report shorter.scmi
}
