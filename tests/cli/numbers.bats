# SPDX-License-Identifier: GPL-2.0-only
# Numbers at the end of their range, and files that are made to cost memory or time.
# SCMI_PERF is the program under test.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_TEST_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
}

# One transfer of 285 years.
HUGE=9000000000000000000

# huge FILE: a run with that transfer. jq cannot print such numbers.
huge() {
	make_run "$1" 1 1
	zcat "$1" | sed "s/\(_ns\":\)1\b/\1$HUGE/g; s/\[\[1,/[[$(bucket "$HUGE"),/" |
		gzip >huge
	mv huge "$1"
}

# event TIME NAME ID FIELDS: prints a line of a log.
event() {
	echo " x-1 [000] ..... $1: scmi_$2: pt=15 msg_id=06 seq=$3 transfer_id=$3 $4"
}

# transfer SECOND ID: prints a transfer of 59 us.
transfer() {
	event "$1.000001" xfer_begin "$2" poll=0
	event "$1.000002" xfer_response_wait "$2" "tmo_ms=30 poll=0"
	event "$1.000050" rx_done "$2" msg_type=0
	event "$1.000060" xfer_end "$2" s=0
}

# figure FILE FILTER: prints a number of the report.
figure() {
	"$SCMI_PERF" report -j "$1" >report.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" report.json
	jq -c "$2" report.json
}

@test "a sum of times beyond 2^63 has no mean, and never wraps" {
	for n in 1 2 3 4; do huge "h$n.scmi"; done
	"$SCMI_PERF" merge -q h1.scmi h2.scmi h3.scmi -o m.scmi
	[ "$(figure m.scmi '.series[0] | [.count, .mean_ns, .sum_ns]')" = "[3,null,null]" ]
	grep -q "\"p50_ns\": $HUGE" report.json
	run -0 "$SCMI_PERF" report m.scmi
	[[ $(grep '^  total' <<<"$output") =~ \ -\ +-$ ]]
	# A merge of merges is the same.
	"$SCMI_PERF" merge -q h3.scmi h2.scmi -o m2.scmi
	"$SCMI_PERF" merge -q m2.scmi h1.scmi -o m3.scmi
	[ "$(figure m3.scmi '.series[0] | [.mean_ns, .sum_ns]')" = "[null,null]" ]
	# Readers accept such a sum only if the buckets can add up to it.
	make_run a.scmi 1000 1
	zcat a.scmi | sed 's/"sum_ns":1000/"sum_ns":9223372036854775807/' |
		gzip >small.scmi
	refused "sum_ns cannot be the sum of the buckets" report small.scmi
}

# full NAME: writes the profile NAME.scmi, a half of which has no room in another one.
full() {
	python3 - "$1" <<-'END'
		import gzip, json, sys
		name = sys.argv[1]
		profile = json.load(gzip.open("x.scmi"))
		senders = profile["senders"]
		key = {k: v for k, v in profile["series"][0].items()
		       if k in "instance transport channel protocol message type".split()}
		senders["stacks"] = [f"{name}{i:03};{'f' * 16000};do_xfer" for i in range(900)]
		caller = dict(key, comm="x", completed=1, timed_out=0, max_ns=9)
		senders["callers"] = [dict(caller, stack=i, sum_ns=9) for i in range(900)]
		load = dict(begun=0, sum=0, max=0, levels=[0] * 16)
		senders["channels"] = [dict(load, instance=i, transport="mailbox", channel=ord(name))
		                       for i in range(256)]
		profile["resource_names"] = [
		    {"instance": ord(name), "protocol": 20, "resource": i, "name": "clock"}
		    for i in range(2048)]
		profile["runs"][0].update(host=name, start_unix_s=ord(name))
		json.dump(profile, gzip.open(name + ".scmi", "wt"))
	END
}

