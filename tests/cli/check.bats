# SPDX-License-Identifier: GPL-2.0-only
# Tests check with runs of known values. The parser of limits has unit tests.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# limits LINE...: writes limits.ini
limits() {
	printf '%s\n' "$@" >limits.ini
}

# verdict STATUS ARG...: checks the exit status of check; $output is its text.
verdict() {
	local expected=$1

	shift
	run --separate-stderr "$SCMI_PERF" check --limits limits.ini "$@"
	[ "$status" -eq "$expected" ]
	[ -z "$stderr" ]
}

@test "replies that become timeouts are not faster" {
	local i

	for i in 0 1 2 3 4 5 6 7 8 9; do
		make_run "old$i.scmi" "$((25000 + i))"
		make_run "new$i.scmi" "$((25010 + i))" 980 6 '
			.series[0].counters |= (.begun = 1000 | .timed_out = 20)
			| .series[0].anomalies.timeout = 20
			| .series[0].phases.timeout = {count: 20,
				sum_ns: 600000000, min_ns: 30000000, max_ns: 30000000,
				buckets: [['"$(bucket 30000000)"', 20]]}'
	done
	limits "[* * total]" "max-regression-p99 = 5%"
	verdict 2 new*.scmi --baseline old*.scmi
	[[ $output == *"mostly timeout: "* ]]
	[[ $output == *"warning: "* ]]
	limits "[* * total]" "max-increase-timeouts = 10%"
	verdict 2 new*.scmi --baseline old*.scmi
	[[ $output == *"FAIL "*": timeouts increase: 200 of 10000, baseline 0 of 10000, limit +10 %; p = "* ]]
	run "$SCMI_PERF" check -j --limits limits.ini new*.scmi --baseline old*.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" - <<<"$output"
	[ "$(jq -c '.results[] | [.value, .most, .baseline_runs, .baseline, .unit]' <<<"$output")" = \
		'[200,0,10,0,"count"]' ]
	run "$SCMI_PERF" compare old*.scmi -- new*.scmi
	[[ ${output//$'\n'/ } == *"B has more in 1 and less in 0 of 1 count of timeouts"* ]]
	[[ $output =~ timed_out\ +0\ +10000\ +200\ +10000\ \<.0001\ more ]]
	run "$SCMI_PERF" compare -j old*.scmi -- new*.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" - <<<"$output"
	[ "$(jq -c '.counts[] | [.event, .a, .b, .b_messages, .verdict]' <<<"$output")" = \
		'["timed_out",0,200,10000,"more"]' ]
	run "$SCMI_PERF" compare --markdown=- --html page.html old*.scmi -- new*.scmi
	[[ $output == *"| timed_out | 0 | 10000 | 200 | 10000 | <.0001 | **more** |"* ]]
	grep '>timed_out</th>' page.html >/dev/null
	grep 'Timeouts, errors and anomalies' page.html >/dev/null
}

@test "sides that were recorded in blocks are inconclusive" {
	local i

	for i in 0 1 2 3 4 5 6 7 8 9; do
		make_run "old1$i.scmi" "$((25000 + i))" 1000 6 '.runs[0].kernel = "6.12"'
		make_run "new2$i.scmi" "$((35000 + i))" 1000 6 '.runs[0].kernel = "6.13" | .runs[0].start_unix_s += 100000'
	done
	limits "[* * total]" "max-regression-mean = 5%" "timeouts = 0"
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"recorded in blocks, so a drift of the machine may explain it; record them in turns"* ]]
	[[ $output == *"warning: The sides were recorded in blocks"* ]]
	[[ $output == *"warning: The kernel of one side is not that of the other."* ]]
	run "$SCMI_PERF" compare old*.scmi -- new*.scmi
	[[ $output == *"The sides were recorded in blocks, not in turns"* ]]
	run "$SCMI_PERF" compare -j old*.scmi -- new*.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" - <<<"$output"
	[ "$(jq '.warnings | length' <<<"$output")" = 2 ]
	limits "[* * total]" "max-regression-mean = 5%" "allow-blocks = yes"
	verdict 2 new*.scmi --baseline old*.scmi
	run "$SCMI_PERF" check -j --limits limits.ini new*.scmi --baseline old*.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" - <<<"$output"
}

@test "latencies without timeouts are warned about" {
	make_run a.scmi 25000
	limits "[* * total]" "p99 = 1s"
	verdict 0 a.scmi
	[[ $output == *"warning: [* * total] limits latencies, but neither timeouts nor"* ]]
	run "$SCMI_PERF" check -j --limits limits.ini a.scmi
	[[ $output == *'"warnings"'*"add timeouts = 0"* ]]
	run --separate-stderr "$SCMI_PERF" check --markdown=- --limits limits.ini a.scmi
	[[ $output == *"Warning: "*"limits latencies, but neither timeouts"* ]]
	limits "[* * total]" "p99 = 1s" "[* SENSOR total]" "anomalies = 0"
	verdict 0 a.scmi
	[[ $output != *"warning"* ]]
	limits "[* * total]" "p99 = 1s" "timeouts = 5"
	verdict 0 a.scmi
	[[ $output != *"warning"* ]]
	# One series in two sections, with another between them, is one.
	make_run a.scmi 25000 1000 6 '.series += [.series[0] | .message = 7]'
	limits "[* * total]" "p99 = 1s" "[* SENSOR:6 total]" "p50 = 1s" \
		"[* SENSOR:7 total]" "timeouts = 0"
	verdict 0 a.scmi
	[[ $output == *"anomalies of SENSOR SENSOR_READING_GET; add"* ]]
}

@test "a time on the limit passes, one ns less of limit fails" {
	make_runs a 25000 100 3
	limits "[* SENSOR_READING_GET total]" "p99 = 25200ns"
	verdict 0 a*.scmi
	[[ $output == *"pass "*"total p99: 25.200 us, limit 25.200 us"* ]]
	[[ $output == *"1 limit: 0 failed, 0 inconclusive, 1 passed"* ]]
	limits "[* SENSOR_READING_GET total]" "p99 = 25199ns"
	verdict 2 a*.scmi
	[[ $output == *"FAIL "*"total p99: 25.200 us, limit 25.199 us"* ]]
	limits "[* * *]" "p50 = 25.2us" "mean = 25.1us" "max = 25.2us" \
		"p90 = 25.2us" "p999 = 25.2us"
	verdict 0 a*.scmi
	[[ $output == *"5 passed"* ]]
}

@test "counts are summed over the runs" {
	filter='.series[0].counters |= (.begun += 2 | .timed_out = 2)
		| .series[0].counters.errors = 3
		| .series[0].anomalies.timeout = 2'
	make_runs a 25000 0 2 "$filter"
	limits "[* * total]" "timeouts = 4" "errors = 6" "anomalies = 4" \
		"send-failed = 0" "aged-out = 0" "overlapped = 0"
	verdict 0 a*.scmi
	limits "[* * total]" "timeouts = 3" "errors = 5" "anomalies = 3"
	verdict 2 a*.scmi
	[[ $output == *"FAIL "*"timeouts: 4, limit 3"* ]]
	[[ $output == *"FAIL "*"errors: 6, limit 5"* ]]
	[[ $output == *"FAIL "*"anomalies: 4, limit 3"* ]]
}

@test "too few samples are inconclusive" {
	make_run a.scmi 25000 99
	limits "[* * total]" "p99 = 1s"
	verdict 3 a.scmi
	[[ $output == *"INCONCLUSIVE "*"too few samples: 99"* ]]
	limits "[* * total]" "p50 = 1s" "min-samples = 100"
	verdict 3 a.scmi
	[[ $output == *"too few samples: 99, min-samples is 100"* ]]
	limits "[* * total]" "p50 = 1s" "min-samples = 99"
	verdict 0 a.scmi
	limits "[* * wakeup]" "p50 = 1s"
	verdict 3 a.scmi
	[[ $output == *"no run has a value"* ]]
}

@test "losses make a pass inconclusive, but not a fail that they cannot change" {
	make_run a.scmi 25000 1000 6 '.lost.key_table = 7'
	limits "[* * total]" "p99 = 1s" "max = 1us" "timeouts = 0" "p50 = 1us"
	verdict 2 a.scmi
	[[ $output == *"INCONCLUSIVE "*"p99: "*"7 lost, limit 0"* ]]
	[[ $output == *"FAIL "*"max: 25.000 us"* ]]
	[[ $output == *"INCONCLUSIVE "*"timeouts: 0, limit 0; 7 lost"* ]]
	[[ $output == *"INCONCLUSIVE "*"p50: 25.000 us"*"7 lost"* ]]
	limits "[defaults]" "lost = 7" "[* * total]" "p99 = 1s"
	verdict 0 a.scmi
	# A line that could not be parsed may have had an event.
	make_run a.scmi 25000 1000 6 '.unparsed_lines = 7'
	verdict 0 a.scmi
	make_runs old 25000 10 10 '.unparsed_lines = 1'
	limits "[* * total]" "p99 = 1s" "max-regression = 5%"
	make_runs new 25000 10 10 '.unparsed_lines = 1'
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"INCONCLUSIVE "*"p99: "*"10 lost, limit 0"* ]]
	[[ $output == *"INCONCLUSIVE "*"regression: "*"20 lost, limit 0"* ]]
}

