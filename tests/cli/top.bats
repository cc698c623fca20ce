# SPDX-License-Identifier: GPL-2.0-only
# scmi-top without a terminal: replays, logs and errors. The lab tests it on a
# running kernel.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	data=$root/tests/data
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	ln -s "$(realpath "$SCMI_PERF")" scmi-top
	PATH=$PWD:$PATH
	gzip -n <"$data/profile-intervals.json" >run.scmi
	unset COLUMNS
}

teardown() {
	[ -z "${top:-}" ] || kill "$top" 2>/dev/null || true
}

refused() {
	local message=$1

	shift
	run --separate-stderr scmi-top "$@"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"$message"* ]]
}

valid() {
	"$root/tests/tools/validate_json.py" --lines "$root/docs/top.schema.json" "$1"
}

# eventually COMMAND...: waits up to 30 s until the command succeeds.
eventually() {
	for ((i = 0; i < 600; i++)); do
		! "$@" || return 0
		sleep 0.05
	done
	echo "never: $*" >&2
	return 1
}

@test "a profile is replayed, interval by interval" {
	run --separate-stderr scmi-top run.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(grep -c '^scmi-top  6.12.95-arm64' <<<"$output")" -eq 2 ]
	[ "$(grep -c 'unknown SENSOR' <<<"$output")" -eq 0 ]
	[ "$(grep -c '^SENSOR PROTOCOL_VERSION ' <<<"$output")" -eq 2 ]
	# Only in the second interval, marked by its late reply.
	[ "$(grep -c '^SENSOR PROTO…L_ATTRIBUTES .* late_reply 1' <<<"$output")" -eq 1 ]
	[ "$(scmi-top -b run.scmi)" = "$output" ]
	[ "$("$SCMI_PERF" top run.scmi)" = "$output" ]
	[ "$(scmi-top -n 1 run.scmi)" = "$(head -n 5 <<<"$output")" ]
}

@test "a replay ends, however short the intervals of the profile" {
	jq '.interval_ns = 1' "$data/profile-intervals.json" | gzip >short.scmi
	timeout 60 scmi-top short.scmi >short
	[ "$(grep -c '^scmi-top ' short)" -eq 2 ]
}

@test "the output fits 80 columns, or COLUMNS" {
	[ "$(scmi-top run.scmi | awk 'length > 80')" = "" ]
	[ "$(COLUMNS=40 scmi-top run.scmi | awk 'length > 40')" = "" ]
	[ "$(LC_ALL=C COLUMNS=200 scmi-top run.scmi | awk 'length > 150')" != "" ]
	[ "$(COLUMNS=wide scmi-top run.scmi)" = "$(scmi-top run.scmi)" ]
}

@test "without UTF-8 the output is ASCII" {
	[ "$(LC_ALL=C COLUMNS=200 scmi-top run.scmi | LC_ALL=C grep -c '[^ -~]')" -eq 0 ]
	LC_ALL=C.UTF-8 COLUMNS=200 scmi-top run.scmi | LC_ALL=C grep -q '[^ -~]'
}

@test "JSON of a replay is valid and agrees with the report" {
	scmi-top -j run.scmi >top.json
	valid top.json
	"$SCMI_PERF" report -j run.scmi >report.json
	jq -se --slurpfile report report.json '$report[0] as $r
		| map(.time_ns) == [$r.intervals[].end_ns]
		and all(.[]; .mode == "replay" and .cpu_share == null)
		and ([.[].total.last.completed] | add) == $r.counters.completed
		and .[1].total.since.completed == $r.counters.completed
		and .[1].total.since.waited_ns
			== ([$r.series[] | select(.phase == "total").sum_ns] | add)
		and .[0].total.since == .[0].total.last
		and .[1].rows[0].last.p50_ns
			== $r.intervals[1].deltas[0].phases.total.p50_ns' top.json
}