@test "a merge leaves out what a profile has no room for, and names it" {
	{
		event 7.0 xfer_begin 1 poll=0
		event 8.0 xfer_end 1 s=0
	} >log
	"$SCMI_PERF" import -q log -i none -o x.scmi
	for name in a b c; do full $name; done
	run --separate-stderr -0 "$SCMI_PERF" merge a.scmi b.scmi c.scmi -o m.scmi
	[[ $stderr == *"m.scmi: without "*" of the call stacks, those with the least time"* ]]
	[[ $stderr == *"the loads of 256 channels are left out: a profile has at most 512"* ]]
	[[ $stderr == *"2048 names of resources are left out: a profile has at most 4096"* ]]
	"$SCMI_PERF" report -j m.scmi >report.json
	zcat m.scmi | jq -e '.senders | (.stacks | length) as $n | $n > 500 and $n < 1000 and
		.lost_stacks + $n == 2700 and ([.callers[].completed] | add) == 2700'
	zcat m.scmi | jq -e '(.senders.channels | length) == 512 and
		(.resource_names | length) == 4096'
	# Two fit, without a word about names.
	"$SCMI_PERF" merge -q a.scmi b.scmi -o m.scmi 2>err
	[ "$(grep -c warning err)" -eq 1 ]
}

# no_sum FILE: checks that FILE lacks the sum that stopped, in any unit.
no_sum() {
	run ! grep -nE '922337203685477580|9223372036854775\b|9223372036\.85|9\.22337203685e' "$1"
}

@test "every output lacks a sum of times beyond 2^63" {
	{
		for id in 1 2 3; do event 0.0 xfer_begin $id poll=0; done
		for id in 1 2 3; do event 9223372035.999999 xfer_end $id s=0; done
	} >log
	"$SCMI_PERF" import -q log -i none -o x.scmi
	zcat x.scmi | sed 's/"source"/"label":"y",&/; s/"duration_ns":922337/"duration_ns":922336/
		s/"stacks":\[\]/"stacks":["f;g"]/; s/"comm":"x","completed"/"comm":"x","stack":0,"completed"/' |
		gzip >y.scmi
	"$SCMI_PERF" report x.scmi >text
	grep -qx 'ALL       3 transfers took more than 9.223e+09 s' text
	grep -q '^messages  SENSOR SENSOR_READING_GET: 3, p50' text
	run ! grep -q '^phases' text
	no_sum text
	grep -Eq '^ *3 +- +- +- +[0-9.]+ +[0-9.]+  x: SENSOR_READING_GET$' text
	[ "$(figure x.scmi '[.counters, .summary, .transfers[0] | .time_ns]')" = "[null,null,null]" ]
	[ "$(jq -c '[.summary.phases, .summary.messages[0].share, .senders.callers[0].sum_ns]' \
		report.json)" = "[[],null,null]" ]
	no_sum report.json
	for command in 'report --html -' 'report --markdown -' 'report --callers' 'report -P SENSOR' \
		'export --prometheus -' 'export --csv -'; do
		"$SCMI_PERF" $command x.scmi >out
		no_sum out
	done
	"$SCMI_PERF" export --prometheus - x.scmi | grep -q '^scmi_latency_seconds_sum.* NaN$'
	run --separate-stderr -0 "$SCMI_PERF" export --folded - y.scmi
	[ -z "$output" ]
	[[ $stderr == *"without 1 caller whose times add up to more than 292 years"* ]]
	[ "$("$SCMI_PERF" export --by count --folded - y.scmi)" = "x;f;g;SENSOR SENSOR_READING_GET 3" ]
	make_run a.scmi 20000 3
	for format in '' -j '--html -' '--markdown -'; do
		"$SCMI_PERF" compare $format a.scmi -- x.scmi >out
		no_sum out
	done
	"$SCMI_PERF" compare -j a.scmi -- x.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	jq -e '.totals | map(select(.total == "time" and .transport == "unknown")) |
		.[0] | .a == null and .b == null and .difference == null and .verdict == "untested"' c.json
}

