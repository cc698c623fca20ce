# SPDX-License-Identifier: GPL-2.0-only
# Tests the callers and holders of logs: the report names the noisy caller, and who
# holds the channel.

bats_require_minimum_version 1.5.0

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	"$root/tests/tools/make_senders_log.py" >log
}

@test "the report of a log names the noisy caller and the holder" {
	"$SCMI_PERF" report log >text
	# The first line of each table is the one with the longest time.
	grep -A3 '^Callers by task' text | tail -n 1 | tr -s ' ' |
		grep -x ' 2000 0 200.000 48.6 0.100 0.100 0.100 noisy: CLOCK_CONFIG_SET' >/dev/null
	[[ "$(grep -A9 '^Waits for a channel' text | tr -s ' \n' ' ')" == \
		*" 100 70.000 100.0 0.700 0.700 cpufreq: PERFORMANCE_LEVEL_SET behind hwmon: SENSOR_READING_GET"* ]]
	[[ "$(tr -s ' \n' ' ' <text)" == *"in flight channel 0: 0.05 on average at the start of another transfer, at most 1; none at 95.5 % of the starts"* ]]
	# A channel without such transfers has no line.
	"$SCMI_PERF" report "$root/tests/data/import-trace-6.12.txt" >text
	grep '^Callers by task' text
	run ! grep '^in flight' text
}

@test "the first screen names who sends most, and who waits behind whom" {
	# Markdown escapes some characters, and a page has tags.
	plain() {
		sed 's/<[^>]*>/ /g; s/&#95;/_/g; s/&#58;/:/g' | xargs -d '\n' | tr -s ' '
	}
	"$SCMI_PERF" report log | head -n 22 | plain >text
	"$SCMI_PERF" report --markdown=- log | head -n 16 | plain >markdown
	"$SCMI_PERF" report --html - log 2>/dev/null | sed -n '/<h1>/,/<h2>/p' | plain >page
	for screen in text markdown page; do
		grep -F '56.0 % noisy: 2001, mostly CLOCK_CONFIG_SET' $screen
		grep -F '25.7 % hwmon: 101 SENSOR_READING_GET' $screen
		grep -F '17.0 % cpufreq: PERFORMANCE_LEVEL_SET behind hwmon: SENSOR_READING_GET, 100 times' $screen
	done
	# The document shows this screen.
	awk '/^```/ { code = !code; next } code' "$root/docs/reading.md" >blocks
	"$SCMI_PERF" report log >text
	for label in callers waits 'Callers by task' 'Waits for a channel'; do
		lines=$(grep -A3 "^$label" text)
		[[ $(grep -A3 "^$label" blocks) == "${lines%$'\n'transfers*}"* ]]
	done
	# Four tasks take more time than one that sends most.
	"$root/tests/tools/make_senders_log.py" quiet >quiet
	"$SCMI_PERF" report quiet | sed -n '/^callers/,/^transfers/p' >text
	cat text
	[ "$(sed -n '/^waits/q;p' text | grep -c ' % ')" -eq 4 ]
	grep -E '^ +[0-9.]+ % noisy: 2001, mostly CLOCK_RATE_SET$' text
}

