# SPDX-License-Identifier: GPL-2.0-only
# The answer of a report: where the time goes and what is wrong, on the first screen.
# The logs have one fault each; the figures follow from tests/cli/make_log.py.

bats_require_minimum_version 1.5.0

setup_file() {
	root=$BATS_TEST_DIRNAME/../..
	export root
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	for fault in none slow interval status; do
		"$root/tests/cli/make_log.py" $fault >$fault.log
	done
}

setup() {
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_FILE_TMPDIR:?}" || return 1
}

# screen N ARG...: prints the first N lines of a report with single blanks, as one line.
screen() {
	local n=$1

	shift
	"$SCMI_PERF" report "$@" >"$BATS_TEST_TMPDIR/text"
	head -n "$n" "$BATS_TEST_TMPDIR/text" | xargs -d '\n' | tr -s ' '
}

# page LOG: prints the text of a page before its first picture and table.
page() {
	"$SCMI_PERF" report --html - "$1" 2>/dev/null |
		sed -n '/<h1>/,/<h2>/s/<[^>]*>//gp' | sed 's/&#95;/_/g; s/&#58;/:/g' | xargs -d '\n'
}

@test "the first screen names a slow message" {
	[[ $(screen 6 slow.log) == *"messages 50.4 % VOLTAGE VOLTAGE_LEVEL_SET: 60, p50 5 ms, max 5 ms"* ]]
	[[ $(page slow.log) == *"50.4 % VOLTAGE VOLTAGE_LEVEL_SET: 60, p50 5 ms"* ]]
	# It is the first row of both tables, too, though its protocol has the last number.
	text=$(cat "$BATS_TEST_TMPDIR/text")
	[[ $text =~ max\ \ message[[:space:]]+60\ 300.000\ \ 50.4 ]]
	[[ $text =~ mean\ \ time%[[:space:]]+VOLTAGE ]]
	# The slowest one is named even if it takes little time in all.
	[[ $(screen 12 none.log) == *"slowest RESET RESET: 150, p50 93.18 us"* ]]
}

@test "the first screen names a bad interval, with the time in the log" {
	text=$(screen 14 interval.log)
	[[ $text =~ wrong\ ([0-9.]+)\ to\ ([0-9.]+)\ s\ \((70[0-9.]+)\ to\ ([0-9.]+)\ in\ the\ log\):\ [0-9.]+\ times\ as\ slow\ as\ usual ]]
	# Intervals are up to 0.26 s long.
	awk -v from="${BASH_REMATCH[1]}" -v to="${BASH_REMATCH[2]}" -v log_from="${BASH_REMATCH[3]}" \
		'BEGIN { exit !(from > 11.7 && from < 12.1 && to > 13.9 && to < 14.3 &&
			log_from - from > 6999.9 && log_from - from < 7000.1) }'
	[[ $(page interval.log) == *"times as slow as usual, p99 "* ]]
	"$SCMI_PERF" report -j interval.log >interval.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" interval.json
	jq -e '.summary.worst_interval | .ratio > 8 and .ratio < 11 and .start_ns > 11.7e9
		and .end_ns < 14.3e9' interval.json
	# Without the messages that are slow in it, there is none.
	"$SCMI_PERF" report -j none.log | jq -e '.summary.worst_interval == null'
}

@test "the first screen names an error status and who gets it" {
	[[ $(screen 13 status.log) == *"wrong 60 BUSY: PERFORMANCE PERFORMANCE_LEVEL_SET "* ]]
	[[ $(page status.log) == *"60 BUSY: PERFORMANCE PERFORMANCE_LEVEL_SET "* ]]
	[[ $(screen 13 none.log) == *"wrong nothing: no timeouts, errors, anomalies or losses"* ]]
	[[ $(page none.log) == *"nothing: no timeouts, errors, anomalies or losses"* ]]
}

@test "a message whose time is that of a timeout names it" {
	[[ $(screen 5 "$root/tests/data/import-trace-6.12.txt") == \
		*"99.3 % SENSOR SENSOR_READING_GET: 2, p50 100 us, max 100 us, 100 % timeout"* ]]
}

@test "shares of the phases and of the messages add up to all" {
	"$SCMI_PERF" report -j slow.log >slow.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" slow.json
	jq -e '.summary.time_ns == .counters.time_ns and
		([.summary.phases[].sum_ns] | add) == .summary.time_ns and
		(([.summary.phases[].share] | add) - 1 | fabs) < 1e-9 and
		[.summary.messages[].message_name] ==
			["VOLTAGE_LEVEL_SET", "SENSOR_READING_GET", "PERFORMANCE_LEVEL_SET"]' slow.json
	[[ $(screen 3 slow.log) == *"ALL 4110 transfers took 595.6 ms in all, 1.99 % of 29.98 s"*"phases transport 96.5 %, wakeup 3.5 %"* ]]
}