@test "the mean of runs whose sum wraps is inconclusive, their median is not" {
	for n in 1 2 3; do huge "h$n.scmi"; done
	printf '[* * total]\nmean = 10000s\nmin-samples = 1\n' >limits.ini
	run -3 "$SCMI_PERF" check h1.scmi h2.scmi h3.scmi --limits limits.ini
	printf '[* * total]\nmax = 10000s\nmin-samples = 1\n' >limits.ini
	run -2 "$SCMI_PERF" check h1.scmi h2.scmi h3.scmi --limits limits.ini
	"$SCMI_PERF" compare -j h1.scmi h2.scmi -- h3.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
}

@test "a count beyond 2^47 costs its series, and is named" {
	most=140737488355327
	for n in 1 2; do
		make_run "m$n.scmi" 1 "$most" 6 '.series += [.series[0] | .message = 7 |
			.counters.begun = 3 | .counters.completed = 3 |
			.phases.total |= (.count = 3 | .sum_ns = 3 | .buckets = [[1, 3]])]'
	done
	run --separate-stderr -0 "$SCMI_PERF" merge m1.scmi m2.scmi -o m.scmi
	[[ $stderr == *"m.scmi: without SENSOR 0x06"*" begun of 281474976710654 is more"* ||
		$stderr == *"m.scmi: without SENSOR SENSOR_READING_GET"*"281474976710654"* ]]
	[ "$(figure m.scmi '[.transfers[] | [.message, .completed]]')" = "[[7,6]]" ]
	for n in 1 2; do
		make_run "f$n.scmi" 1000 5 6 ".fast_channels = [
			{protocol: 19, message: 7, domain: 1, calls: $most, values: [1, 2],
			 periods: 0, period_sum_ns: 0, period_min_ns: 0, period_max_ns: 0},
			{protocol: 19, message: 7, domain: 2, calls: 1, values: [1, 2],
			 periods: 0, period_sum_ns: 0, period_min_ns: 0, period_max_ns: 0}]"
	done
	run --separate-stderr -0 "$SCMI_PERF" merge f1.scmi f2.scmi -o f.scmi
	[[ $stderr == *"PERFORMANCE_LEVEL_SET"*"fast calls of 281474976710654 is more"* ]]
	[ "$(figure f.scmi '[.fast_channels[] | [.domain, .calls]]')" = "[[2,2]]" ]
	[ "$(figure f.scmi '.counters.completed')" = 10 ]
	# Losses only have to be reported: their number stops.
	for n in 1 2; do
		make_run "l$n.scmi" 1000 5 6 ".lost.trace_events = $most | .untracked = $most"
	done
	"$SCMI_PERF" merge -q l1.scmi l2.scmi -o l.scmi
	[ "$(figure l.scmi '[.counters.lost.trace_events, .counters.untracked]')" = \
		"[$most,$most]" ]
}

# with_senders FILE START SENDERS: writes a run with SENDERS, and with others beside them.
with_senders() {
	local key='{instance: 0, transport: "unknown", channel: 0, protocol: 19, message: 7,
		type: "command"}'

	make_run "$1" 1000 5 6 ".runs[0].start_unix_s = $2 | $key as \$key | .senders = ({
		stacks: [], callers: [], holders: [], channels: [], slowest: [], lost_callers: 0,
		lost_stacks: 0, lost_holders: 0} + $3)"
}

# costs_a_line WARNING SENDERS LIST LOST: merges two runs with SENDERS. All but the row that
# is too large of LIST is written, WARNING names it, and LOST counts it.
costs_a_line() {
	with_senders s1.scmi 1 "$2"
	with_senders s2.scmi 2 "$2"
	run --separate-stderr -0 "$SCMI_PERF" merge s1.scmi s2.scmi -o s.scmi
	[[ $stderr == *"s.scmi: without $1 is more than a profile can have"* ]]
	[ "$(figure s.scmi .counters.completed)" = 10 ]
	[ "$(zcat s.scmi | jq -c ".senders | [(.$3 | length), $4]")" = "$5" ]
	run -0 "$SCMI_PERF" report s.scmi
}