@test "options sort, group and filter the rows" {
	names() {
		scmi-top -j "$@" run.scmi | tail -n 1 | jq -c '[.rows[].name]'
	}
	[ "$(names -s name)" = '["unknown SENSOR PROTOCOL_VERSION","unknown SENSOR PROTOCOL_ATTRIBUTES"]' ]
	[ "$(names -s name -r)" = '["unknown SENSOR PROTOCOL_ATTRIBUTES","unknown SENSOR PROTOCOL_VERSION"]' ]
	[ "$(names -f attr)" = '["unknown SENSOR PROTOCOL_ATTRIBUTES"]' ]
	[ "$(names -f nothing)" = '[]' ]
	[ "$(names -g protocol)" = '["unknown SENSOR"]' ]
	scmi-top -j -g transport run.scmi >top.json
	valid top.json
	jq -se '.[1].rows | length == 1 and .[0].transport == "unknown"
		and (.[0] | has("protocol") | not)
		and .[0].since.completed == 3
		and .[0].last.anomalies == {late_reply: 1}' top.json
}

@test "rows can be channels and instances" {
	scmi-top -j -g channel run.scmi >channel.json
	scmi-top -j -g instance run.scmi >instance.json
	valid channel.json
	valid instance.json
	jq -se 'last | .grouping == "channel" and (.rows[0]
		| .transport == "unknown" and .channel == 0 and .instance == 0
		and (has("protocol") or has("message") | not)
		and .since.completed == 3)' channel.json
	jq -se 'last.rows[0] | .instance == 0 and (has("channel") | not)
		and .name == "unknown"' instance.json
}

@test "rows can be resources: the slow sensor is the first" {
	python3 "$BATS_TEST_DIRNAME/make_resources.py" >log.txt
	scmi-top -j --by resource log.txt >top.json
	valid top.json
	jq -se 'last | .grouping == "resource" and .rows[0].name == "unknown SENSOR soc-temp3(3)"
		and .rows[1].name == "unknown CLOCK clk_2(2)"
		and .rows[0].resource == 3 and .rows[0].resource_name == "soc-temp3"
		and .rows[0].protocol_name == "SENSOR"
		and (.rows[0] | has("message") or has("channel") | not)
		and .rows[0].since.completed == 201
		and ([.rows[].since.completed] | add) == .total.since.completed' top.json
	# --group resource measures by resource, too, and so does a log that is followed.
	scmi-top -j -i 1h --group resource -F - <log.txt | tail -n 1 >follow.json
	diff <(jq -S '.rows[] | [.name, .since.completed]' follow.json) \
		<(tail -n 1 top.json | jq -S '.rows[] | [.name, .since.completed]')
	# Other groupings are the same with and without it.
	scmi-top -j log.txt | tail -n 1 | jq -c '[.rows[] | [.name, .since]]' >without
	scmi-top -j --by resource -g message log.txt | tail -n 1 |
		jq -c '[.rows[] | [.name, .since]]' | diff without -
	# A profile has what it was recorded with.
	"$SCMI_PERF" import -q --by resource log.txt -o by.scmi
	scmi-top -j -g resource by.scmi | tail -n 1 |
		jq -e '.rows[0].name == "unknown SENSOR soc-temp3(3)"'
	scmi-top -j by.scmi | tail -n 1 | jq -c '[.rows[] | [.name, .since]]' | diff without -
}