@test "callers add up to the transfers that ended" {
	"$SCMI_PERF" import -q log -o log.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" \
		log.scmi
	"$SCMI_PERF" report -j log.scmi >report.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" \
		report.json
	jq -e '.counters as $c | .senders |
		([.callers[] | .completed + .timed_out] | add) ==
			$c.completed + $c.timed_out and
		([.callers[].sum_ns] | add) == $c.time_ns and
		.lost == {callers: 0, stacks: 0, holders: 0} and
		.channels[0].levels[0:2] == [2102, 100]' report.json
	# Percentiles are those of the messages, each of which has one caller, to 6.3 %.
	jq -e 'def near(a; b): a == b or a / b > 0.937 and a / b < 1.063;
		([.series[] | select(.phase == "total") | {message_name, p50_ns, p99_ns}]) as $all
		| $all[] as $m | .senders.callers | map(select(.message_name == $m.message_name))
		| length == 1 and near(.[0].p50_ns; $m.p50_ns) and near(.[0].p99_ns; $m.p99_ns)' report.json
	jq -e '.senders.callers[] | select(.timed_out == 1) |
		.p50_ns <= 30105000 and .p50_ns > 28000000 and .p99_ns == null' report.json
	# Without them, a table has the mean.
	zcat log.scmi | jq -c 'del(.senders.callers[].buckets)' | gzip -n >old.scmi
	"$SCMI_PERF" report --callers old.scmi | grep -A4 '^Callers by task' | tr -s ' ' |
		grep -x ' 101 0 105.505 25.7 1.045 15.005 hwmon: SENSOR_READING_GET' >/dev/null
	# A line of several stacks has the percentiles of all.
	zcat log.scmi | jq -c '.senders.stacks = ["entry;do_xfer"] | .senders.callers |= map(
		if .comm == "hwmon" then ., (.stack = 0 | .buckets = [[.buckets[-1][0], 101]])
		else . end)' | gzip -n >stacks.scmi
	"$SCMI_PERF" report --callers stacks.scmi | grep -A4 '^Callers by task' | tr -s ' ' |
		grep -x ' 202 0 211.010 40.8 15.005 15.005 15.005 hwmon: SENSOR_READING_GET' >/dev/null
	# A merge adds up, a second import of the same log does not change a byte.
	sed 's/noisy/other/' log | "$SCMI_PERF" import -q - -o other.scmi
	"$SCMI_PERF" merge -q log.scmi other.scmi -o both.scmi
	"$SCMI_PERF" report -j both.scmi |
		jq -e '[.senders.callers[].comm] | unique ==
			["cpufreq", "hwmon", "noisy", "other"]'
	"$SCMI_PERF" import -q log -o again.scmi
	cmp log.scmi again.scmi
}

@test "report --slowest lists the slowest transfers with time, task and phases" {
	"$SCMI_PERF" report --slowest log | tr -s ' \n' ' ' >text
	grep -F ' 1.030000 30.105 noisy: CLOCK_RATE_SET, thread 100, token 0x09a, timed out - in the log at 2.030000 1.010000 15.005 hwmon: SENSOR_READING_GET, thread 200, token 0x099 - transport 15.000 + wakeup 0.005 - in the log at 2.010000' \
		text
	"$SCMI_PERF" report --callers log >text
	[[ "$(head -n 20 text)" == *"Callers by task"*"Waits for a channel"* ]]
	refused "--callers and --slowest are for text only" report -j --slowest log
}

@test "the page has callers, holders and the slowest transfers" {
	"$SCMI_PERF" report -q --html - log >page
	"$root/tests/tools/check_html.py" page
	for heading in 'Callers by task' 'Waits for a channel' 'Slowest transfers'; do
		grep -F "<h2>$heading</h2>" page >/dev/null
	done
	# Columns without a value are left out.
	grep '^<thead>' page | sed 's|</th><th scope="col">|<|g' >heads
	grep -F 'failed<sum<time%<mean<p50<p99' heads
	grep -F 'waiting<count<sum<time%<mean<max' heads
}

# A frame of a flame graph: its class, title, position and width.
frames() {
	grep -o '^<g class="[a-z]*"><title>.*' "$1" |
		sed -E 's/^<g class="([a-z]*)"><title>([^<]*).*<svg x="([^"]*)%" y="([^"]*)" width="([^"]*)%".*/\1 \2 \4 \3 \5/; s/&#58;/:/; s/&#95;/_/g; s/&#59;/;/g'
}