@test "a caller, a holder or a channel beyond 2^47 costs its line, and is named" {
	most=140737488355327 twice=281474976710654
	caller="\$key + {comm: \"cpufreq\", completed: $most, timed_out: 0,
		sum_ns: ($most * 2), max_ns: 2}"
	small='$key + {comm: "hwmon", completed: 1, timed_out: 0, sum_ns: 2, max_ns: 2}'
	costs_a_line "the caller cpufreq of PERFORMANCE PERFORMANCE_LEVEL_SET: its completed of $twice" \
		"{callers: [$caller, $small]}" callers .lost_callers "[1,$most]"
	costs_a_line "the caller cpufreq of PERFORMANCE PERFORMANCE_LEVEL_SET: its completed of $twice" \
		"{callers: [$caller + {buckets: [[2, $most]]}, $small]}" callers \
		.lost_callers "[1,$most]"
	costs_a_line "the caller cpufreq of PERFORMANCE PERFORMANCE_LEVEL_SET: its timed_out of $twice" \
		"{callers: [$caller + {completed: 0, timed_out: $most}, $small]}" callers \
		.lost_callers "[1,$most]"
	holder="{waiter: (\$key + {comm: \"a\"}), holder: (\$key + {comm: \"b\"}),
		count: $most, sum_ns: ($most * 2), max_ns: 2}"
	costs_a_line "the waits of PERFORMANCE PERFORMANCE_LEVEL_SET of a for PERFORMANCE PERFORMANCE_LEVEL_SET of b: its number of waits of $twice" \
		"{holders: [$holder, $holder + {waiter: (\$key + {comm: \"c\"}), count: 1, sum_ns: 2}]}" \
		holders .lost_holders "[1,$most]"
	channel="{instance: 0, transport: \"virtio\", channel: 0, begun: $most, sum: 0, max: 0,
		levels: [$most, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}"
	costs_a_line "the transfers in flight on channel 0 of virtio, instance 0: its begun of $twice" \
		"{channels: [$channel, $channel + {channel: 1, begun: 1,
			levels: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}]}" \
		channels .lost_callers "[1,0]"
	# Up to it, all figures are exact.
	with_senders s1.scmi 1 "{callers: [$caller + {completed: 70368744177663, sum_ns: 4}]}"
	with_senders s2.scmi 2 "{callers: [$caller + {completed: 70368744177664, sum_ns: 3}]}"
	"$SCMI_PERF" merge -q s1.scmi s2.scmi -o s.scmi
	zcat s.scmi | grep -q '"completed":140737488355327,"timed_out":0,"sum_ns":7,"max_ns":2}'
}

@test "a log keeps its transfers if some take centuries" {
	{
		for id in 1 2 3 4 5; do event 0.0 xfer_begin $id poll=0; done
		for id in 1 2 3 4 5; do event 9223372035.999999 xfer_end $id s=0; done
	} >log
	"$SCMI_PERF" import -q log -o x.scmi
	[ "$(figure x.scmi '.series[0] | [.count, .mean_ns]')" = "[5,null]" ]
	# Decades suffice if there are enough of them.
	{
		for ((id = 1; id <= 40; id++)); do event 1.0 xfer_begin $id poll=0; done
		for ((id = 1; id <= 40; id++)); do event 300000001.0 xfer_end $id s=0; done
	} >log
	"$SCMI_PERF" import -q log -o x.scmi
	[ "$(figure x.scmi '.series[0] | [.count, .mean_ns]')" = "[40,null]" ]
	grep -q '"p50_ns": 300000000000000000' report.json
}