@test "a regression fails if it is large enough and significant" {
	make_runs old 25000 10 10
	make_runs new 26000 10 10
	limits "[* * total]" "max-regression = 3%"
	verdict 2 new*.scmi --baseline old*.scmi
	[[ $output == *"FAIL "*"total p50 regression: +1.000 us (+4.0 %) on 25.045 us, limit 0.751 us; p = "*", 10 runs on 10"* ]]
	[[ $output == *"4 failed"* ]]
	# Over the limit, but as near to it as the runs to each other.
	limits "[* * total]" "max-regression = 3.9%"
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"may be chance at alpha 0.01; record more runs, all anew"* ]]
	limits "[* * total]" "max-regression = 4%"
	verdict 0 new*.scmi --baseline old*.scmi
	[[ $output == *"; up to +1."*" us (+4."*" %) cannot be excluded"* ]]
	limits "[* * total]" "max-regression = 4%" "prove = yes"
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"cannot be excluded; prove = yes"* ]]
	limits "[* * total]" "max-regression = 3%" "min-effect = 1us"
	verdict 0 new*.scmi --baseline old*.scmi
	# Faster runs are not a regression.
	limits "[* * total]" "max-regression = 0%"
	verdict 0 old*.scmi --baseline new*.scmi
	make_runs same 26000 10 10
	verdict 0 new*.scmi --baseline same*.scmi
}