# order ARG...: prints the messages of the latency table in their order.
order() {
	"$SCMI_PERF" report "$@" | sed -n '/^ .*time%$/,/^$/p' | grep -oE '^[A-Z]+' | xargs
}

@test "messages are in the order of --sort, and --top limits them" {
	[ "$(order none.log)" = "SENSOR PERFORMANCE CLOCK POWER RESET VOLTAGE" ]
	[ "$(order --sort count none.log)" = "SENSOR PERFORMANCE CLOCK POWER RESET VOLTAGE" ]
	[ "$(order --sort max slow.log)" = "VOLTAGE RESET SENSOR CLOCK PERFORMANCE POWER" ]
	[ "$(order --sort p99 --top 2 slow.log)" = "VOLTAGE RESET" ]
	[ "$(order --sort key none.log)" = "POWER PERFORMANCE CLOCK SENSOR RESET VOLTAGE" ]
	[ "$(order --phase wakeup --sort p99 none.log)" = "POWER PERFORMANCE CLOCK SENSOR RESET VOLTAGE" ]
	[[ $(screen 1 --top 2 none.log) == "shown the first 2 of 6 messages (--top)" ]]
	[ "$("$SCMI_PERF" report -j --sort max --top 3 slow.log |
		jq -c '[.transfers[].protocol], ([.series[].protocol] | unique)' | xargs)" = \
		"[23,22,21] [21,22,23]" ]
	# Without these options, JSON is in the order of keys.
	"$SCMI_PERF" report -j slow.log | jq -e '[.transfers[].protocol] == [17, 19, 20, 21, 22, 23]'
	refused "invalid value 'p95' for --sort (one of: time, p99, max, count, key)" \
		report --sort p95 none.log
	refused "invalid value '0' for --top" report --top 0 none.log
}

@test "filters select messages, and the answer is about these" {
	text=$(screen 6 -P CLOCK -M RESET slow.log)
	[[ $text == "shown 1050 of 4110 transfers are selected, 13.4 % of the time of all ALL 1050 transfers took 79.64 ms"* ]]
	[[ $text != *VOLTAGE* ]]
	[ "$(order -P CLOCK -M RESET slow.log)" = "CLOCK RESET" ]
	[ "$(order -M PERFORMANCE_LEVEL_SET slow.log)" = "PERFORMANCE" ]
	# The time series is that of the selected messages.
	"$SCMI_PERF" report -j -P CLOCK slow.log >clock.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" clock.json
	jq -e '.counters.begun == 900 and .selection.of_transfers == 4110 and
		([.intervals[].deltas[].begun] | add) == 900 and
		([.intervals[].deltas[].protocol] | unique) == [20]' clock.json
	text=$(screen 9 -T virtio slow.log)
	[[ $text == "shown 0 of 4110 transfers are selected"*"The filter selects no transfer of this profile."* ]]
	[[ $text != *"No SCMI transfer was seen"* ]]
	"$SCMI_PERF" report -T virtio --html - slow.log | grep 'The filter selects no transfer'
	[[ $(page slow.log) != *selected* ]]
	refused "unknown message 'FOO'" report -M FOO slow.log
	refused "unknown transport 'foo'" report -T foo slow.log
}

@test "--phase limits the rows and the JSON to phases" {
	run -0 "$SCMI_PERF" report --phase wakeup none.log
	grep -E '^  wakeup +1500 ' <<<"$output"
	run ! grep -E '^  (total|transport) ' <<<"$output"
	"$SCMI_PERF" report -j --phase wakeup --phase total none.log |
		jq -e '[.series[].phase] | unique == ["total", "wakeup"]'
	refused "invalid value 'timeout' for --phase (one of: total, " report --phase timeout none.log
}

@test "Markdown has the answer and a line for each message" {
	"$SCMI_PERF" report --markdown=- status.log >status.md
	[ "$(head -n 1 status.md)" = "### SCMI transfers" ]
	head -n 12 status.md | sed 's/&#95;/_/g; s/&#58;/:/g' |
		grep -F -- '- wrong: 60 BUSY: PERFORMANCE PERFORMANCE_LEVEL_SET'
	grep -F '| SENSOR SENSOR_READING_GET | 1500 | 124.495 | 41.6 |' status.md
	refused "use only one of --json, --markdown=-" report -j --markdown=- status.log
	refused "--markdown - and --html - both write to standard output" \
		report --markdown=- --html - status.log
}

@test "the environment is last" {
	run -0 "$SCMI_PERF" report none.log
	[[ $output == *$'\n\nEnvironment\nsource    ftrace\nhooks     ftrace: '* ]]
	[[ ${lines[0]} == ALL* ]]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
}