@test "a mangled time stamp is a line that cannot be parsed" {
	for wrong in 9000000000.0 900000000.123456 123456789.0 9223372035.999999; do
		{
			transfer 1 1
			event "$wrong" xfer_begin 5 poll=0
			transfer 2 2
			event "$wrong" xfer_begin 6 poll=0
			transfer 3 3
			event "$wrong" xfer_end 3 s=0
		} >log
		run --separate-stderr -0 "$SCMI_PERF" import log -o x.scmi
		[[ $stderr == *"line 5: "*"$wrong: scmi_xfer_begin"* ]]
		[ "$(figure x.scmi '.counters | [.begun, .completed, .unparsed_lines]')" = \
			"[3,3,3]" ]
		[ "$(figure x.scmi .meta.duration_ns)" = 2000059000 ]
	done
	# A first line that is mangled is another one.
	{
		event 9000000000.0 xfer_begin 5 poll=0
		transfer 1 1
	} >log
	"$SCMI_PERF" import -q log -o x.scmi
	[ "$(figure x.scmi '.counters | [.begun, .completed, .unparsed_lines]')" = "[1,1,1]" ]
}

@test "a clock that jumps far ahead and stays there is believed" {
	{
		transfer 1 1
		transfer 1700000000 2
		transfer 1700000001 3
	} >log
	"$SCMI_PERF" import -q log -o x.scmi
	[ "$(figure x.scmi '.counters | [.begun, .completed, .unparsed_lines]')" = "[3,3,0]" ]
}

@test "an implausible number of lost events is a line that cannot be parsed" {
	for line in "CPU:0 [LOST 999999999999999 EVENTS]" \
		"CPU:0 [LOST 18446744073709551615 EVENTS]" \
		"CPU:7 [140737488355328 EVENTS DROPPED]" \
		"CPU:7 [99999999999999999999999 EVENTS DROPPED]" \
		"# entries-in-buffer/entries-written: 0/9999999999999999   #P:2" \
		"# entries-in-buffer/entries-written: 12/99999999999999999999   #P:2" \
		"# entries-in-buffer/entries-written: 5/3   #P:2" \
		" x 0 [000] 1.5: PERF_RECORD_LOST lost 18446744073709551615"; do
		{
			echo "$line"
			transfer 1 1
		} >log
		run --separate-stderr -0 "$SCMI_PERF" import log -o x.scmi
		[[ $stderr == *"line 1: the number of lost events is mangled: $line"* ]]
		[ "$(figure x.scmi '.counters | [.completed, .unparsed_lines,
			.lost.trace_events]')" = "[1,1,0]" ]
	done
	# The largest plausible ones add up to no more than a profile can have.
	{
		echo "CPU:0 [LOST 140737488355327 EVENTS]"
		echo "CPU:1 [140737488355327 EVENTS DROPPED]"
		transfer 1 1
	} >log
	"$SCMI_PERF" import -q log -o x.scmi
	[ "$(figure x.scmi '.counters | [.completed, .unparsed_lines,
		.lost.trace_events]')" = "[1,0,140737488355327]" ]
}

@test "scmi-top has no negative times and no negative sums" {
	{
		for id in 1 2 3; do event 0.0 xfer_begin $id poll=0; done
		for id in 1 2 3; do event 9223372035.999999 xfer_end $id s=0; done
		for id in 4 5 6; do event 0.0 xfer_begin $id poll=0; done
		for id in 4 5 6; do event 9223372035.999999 xfer_end $id s=0; done
	} >log
	timeout 60 "$SCMI_PERF" top -j -n 3 -i 1h -F - <log >top.json
	"$root/tests/tools/validate_json.py" --lines "$root/docs/top.schema.json" top.json
	grep -q '"sum_ns":null' top.json
	grep -q '"waited_ns":null' top.json
	run ! grep -q ':-[0-9]' top.json
}