@test "a regression that may be chance is inconclusive" {
	make_runs old 25000 500 10
	make_runs new 25600 500 10
	limits "[* * total]" "max-regression-mean = 1%"
	verdict 3 --baseline old*.scmi --limits limits.ini -- new*.scmi
	[[ $output == *"may be chance at alpha 0.01; record more runs"* ]]
}

@test "too few runs are inconclusive, even with a clear difference" {
	make_runs old 25000 10 5
	make_runs new 99000 10 5
	limits "[* * total]" "max-regression = 1%"
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"too few runs: 5 on 5 of the baseline, min-runs is 10"* ]]
	# Four tests: 4 * 2 / 252 is more than 0.01.
	limits "[* * total]" "max-regression = 1%" "min-runs = 5"
	verdict 3 new*.scmi --baseline old*.scmi
	[[ $output == *"4 tests at alpha 0.01 need 6 runs a side"* ]]
	limits "[* * total]" "max-regression-p50 = 1%" "min-runs = 5"
	verdict 2 new*.scmi --baseline old*.scmi
	limits "[* * total]" "max-regression-p50 = 1%" "min-runs = 0"
	verdict 3 new0.scmi --baseline old0.scmi
}

@test "one deterministic run is enough, and the result is exact" {
	make_run old.scmi 25000 1000 6 "$DETERMINISTIC"
	make_run new.scmi 25001 1000 6 "$DETERMINISTIC"
	limits "[* * total]" "max-regression = 0%"
	verdict 2 new.scmi --baseline old.scmi
	[[ $output == *"FAIL "*"total mean regression: +0.001 us (+0.0 %) on 25.000 us, limit 0.000 us; deterministic, 1 run on 1"* ]]
	verdict 0 old.scmi --baseline old.scmi
	verdict 0 old.scmi --baseline new.scmi
	limits "[* * total]" "max-regression = 1ns"
	verdict 0 new.scmi --baseline old.scmi
	run -0 "$SCMI_PERF" check -j new.scmi --limits limits.ini \
		--baseline old.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" \
		- <<<"$output"
	[ "$(jq -c '[.tests, .results[0].deterministic]' <<<"$output")" = \
		'[0,true]' ]
	# Runs that differ are not deterministic.
	verdict 3 new.scmi old.scmi --baseline old.scmi
	[[ $output == *"the runs are deterministic, but differ"* ]]
	# A set with one unmarked run is not deterministic either.
	make_run noisy.scmi 25000
	verdict 3 new.scmi --baseline noisy.scmi
	[[ $output == *"too few runs: "*"min-runs is 10"* ]]
	make_run lossy.scmi 25000 1000 6 "$DETERMINISTIC | .lost.key_table = 1"
	verdict 3 lossy.scmi --baseline old.scmi
}

