# SPDX-License-Identifier: GPL-2.0-only
# The files that export writes for other programs. senders.bats tests --folded.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/cli/runs.bash
. "$BATS_TEST_DIRNAME/runs.bash"

setup() {
	tests=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	data=$tests/data
	check=$tests/tools/check_perfetto.py
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# transfer ID START LENGTH [TASK]: print the lines of a transfer, times in us.
transfer() {
	local id=$1 start=$2 end=$(($2 + $3)) task=${4:-cat-195} head

	printf -v head 'pt=15 msg_id=06 seq=%04X transfer_id=%X' "$id" "$id"
	printf ' %s [000] ..... %d.%06d: %s\n' \
		"$task" $((start / 1000000)) $((start % 1000000)) "scmi_xfer_begin: $head poll=0" \
		"$task" $(((end - 10) / 1000000)) $(((end - 10) % 1000000)) "scmi_rx_done: $head msg_type=0" \
		"$task" $((end / 1000000)) $((end % 1000000)) "scmi_xfer_end: $head s=0"
}

# summarize TRACE: check a trace, and print its numbers, a line each.
summarize() {
	"$check" --trace "$1" | sed 's/, /\n/g'
}

has() {
	grep -Fx "$1" numbers >/dev/null || { echo "no $1" && cat numbers && return 1; }
}

@test "a Perfetto trace has the transfers, anomalies and losses of the report" {
	run -0 --separate-stderr "$check" "$SCMI_PERF" "$data"/import-*.txt
	[[ $output =~ ([0-9]+)\ transfers ]]
	[ "${BASH_REMATCH[1]}" -gt 25 ]
	[[ $output == *" anomalies"*" flows"*" notifications"*" phases"* ]]
}

@test "a Perfetto trace of random logs has the counts and percentiles of the report" {
	run -0 --separate-stderr "$check" --random "$SCMI_PERF" 1 60
	for name in anomalies flows in_flight lost notifications phases transfers; do
		[[ $output =~ ([0-9]+)\ $name ]]
		[ "${BASH_REMATCH[1]}" -gt 50 ]
	done
}

@test "transfers that overlap are on several tracks of one channel and one task" {
	{
		transfer 1 7000100 500
		transfer 2 7000200 100
		transfer 3 7000700 50
	} | sort -k3,3 >log
	"$SCMI_PERF" export log --perfetto trace
	summarize trace >numbers
	has "2 track channel 0"
	has "2 track cat 195"
	has "3 transfer"
	has "3 flows"
	has "7000100000 first_ns"
}

@test "the clock of a Perfetto trace is that of the trace.dat, with its times" {
	local clock number

	while read -r clock number; do
		"$tests/tools/make_trace_dat.py" --clock "$clock" --nanoseconds 7 a.dat \
			"$data/import-trace-6.12.txt"
		"$SCMI_PERF" export a.dat --perfetto trace
		summarize trace >numbers
		has "$number clock"
		has "7044000100007 first_ns"
		"$SCMI_PERF" trace a.dat --perfetto trace
		summarize trace >numbers
		has "$number clock"
	done <<'END'
local 0
mono 3
mono_raw 5
boot 6
END
}

@test "a log that follows an earlier one begins after it in a Perfetto trace" {
	{
		transfer 1 9000000 500
		echo "# tracer: nop"
		transfer 1 7000000 500
	} >log
	run -0 --separate-stderr "$SCMI_PERF" export log --perfetto trace
	[[ $stderr == *"the log is several logs"* ]]
	summarize trace >numbers
	has "2 transfer"
	has "9000000000 first_ns"
	has "1 track channel 0"
	# A later log keeps its times.
	{
		transfer 1 7000000 500
		echo "# tracer: nop"
		transfer 1 9000000 500
	} >log
	run -0 --separate-stderr "$SCMI_PERF" export log --perfetto trace
	[[ $stderr != *several* ]]
}

@test "transfers of an earlier log are not in flight in a later one" {
	local start

	# Later, and shifted behind the first one.
	for start in 9000000 6000000; do
		{
			transfer 1 7000000 500 | head -n 1
			transfer 2 7000100 500
			echo "# tracer: nop"
			transfer 3 "$start" 500
			transfer 4 "$((start + 1000))" 500 | head -n 1
		} >log
		run -0 --separate-stderr "$check" "$SCMI_PERF" log
		[[ $output == *"2 in_flight"*"2 transfers"* ]]
	done
}

@test "trace writes the selected transfers to a Perfetto trace" {
	"$SCMI_PERF" trace -q --min-lat 150us --perfetto trace \
		"$data/import-trace-6.12.txt" >out
	[ ! -s out ]
	summarize trace >numbers
	has "2 transfer"
	"$SCMI_PERF" trace -q --slowest 1 --perfetto - "$data/import-trace-6.12.txt" \
		>one
	summarize one >numbers
	has "1 transfer"
	has "1 anomaly"
	refused "use only one of --csv, --json, --perfetto" \
		trace --csv --perfetto trace "$data/import-trace-6.12.txt"
}

@test "resources and task names are in a Perfetto trace, invalid UTF-8 replaced" {
	python3 "$tests/cli/make_resources.py" >log
	"$SCMI_PERF" export log --perfetto trace
	protoc --proto_path="$tests/tools" --decode scmi_perf_test.Trace perfetto.proto \
		<trace >text
	grep -E 'name: "[A-Z]+: [A-Z_]+\([0-9]+\)"' text >/dev/null
	transfer 1 7000000 500 $'c\xfft-195' >log
	"$SCMI_PERF" export log --perfetto trace
	summarize trace >numbers
	has $'1 track c\xef\xbf\xbdt 195'
}

@test "export refuses recordings, profiles as output, and two standard outputs" {
	local log=$data/import-trace-6.12.txt

	"$SCMI_PERF" import -q "$log" -o run.scmi
	refused "'run.scmi' is a recording" export run.scmi --perfetto trace
	[ ! -e trace ]
	refused "run.scmi: not written: it is a profile" export "$log" --perfetto run.scmi
	refused "only one OUT can be standard output" export "$log" --perfetto - --csv -
	refused "need a log" export run.scmi --csv - --from 7
	cp "$log" log
	refused "log: not written: it is an input" export log --perfetto log
	cmp "$log" log
	# A log without events leaves what was there.
	echo kept >trace
	refused "" export /dev/null --perfetto trace
	[ "$(cat trace)" = kept ]
	refused "write missing/trace" export log --perfetto missing/trace
}

@test "export selects the time of a log" {
	"$SCMI_PERF" export -q "$data/import-trace-6.12.txt" --to 7044.001 --perfetto trace
	summarize trace >numbers
	has "1 transfer"
}

@test "export --csv has a line for each series and phase, as the report" {
	local log=$data/import-trace-6.12.txt

	"$SCMI_PERF" import -q "$log" -o run.scmi
	"$SCMI_PERF" export run.scmi --csv series.csv
	"$SCMI_PERF" export "$log" --csv - | cmp - series.csv
	[ "$(awk -F, '{ print NF }' series.csv | sort -u | wc -l)" = 1 ]
	diff <(awk -F, 'NR > 1 && $20 { print $4, $5, $19, $20, $21 }' series.csv | sort) \
		<("$SCMI_PERF" report -j run.scmi | jq -r '.series[] | "\(.protocol_name) " +
			"\(.message_name) \(.phase) \(.count) \(.min_ns / 1000)"' |
			awk '{ $5 = sprintf("%.3f", $5) } 1' | sort)
	head -1 series.csv | grep '^instance,transport,channel,protocol,message,message_type,resource,begun,' >/dev/null
}

@test "export --csv sums up resources, or has a series of each" {
	python3 "$tests/cli/make_resources.py" >log
	"$SCMI_PERF" export -q log --csv sums.csv
	"$SCMI_PERF" export -q log --csv each.csv --by resource
	[ "$(awk -F, 'NR > 1 && $7 != ""' sums.csv | wc -l)" = 0 ]
	[ "$(awk -F, 'NR > 1 && $7 != ""' each.csv | wc -l)" -gt 1 ]
	# With a Perfetto trace at once, the series are the same.
	"$SCMI_PERF" export -q log --csv both.csv --perfetto trace
	cmp sums.csv both.csv
}