@test "the remedies for an import are those of an import" {
	for ((i = 0; i < 4100; i++)); do
		printf ' x-1 [000] ..... 1.%06d: scmi_fc_call: pt=%02x msg_id=%02x res_id:0 vals=1:0\n' \
			"$i" $((16 + i / 256)) $((i % 256))
	done >log
	run --separate-stderr -0 "$SCMI_PERF" import log -o x.scmi
	[[ $stderr == *"4 lost (key_table): import parts of the log"* ]]
	run -0 "$SCMI_PERF" report x.scmi
	[[ $output == *"import parts of the log"* ]]
	# In the order of processors, many transfers of one token seem to be in flight.
	for ((i = 1; i <= 100; i++)); do
		event "1.$((i + 100000))" xfer_begin "$i" poll=0
		event "1.$((i + 100000))" xfer_response_wait "$i" "tmo_ms=30000 poll=0"
	done | sed 's/seq=[0-9]*/seq=1/' >log
	run --separate-stderr -0 "$SCMI_PERF" import log -o x.scmi
	[[ $stderr == *" lost (in_flight_table): sort the log by time"* ]]
	[[ $stderr != *rebuild* && $stderr != *--protocol* ]]
	run --separate-stderr -0 timeout 60 "$SCMI_PERF" top -b -F - <log
	[[ $stderr == *" lost (in_flight_table): sort the log by time"* ]]
}

# text MEMBER: prints a profile whose "x" is MEMBER.
text() {
	printf '{"schema":"scmi-perf-profile/2","x":'
	cat
	printf '}'
}

# times NUMBER TEXT
times() {
	yes "$2" | head -n "$1" | tr -d '\n'
}

# cheap FILE TEXT: the program must refuse it with less than 400 MB and in 10 s. With
# AddressSanitizer, whose shadow memory does not fit in the limit, only time is limited.
cheap() {
	local memory=400000

	(ulimit -v $memory && "$SCMI_PERF" --version) >version 2>&1 ||
		memory=unlimited
	[ $memory != unlimited ] || grep -q Sanitizer version
	run --separate-stderr bash -c 'ulimit -v "$0" -t 10; exec "$@"' $memory \
		"$SCMI_PERF" report "$1"
	[ "$status" -eq 1 ]
	[[ $stderr == *"$1: corrupt profile: $2"* ]]
}

@test "small files cannot take a gigabyte of memory" {
	(printf '['; times 5000000 '{},'; printf '0]') | text | gzip -9 >objects.scmi
	[ "$(stat -c %s objects.scmi)" -lt 20000 ]
	cheap objects.scmi "its JSON has too many values"
	(printf '['; times 5000000 '[],'; printf '0]') | text | gzip -9 >arrays.scmi
	cheap arrays.scmi "its JSON has too many values"
	(printf '['; times 7900000 '1,'; printf '0]') | text | gzip -9 >numbers.scmi
	cheap numbers.scmi "its JSON has too many values"
	(printf '['; times 5000000 '"",'; printf '0]') | text | gzip -9 >strings.scmi
	cheap strings.scmi "its JSON has too many values"
	(printf '['; times 2500000 '[{}],'; printf '0]') | text | gzip -9 >pairs.scmi
	cheap pairs.scmi "its JSON has too many values"
	(printf '{'; seq -f '"%.0f":{},' 1000000; printf '"x":0}') | text | gzip -9 >keys.scmi
	cheap keys.scmi "its JSON has too many values"
	times 5000000 '[' | text | gzip -9 >deep.scmi
	cheap deep.scmi ""
}

@test "what strings contain does not count as values" {
	make_run a.scmi 20000 1000 6 '.runs[0].command = "LONG"'
	for command in '[{,' '\"[{,' '\\[,' '\u005b,'; do
		(
			zcat a.scmi | sed 's/"LONG".*/"/' | tr -d '\n'
			times 2000000 "$command"
			zcat a.scmi | sed 's/.*"LONG"/"/'
		) | gzip -1 >b.scmi
		"$SCMI_PERF" report -j b.scmi >/dev/null
	done
}

@test "hooks are limited, so that their number costs no minutes" {
	make_run a.scmi 20000 1000 6 \
		'.runs[0].hooks = [range(256) | {name: "f\(.)", how: "kprobe"}]'
	"$SCMI_PERF" report a.scmi >/dev/null
	make_run a.scmi 20000 1000 6 \
		'.runs[0].hooks = [range(40000) | {name: "f\(.)", how: "kprobe"}]'
	cheap a.scmi "run 0: there are too many hooks"
}