@test "a series on only one side is inconclusive, not passed" {
	make_runs old 25000 10 10
	make_run new.scmi 25000 1000 7
	limits "[defaults]" "min-runs = 1" \
		"[* * total]" "max-regression-p50 = 1%"
	verdict 3 new.scmi --baseline old*.scmi
	[[ $output == *"SENSOR_READING_GET: total p50 regression: no run has a value"* ]]
	[[ $output == *"the baseline has no value"* ]]
}

@test "a section that matches no series is an error with its line" {
	make_run a.scmi 25000
	limits "[* SENSOR_READING_GET total]" "p99 = 1s" "" \
		"[* CLOCK:* total]" "p99 = 1s"
	refused "limits.ini:4: [* CLOCK:* total] matches no series" \
		check a.scmi --limits limits.ini
	make_run empty.scmi 1 1 6 '.series = []'
	refused "limits.ini:1: [* SENSOR_READING_GET total] matches no series" \
		check empty.scmi --limits limits.ini
}

@test "an optional section is skipped on boards that do not have its messages" {
	make_run a.scmi 25000
	limits "[* SENSOR_READING_GET total]" "p99 = 1 s # each board has it" \
		"[* CLOCK:* total]" "optional = yes" "p99 = 1s"
	verdict 0 a.scmi
	[[ $output == *"1 limit: 0 failed, 0 inconclusive, 1 passed"* ]]
	limits "[* CLOCK:* total]" "optional = yes" "p99 = 1s"
	refused "limits.ini: no section matches a series" check a.scmi \
		--limits limits.ini
	limits "[* CLOCK:* total]" "timeout = 0"
	refused "limits.ini:2: unknown key 'timeout', did you mean timeouts?" \
		check a.scmi --limits limits.ini
}

@test "JUnit has the time of the recordings and the machines of both sides" {
	make_runs a 25000 10 2 '.runs[0] |= (.duration_ns = 1500000000 |
		.host = "board-\(.start_unix_s % 1000)" | .kernel = "6.12.1")'
	make_run old.scmi 25000 1000 6 '.runs[0] |= (.host = "farm" |
		.kernel = "6.11" | .duration_ns = 1000000000)'
	limits "[* * total]" "p50 = 1s" "max-regression-p50 = 5%"
	run -3 "$SCMI_PERF" check a0.scmi a1.scmi --limits limits.ini \
		--baseline old.scmi --junit -
	xmllint --noout --schema "$root/tests/tools/junit.xsd" - <<<"$output"
	[[ $output == *'errors="1" time="4.000"'* ]]
	[ "$(grep -c '<testcase .* time="2.000"' <<<"$output")" = 2 ]
	[ "$(grep -c '<property name="host" value="board-' <<<"$output")" = 2 ]
	[ "$(grep -c '<property name="kernel" value="6.12.1"' <<<"$output")" = 1 ]
	[ "$(grep -c '<property name="baseline.host" value="farm"' <<<"$output")" = 1 ]
	[ "$(grep -c '<property name="baseline.kernel" value="6.11"' <<<"$output")" = 1 ]
}