@test "rows can be tasks: the one that sends most, and its share of the time" {
	log=$BATS_TEST_TMPDIR/log
	"$BATS_TEST_DIRNAME/../tools/make_senders_log.py" >"$log"
	# The tasks of a replay are those of a log that is read as it grows.
	"$SCMI_PERF" top -j -g task "$log" >replay.json
	"$SCMI_PERF" top -j -g task -F - <"$log" >follow.json
	for json in replay.json follow.json; do
		"$root/tests/tools/validate_json.py" --lines "$root/docs/top.schema.json" $json
		# All intervals of a task add up to its messages, and those of all to the total.
		jq -en '[inputs] | last as $last | ($last.grouping == "task") and
			([.[].rows[].last.messages // 0] | add) == $last.total.since.messages and
			([$last.rows[] | [.task, .since.messages, .since.waited_ns]] | sort) ==
			[["cpufreq", 100, 75500000], ["hwmon", 101, 105505000],
			 ["noisy", 2001, 230105000]]' $json
	done
	# They are those of each interval: all transfers, but one at most that is in flight.
	jq -en '[inputs | .total.since.messages - ([.rows[].since.messages // 0] | add)] |
		length > 100 and all(. == 0 or . == 1)' replay.json
	# The one with a timeout is the first; sorted by the rate, the noisy one is.
	"$SCMI_PERF" top -b -g task "$log" | grep -A1 '^task ' | tail -n 1 | grep '^noisy .* 1$'
	"$SCMI_PERF" top -b -g task -s rate -i 500ms -n 2 -F - <"$log" | grep -A1 '^task ' |
		tail -n 1 | grep '^noisy  *2[0-9][0-9][0-9] '
	"$SCMI_PERF" import -q -o tasks.scmi "$log"
	refused "this source does not have tasks by time" -g task tasks.scmi
	refused "this source does not have the drivers that send" -g driver "$log"
}

@test "an error has the name of its status in its row" {
	"$BATS_TEST_DIRNAME/make_log.py" status >log
	"$SCMI_PERF" top -b -F - <log | tail -n 9 >screen
	cat screen
	grep -E '^PERFORMANCE_LEVEL_SET .* 60 BUSY *$' screen
	[ "$(grep -c BUSY screen)" -eq 2 ] # and the total
}

@test "percentiles are those of a window" {
	# Two transfers a second of 100 us, and one of 20 ms in the sixth second.
	gawk 'BEGIN {
		for (i = 0; i < 60; i++) {
			t = 1000 + i / 2
			d = i == 10 ? 0.02 : 0.0001
			f = sprintf("pt=15 msg_id=06 seq=%04X transfer_id=%X", i, i)
			printf " a-1 [0] %.6f: scmi_xfer_begin: %s poll=0\n", t, f
			printf " a-1 [0] %.6f: scmi_rx_done: %s msg_type=0\n", t + d / 2, f
			printf " a-1 [0] %.6f: scmi_xfer_end: %s s=0\n", t + d, f
		}
	}' >slow.txt
	# slow OPTION...: the intervals, by their end, whose window has the slow transfer.
	slow() {
		scmi-top -j -i 1s "$@" -F - <slow.txt >top.json
		valid top.json
		jq -sc '[.[] | select(.rows[0].window.max_ns > 1e7)
			| .time_ns / 1e9 | floor] | [first, last]' top.json
	}
	[ "$(slow)" = '[6,15]' ]
	[ "$(slow -w 20s)" = '[6,25]' ]
	[ "$(slow --window interval)" = '[6,6]' ]
	jq -se 'all(.[]; .window_ns == .interval_ns)' top.json
	[ "$(slow -w 20s | jq length)" = 2 ]
	jq -se 'first.window_ns == 20e9 and first.total.window.p50_ns < 1e6' top.json
}

@test "an alert marks rows and sets the exit status of batch output" {
	run --separate-stderr scmi-top -j --alert 'max>1h' --alert 'rate<0' run.scmi
	[ "$status" -eq 0 ]
	jq -se 'all(.[]; .alerts == 0 and all(.rows[]; .alert == null))' <<<"$output"
	run --separate-stderr scmi-top -j -a 'max>1h' -a 'p99>100ns' run.scmi
	[ "$status" -eq 2 ]
	valid <(echo "$output")
	jq -se 'last | .alerts == 2 and all(.rows[]; .alert == "p99>100ns")' \
		<<<"$output"
	# Of the rows that are shown.
	scmi-top -j -a 'p99>100ns' -f nothing run.scmi
	run --separate-stderr scmi-top -b -a 'errors<1' run.scmi
	[ "$status" -eq 2 ]
	[[ $output == *"alerts 2"* ]]
}