@test "the page has a flame graph of the callers, if it knows their stacks" {
	"$SCMI_PERF" import -q log -o log.scmi
	"$SCMI_PERF" report -q --html page log.scmi
	run ! grep '<h2>Flame graph' page
	# noisy and hwmon have one outermost function, noisy two drivers.
	zcat log.scmi | jq -c '.senders.stacks = ["entry;clk_set;scmi_clk_set_rate;do_xfer",
			"entry;scmi_clk_enable;do_xfer", "entry;scmi_hwmon_read;do_xfer"]
		| .senders.callers |= map(if .comm == "hwmon" then .stack = 2
			elif .message == 7 and .comm == "noisy" then .stack = 1
			elif .comm == "noisy" then .stack = 0
			else . end)' | gzip -n >stacks.scmi
	"$SCMI_PERF" report -q --html page stacks.scmi
	"$root/tests/tools/check_html.py" page "Flame graph of the callers" \
		"411.110 ms in all"
	frames page >drawn
	cat >expected <<-EOT
	task cpufreq: 75.500 ms, 18.4 %, 100 transfers 0 0.000 18.365
	message PERFORMANCE PERFORMANCE_LEVEL_SET: 75.500 ms, 18.4 %, 100 transfers 18 0.000 18.365
	task hwmon: 105.505 ms, 25.7 %, 101 transfers 0 18.365 25.663
	function entry: 105.505 ms, 25.7 %, 101 transfers 18 18.365 25.663
	driver scmi_hwmon_read: 105.505 ms, 25.7 %, 101 transfers 36 18.365 25.663
	function do_xfer: 105.505 ms, 25.7 %, 101 transfers 54 18.365 25.663
	message SENSOR SENSOR_READING_GET: 105.505 ms, 25.7 %, 101 transfers 72 18.365 25.663
	task noisy: 230.105 ms, 56.0 %, 2001 transfers 0 44.028 55.972
	function entry: 230.105 ms, 56.0 %, 2001 transfers 18 44.028 55.972
	function clk_set: 30.105 ms, 7.3 %, 1 transfer 36 44.028 7.323
	driver scmi_clk_set_rate: 30.105 ms, 7.3 %, 1 transfer 54 44.028 7.323
	function do_xfer: 30.105 ms, 7.3 %, 1 transfer 72 44.028 7.323
	message CLOCK CLOCK_RATE_SET: 30.105 ms, 7.3 %, 1 transfer 90 44.028 7.323
	driver scmi_clk_enable: 200.000 ms, 48.6 %, 2000 transfers 36 51.351 48.649
	function do_xfer: 200.000 ms, 48.6 %, 2000 transfers 54 51.351 48.649
	message CLOCK CLOCK_CONFIG_SET: 200.000 ms, 48.6 %, 2000 transfers 72 51.351 48.649
	EOT
	diff expected drawn
	grep -F 'width="100%" height="108">' page >/dev/null
	# A filter applies to it. A deeper stack has 64 rows.
	"$SCMI_PERF" report -q -M SENSOR_READING_GET --html page stacks.scmi
	[ "$(frames page | head -n 1)" = "task hwmon: 105.505 ms, 100.0 %, 101 transfers 0 0.000 100.000" ]
	zcat stacks.scmi | jq -c '.senders.stacks[0] = "a;" + ("b;" * 98) + "do_xfer"' |
		gzip -n >deep.scmi
	"$SCMI_PERF" report -q --html page deep.scmi
	grep -F "width=\"100%\" height=\"$((64 * 18))\">" page >/dev/null
	[ "$(frames page | grep -c '^[a-z]* b: 30.105')" -eq 61 ]
	# A frame of less than 0.1 % is left out, one of less than 2 % has no name in it. The
	# next frame begins behind it.
	for ns in 300000 3000000; do
		zcat stacks.scmi | jq -c --argjson ns $ns '.senders.callers |=
			map(if .comm == "cpufreq" then .sum_ns = $ns | .max_ns = $ns / 10 else . end)' |
			gzip -n >small.scmi
		"$SCMI_PERF" report -q --html page small.scmi
		frames page | grep -e cpufreq -e hwmon >"drawn$ns"
		grep -c '<text x="4" y="13">cpufreq' page >"named$ns" || true
	done
	head -n 1 drawn300000 | grep -x 'task hwmon: 105.505 ms, 31.4 %, 101 transfers 0 0.089 31.409'
	head -n 1 drawn3000000 | grep -x 'task cpufreq: 3.000 ms, 0.9 %, 100 transfers 0 0.000 0.886'
	[ "$(cat named300000 named3000000)" = "$(printf '0\n0')" ]
	"$SCMI_PERF" report -q --html page stacks.scmi
	grep -F '<text x="4" y="13">cpufreq' page >/dev/null
}

@test "export --folded writes the input of a flame graph" {
	"$SCMI_PERF" export log --folded folded
	sort folded >sorted
	cat >expected <<-EOT
	cpufreq;PERFORMANCE PERFORMANCE_LEVEL_SET 75500
	hwmon;SENSOR SENSOR_READING_GET 105505
	noisy;CLOCK CLOCK_CONFIG_SET 200000
	noisy;CLOCK CLOCK_RATE_SET 30105
	EOT
	diff expected sorted
	"$SCMI_PERF" export log --folded - --by count |
		grep -x 'noisy;CLOCK CLOCK_CONFIG_SET 2000' >/dev/null
	# Semicolons separate frames.
	sed 's/noisy/no;sy/' log >semicolon
	"$SCMI_PERF" export semicolon --folded - |
		grep -x 'no:sy;CLOCK CLOCK_RATE_SET 30105' >/dev/null
	refused "one of --perfetto, --csv, --folded, --prometheus is required" export log
	refused "invalid value 'size' for --by" export log --folded - --by size
	: >empty
	refused "" export empty --folded -
}