@test "Markdown keeps names and sentences readable as text" {
	make_run a.scmi 25000
	limits "[* * total]" "p99 = 1us"
	run -2 "$SCMI_PERF" check a.scmi --limits limits.ini --markdown=-
	grep -qx '| \*\*fail\*\* | SENSOR SENSOR_READING_GET: total p99 | 25.000 us, limit 1.000 us |' \
		<<<"$output"
	cp limits.ini '_x_ a:b:[y](z).ini'
	run -2 "$SCMI_PERF" check a.scmi --limits '_x_ a:b:[y](z).ini' --markdown=-
	[[ $output == *'<code>&#95;x&#95; a&#58;b&#58;&#91;y&#93;(z).ini</code>'* ]]
}

@test "JSON is valid against its schema and has the reasons" {
	make_runs old 25000 10 10
	make_runs new 26000 10 10
	make_run other.scmi 25000 10 7
	limits "[defaults]" "max-regression = 3%" \
		"[* * total]" "p99 = 1s" "timeouts = 0" "" \
		"[* * wakeup]" "max = 1s"
	for runs in "new*.scmi" "other.scmi" "other.scmi new*.scmi" new0.scmi; do
		# shellcheck disable=SC2086
		"$SCMI_PERF" check -j --limits limits.ini $runs \
			--baseline old*.scmi >c.json || true
		"$root/tests/tools/validate_json.py" \
			"$root/docs/check.schema.json" c.json
	done
	run -2 "$SCMI_PERF" check -j --limits limits.ini new*.scmi \
		--baseline old*.scmi
	[ "$(jq -c '[.verdict, .tests, (.runs | length),
		(.baseline | length)]' <<<"$output")" = '["fail",4,10,10]' ]
	[ "$(jq -c '.results[] | select(.limit == "max-regression-mean" and
		.phase == "total") | [.line, .verdict, .value, .most,
		.baseline, .runs, .baseline_runs] |
		map(if type == "number" then floor else . end)' \
		<<<"$output")" = '[2,"fail",1000,751,25045,10,10]' ]
	jq '.results[0].verdict = "maybe"' <<<"$output" >wrong.json
	run "$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" \
		wrong.json
	[ "$status" -eq 1 ]
}

@test "JUnit is valid, and its counts are right" {
	make_run a.scmi 25000 1000 6 \
		'.runs[0].host = "<b>\"&'\''\u0001\ufffe]]>"'
	make_run none.scmi 25000 1000 6 '.runs[0].start_unix_s = 99999999999999'
	limits "[* * total]" "p99 = 1us" "p50 = 1s" "[* * wakeup]" "p50 = 1s"
	name=$'l"<x>\n&.ini'
	cp limits.ini "$name"
	run -2 "$SCMI_PERF" check a.scmi --limits "$name" --junit j.xml
	xmllint --noout --schema "$root/tests/tools/junit.xsd" j.xml
	python3 - <<'END'
import xml.etree.ElementTree as tree
suite = tree.parse("j.xml").getroot().find("testsuite")
cases = suite.findall("testcase")
assert int(suite.get("tests")) == len(cases) == 3
assert int(suite.get("failures")) == len(suite.findall(".//failure")) == 1
assert int(suite.get("errors")) == len(suite.findall(".//error")) == 1
assert suite.get("name") == 'l"<x>\\x0a&.ini', suite.get("name")
assert "25.000 us, limit 1.000 us" in suite.find(".//failure").get("message")
assert suite.find(".//failure").text == suite.find(".//failure").get("message")
END
	run -2 "$SCMI_PERF" check none.scmi --limits limits.ini --junit -
	xmllint --noout --schema "$root/tests/tools/junit.xsd" - <<<"$output"
	sed s/errors=/mistakes=/ j.xml >wrong.xml
	run xmllint --noout --schema "$root/tests/tools/junit.xsd" wrong.xml
	[ "$status" -ne 0 ]
}