@test "times of day are those of the recording" {
	export TZ=UTC
	jq '.runs[0].start_unix_s = 1700000000' "$data/profile-intervals.json" |
		gzip >dated.scmi
	scmi-top dated.scmi | grep '^scmi-top .*replay  0:00:00  22:13:20$'
	"$BATS_TEST_DIRNAME/make_timeline.py" 12 3 | gzip >faults.scmi
	scmi-top faults.scmi |
		grep '^lost_doorbell: mailbox SENSOR PROTOCOL_VERSION at 03:45:02 '
	scmi-top -j dated.scmi | jq -se 'all(.[]; .start_unix_s == 1700000000)'
	# A narrow screen, or a recording without a date, has the time since the start.
	COLUMNS=50 scmi-top dated.scmi | grep '^scmi-top .*replay  0:00:00$'
	jq '.runs[0].start_unix_s = 0' "$data/profile-intervals.json" | gzip >undated.scmi
	scmi-top undated.scmi | grep '^scmi-top .*replay  0:00:00$'
	scmi-top -j undated.scmi | jq -se 'all(.[]; .start_unix_s == null)'
}

@test "--columns selects columns" {
	scmi-top -n 1 -c max,count run.scmi | sed -n 4p | grep -x 'message  *max  *all:n'
}

@test "a log in UTF-16 is recoded while it grows" {
	figures() {
		jq -c 'del(.own_cpu, .cpu_share)'
	}
	scmi-top -j -F - <"$data/import-trace-6.12.txt" | figures >plain.json
	for code in UTF-16 UTF-16BE; do
		iconv -f UTF-8 -t "$code" "$data/import-trace-6.12.txt" >log.txt
		{
			head -c 1001 log.txt # half a character
			tail -c +1002 log.txt
		} | scmi-top -j -F - | figures >recoded.json
		diff plain.json recoded.json
	done
}