@test "Markdown shows failed limits and folds passed ones" {
	make_run a.scmi 25000
	limits "[* * total]" "p99 = 1us" "p50 = 1s" "timeouts = 0" \
		"[* * wakeup]" "p50 = 1s"
	echo before >summary.md
	cp limits.ini $'<script>|`\n.ini'
	run -2 "$SCMI_PERF" check a.scmi --limits $'<script>|`\n.ini' \
		--markdown summary.md
	[ "$(head -n 1 summary.md)" = before ]
	grep -q '^### SCMI latency: a limit is exceeded$' summary.md
	grep -q '<details><summary>2 passed</summary>' summary.md
	run ! grep -q '<script' summary.md
	[ "$(grep '^|' summary.md | awk -F'|' '{ print NF }' | sort -u)" = 5 ]
	run -2 "$SCMI_PERF" check a.scmi --limits limits.ini --markdown=-
	[[ ${lines[0]} == "### SCMI latency:"* ]]
}

@test "annotations for GitHub name file and line, escaped" {
	make_run a.scmi 25000
	name=$'a,b:c%\n::error::\x7f\xff\xc2\x9b\xc3\xa9x.ini'
	limits "[* * total]" "p50 = 1s" "p99 = 1us" "[* * wakeup]" "p50 = 1s"
	cp limits.ini "$name"
	run -2 "$SCMI_PERF" check a.scmi --limits "$name" --github
	[ "${lines[0]}" = "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A%7F%FF%C2%9Béx.ini,line=3,title=SENSOR SENSOR_READING_GET%3A total p99::25.000 us, limit 1.000 us" ]
	[[ ${lines[1]} == "::warning file="*",line=5,title="*"::no run has a value" ]]
	[[ $output == *$'\n::warning file='*"::[* * total] limits latencies"* ]]
	[ "$(grep -c '^::' <<<"$output")" = 3 ]
	[[ $output == *"3 limits: 1 failed, 1 inconclusive, 1 passed"* ]]
}

@test "wrong usage, limits and files are errors" {
	make_run a.scmi 25000
	limits "[* * total]" "p99 = 1s"
	refused "no FILE given" check --limits limits.ini
	refused "--limits FILE is required" check a.scmi
	refused "requires an argument" check a.scmi --limits limits.ini \
		--baseline
	refused "--baseline: no FILE given" check a.scmi --limits limits.ini \
		--baseline -j
	refused "only one of" check a.scmi \
		--limits limits.ini -j --junit=-
	refused "nowhere.ini: No such file" check a.scmi --limits nowhere.ini
	refused "no such file" check b.scmi --limits limits.ini
	refused "no such file" check a.scmi --limits limits.ini --baseline b.scmi
	limits "[* * total]" "p99 = 500"
	refused "limits.ini:2: invalid value '500' for p99 (a time with a unit" check a.scmi \
		--limits limits.ini
	printf '[* * total]\np99\e[31m = 5us\n' >limits.ini
	refused 'limits.ini:2: unknown key '\''p99\x1b[31m'\'' (one of: ' check a.scmi \
		--limits limits.ini
	limits "[* * total]" "max-regression = 5%"
	refused "limits.ini:2: max-regression-p50 needs a baseline" \
		check a.scmi --limits limits.ini
	zcat a.scmi | sed s,profile/2,profile/999, | gzip >future.scmi
	refused "upgrade scmi-perf" check future.scmi --limits limits.ini
	refused "Is a directory" check a.scmi --limits .
}

@test "a full disk is an error" {
	make_run a.scmi 25000
	limits "[* * total]" "p99 = 1s"
	for format in "" -j --markdown=- --junit=-; do
		run bash -c '"$SCMI_PERF" check a.scmi --limits limits.ini \
			'"$format"' >/dev/full'
		[ "$status" -eq 1 ]
		[[ $output == *"write standard output: No space left"* ]]
	done
	refused "write /dev/full: No space left" check a.scmi \
		--limits limits.ini --junit /dev/full
	refused "write /no/such/file" check a.scmi --limits limits.ini \
		--markdown /no/such/file
}