@test "a log gives the same numbers as import" {
	for log in "$data"/import-*.txt; do
		"$SCMI_PERF" import -q "$log" -o log.scmi 2>/dev/null
		"$SCMI_PERF" report -j log.scmi >report.json
		scmi-top -j -F - <"$log" >top.json
		cat top.json >>all.json
		echo "$log"
		jq -se --slurpfile report report.json '$report[0] as $r | last
			| .mode == "follow" and .time_ns == $r.meta.duration_ns
			and .unparsed_lines == $r.counters.unparsed_lines
			and .untracked == $r.counters.untracked
			and .in_flight == $r.counters.in_flight
			and .lost == $r.counters.lost
			and .total.since.begun == $r.counters.begun
			and .total.since.completed == $r.counters.completed
			and .total.since.timed_out == $r.counters.timed_out
			and .total.since.aged_out == $r.counters.aged_out
			and ([.rows[].since | .anomalies | add // 0] | add)
				== ([$r.anomalies[].count] | add // 0)
			and ([.rows[].since.phases.total.sum_ns // 0] | add)
				== ([$r.series[] | select(.phase == "total").sum_ns]
					| add // 0)' top.json
	done
	valid all.json
}

@test "fast channels have the figures of report, and calls by interval" {
	for i in 1 2 3 4 5 6; do
		echo "a-1 [0] $i.5: scmi_fc_call: pt=13 msg_id=07 res_id:$((i & 1)) vals=$i:0"
	done >fast.txt
	"$SCMI_PERF" import -q fast.txt -o fast.scmi
	"$SCMI_PERF" report -j fast.scmi >report.json
	scmi-top -j -i 2s -F - <fast.txt >top.json
	valid top.json
	jq -se --slurpfile report report.json '
		(last.fast_channels | map(del(.last_calls)))
			== $report[0].fast_channels
		and map(.fast_channels | map(.last_calls))
			== [[1,2], [1,1], [1,0]]' top.json
}

@test "intervals follow the time of the log" {
	scmi-top -j -i 100ms -F - <"$data/import-trace-6.12.txt" >top.json
	jq -se 'length > 1 and all(.[:-1][]; .time_ns % 100000000 == 0)
		and ([.[].interval_ns] | add) == last.time_ns
		and ([.[].total.last.begun // 0] | add) == last.total.since.begun
		and ([.[].events[]] | length)
			== ([last.rows[].since.anomalies[]] | add // 0)' top.json
}

@test "appended text is read, and a truncated or replaced file from its start" {
	completed() {
		[ "$(tail -n 1 top.json | jq .total.since.completed)" = "$1" ]
	}
	lines() {
		[ "$(wc -l <top.json)" -ge "$1" ]
	}
	: >log.txt
	scmi-top -j -i 100ms -F log.txt >top.json 2>top.err &
	top=$!
	eventually [ -s top.json ]
	sed '/^#/d' "$data/import-trace-6.12.txt" >>log.txt
	eventually completed 2
	# Like tail -f, scmi-top must check the size while the file is shorter.
	: >log.txt
	eventually lines $(($(wc -l <top.json) + 3))
	sed '/^#/d' "$data/import-trace-6.12.txt" >>log.txt
	eventually completed 4
	sed '/^#/d' "$data/import-trace-6.12.txt" >new.txt
	mv new.txt log.txt
	eventually completed 6
	kill -TERM "$top"
	wait "$top"
	top=
	printf "{\"warning\":\"the log 'log.txt' %s from its start\"}\n" \
		"was truncated: reading it" \
		"was replaced: reading the new one" | diff - top.err
	valid top.json
}

@test "a named pipe is read until its writer closes it" {
	mkfifo log.fifo
	scmi-top -j -F log.fifo >top.json &
	top=$!
	cat "$data/import-trace-6.12.txt" >log.fifo
	wait "$top"
	top=
	[ "$(tail -n 1 top.json | jq .total.since.completed)" -eq 2 ]
}

@test "after a signal the output is complete" {
	for signal in INT TERM HUP; do
		mkfifo $signal.fifo
		# This test may run with signals ignored: nohup, or a shell's "&".
		env --default-signal=$signal scmi-top -j -i 100ms \
			-F $signal.fifo >$signal.json &
		top=$!
		exec 5>$signal.fifo
		cat "$data/import-trace-6.12.txt" >&5
		eventually [ -s $signal.json ]
		kill -$signal "$top"
		wait "$top"
		top=
		exec 5>&-
		valid $signal.json
	done
}

@test "it ends silently when the reader of its output ends" {
	mkfifo log.fifo
	exec 5<>log.fifo
	scmi-top -j -i 100ms -F log.fifo 5>&- 2>top.err | head -n 2 >two.json
	[ "${PIPESTATUS[0]}" -eq 0 ]
	exec 5>&-
	[ ! -s top.err ]
	[ "$(wc -l <two.json)" -eq 2 ]
	valid two.json
}

@test "-n counts intervals without traffic, too" {
	mkfifo log.fifo
	exec 5<>log.fifo
	run --separate-stderr scmi-top -j -i 100ms -n 3 -F log.fifo 5>&-
	exec 5>&-
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	jq -se 'length == 3 and all(.[]; .total.last == null and .rows == [])' \
		<<<"$output"
}

@test "output that cannot be written is an error" {
	run --separate-stderr bash -c 'scmi-top -j run.scmi >/dev/full'
	[ "$status" -eq 1 ]
	[[ $stderr == *"write: No space left"* ]]
}

@test "losses are reported at the end, with their remedies" {
	jq '.lost.key_table = 3' "$data/profile-intervals.json" | gzip >lost.scmi
	run --separate-stderr scmi-top lost.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *"3 lost (key_table): "* ]]
	[ "$(grep -c 'lost 3' <<<"$output")" -eq 2 ]
	run --separate-stderr bash -c \
		'scmi-top -j -F - <"$1"' - "$data/import-hostile.txt"
	[ "$status" -eq 0 ]
	[[ $stderr == *"13 lines of logs could not be parsed as SCMI events"* ]]
}

@test "control characters of a log are not printed" {
	scmi-top -F - <"$data/import-hostile.txt" >top.txt
	[ "$(LC_ALL=C grep -c '[[:cntrl:]]' top.txt)" -eq 0 ]
	# The name of the task of a timeout.
	local about="transfer_id=1 msg_id=6 protocol_id=21 seq=1"
	printf ' \033[31mx\a-1 [0] 1.0: scmi_xfer_%s: %s %s\n' \
		begin "$about" poll=0 end "$about" status=-110 >log.txt
	scmi-top -j -F - <log.txt >top.json
	[ "$(LC_ALL=C grep -c '[[:cntrl:]]' top.json)" -eq 0 ]
	jq -e '.events[0] | .kind == "timeout"
		and .comm == "\u001b[31mx\u0007"' top.json
}

# It has the log's own times, and all intervals, from the first event to the last.
@test "a log is replayed" {
	scmi-top -j "$data/import-trace-6.12.txt" >top.json
	[ "$(jq -s '[.[].time_ns] | max' top.json)" = 1035000000 ]
	jq -se 'map(.events[]) | length == 1 and .[0].kind == "timeout" and
		.[0].stamp_ns == 7045035100000' top.json
	[ "$(jq -s 'last | .total.since.begun' top.json)" = 3 ]
	scmi-top -b "$data/import-trace-6.12.txt" >text
	[[ $(grep "^scmi-top" text | tail -n 1) == *"replay  7045.035100" ]]
	"$SCMI_PERF" import -q "$data/import-trace-6.12.txt" -o log.scmi
	scmi-top -j log.scmi | cmp - top.json
}

@test "invalid sources are refused with a hint" {
	"$SCMI_PERF" import -q --interval none "$data/import-trace-6.12.txt" \
		-o plain.scmi
	refused "'plain.scmi' has no time series" plain.scmi
	[[ $stderr == *"record --interval"* ]]
	refused "no such file" none.scmi
	refused "open 'none.txt': No such file" -F none.txt
	refused "'.' is a directory" -F .
	refused "'run.scmi' is not a text log: it is compressed" -F run.scmi
	[[ $stderr == *"| scmi-top --follow -"* ]]
	refused "no SCMI transfer event in 0 lines" -F - </dev/null
}

@test "invalid options are refused" {
	refused "--follow cannot be used with a PROFILE" -F x run.scmi
	refused "unexpected argument 'run.scmi'" run.scmi run.scmi
	refused "cannot change the intervals of a PROFILE" -i 2s run.scmi
	refused "need a running kernel" -P SENSOR run.scmi
	refused "need a running kernel" --self-cost -F x
	refused "--instance, --resource, --hooks" --resource 5 run.scmi
	refused "invalid value '99ms' for --interval (from 100ms to 1h" -i 99ms
	refused "invalid value '5' for --interval" -i 5
	refused "invalid value '0' for --iterations (1 to " -n 0
	refused "invalid value '-1' for --iterations" -n -1
	refused "invalid value 'speed' for --sort (one of: p99, p50, p90, max, rate, time, errors, name)" -s speed
	refused "invalid value 'cpu' for --group (one of: message, resource, task, driver, protocol, channel, instance, transport)" -g cpu
	refused "invalid value 'p99=1ms' for --alert (such as 'p99>1ms' or 'rate<10')" -a p99=1ms
	refused "invalid value 'p99>1' for --alert" -a 'p99>1'
	refused "more than 8 alerts" "--alert=p99>"{1..9}ms
	refused "invalid value '2h' for --window (from 1s to 1h, with a unit, or 'interval')" -w 2h
	refused "invalid value 'p98' for --columns (auto, or a list of names, such as rate,p50,max)" -c p98
	refused "for --filter (too long)" -f "$(printf '%64s' x)"
	refused "invalid value 'most' for --hooks" -k most
}

@test "a kernel without SCMI tracepoints is reported with a hint" {
	[ "$(uname -m)" = x86_64 ] || skip "this kernel may have SCMI"
	refused "cannot watch: this kernel has no scmi:scmi_xfer_begin" -b
	[[ $stderr == *"hint: "* ]]
}
