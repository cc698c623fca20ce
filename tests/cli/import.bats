# SPDX-License-Identifier: GPL-2.0-only
# Tests import: files, pipes, messages and profiles.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "$BATS_TEST_TMPDIR" || return 1
}

count() {
	"$SCMI_PERF" report -j "$1" | jq -c ".counters.$2"
}

@test "import writes run.scmi by default" {
	run --separate-stderr "$SCMI_PERF" import "$data/import-trace-6.12.txt"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[[ $stderr == *"12 SCMI events used, 2 ignored"* ]]
	[[ $stderr == *"wrote run.scmi: 3 transfers begun, 2 completed"* ]]
	[ "$(count run.scmi begun)" = 3 ]
	[ "$(count run.scmi timed_out)" = 1 ]
}

@test "import finds the same anomalies as record" {
	"$SCMI_PERF" import -q "$data/import-anomalies.txt" -o a.scmi
	run jq -cS '[.anomalies[] | select(.count > 0) | {(.kind): .count}] | add' \
		<("$SCMI_PERF" report -j a.scmi)
	[ "$output" = '{"delayed_before_reply":1,"late_reply":1,"notification_dropped":1,"spurious_interrupt":1,"timeout":1,"unexpected_reply":1,"unknown_type":1,"wrong_state":1}' ]
	[ "$(count a.scmi notified)" = 1 ]
	[ "$(count a.scmi fast_calls)" = 1 ]
}

@test "import reads from a pipe and writes to one" {
	cat "$data"/virtio-*.txt | "$SCMI_PERF" import -q - -o - >both.scmi
	[ "$(count both.scmi completed)" = 10 ]
}

@test "lines that cannot be parsed are counted and printed, escaped" {
	printf ' a-1 [0] 1.0: scmi_xfer_end: \033[31m\n' | cat \
		"$data/virtio-fake-device.txt" - >log
	run --separate-stderr "$SCMI_PERF" import log
	[ "$status" -eq 0 ]
	[[ $stderr == *"line 22: "*'scmi_xfer_end: \x1b[31m'* ]]
	[[ $stderr != *$'\033'* ]]
	[ "$(count run.scmi unparsed_lines)" = 1 ]
}

@test "events dropped by the tracer are a loss" {
	{
		echo 'CPU:1 [LOST 12 EVENTS]'
		cat "$data/virtio-fake-device.txt"
	} >log
	run --separate-stderr "$SCMI_PERF" import -q log
	[ "$status" -eq 0 ]
	[[ $stderr == *"12 lost (trace_events)"* ]]
	[ "$(count run.scmi lost.trace_events)" = 12 ]
}

@test "a log without SCMI events is an error, and nothing is written" {
	echo "no trace at all" >log
	run --separate-stderr "$SCMI_PERF" import log
	[ "$status" -eq 1 ]
	[[ $stderr == *"error: 'log' has no SCMI transfer event"* ]]
	[[ $stderr == *"hint: "*events/scmi/enable* ]]
	[ ! -e run.scmi ]
}

@test "a recording in another format is an error with a hint" {
	"$SCMI_PERF" import -q "$data/virtio-fake-device.txt" -o a.scmi
	run --separate-stderr "$SCMI_PERF" import a.scmi
	[ "$status" -eq 1 ]
	[[ $stderr == *"error: 'a.scmi' is not a text log: it is compressed"* ]]
	[[ $stderr == *"hint: "*"scmi-perf report"* ]]
	printf 'PERFILE2 and so on' >perf.data
	run --separate-stderr "$SCMI_PERF" import perf.data
	[ "$status" -eq 1 ]
	[[ $stderr == *"hint: "*"perf script"* ]]
	[ ! -e run.scmi ]
}

@test "a missing file, a folder, no operand and two operands are errors" {
	run --separate-stderr "$SCMI_PERF" import missing
	[ "$status" -eq 1 ]
	[[ $stderr == *"open 'missing': No such file or directory"* ]]
	run --separate-stderr "$SCMI_PERF" import .
	[ "$status" -eq 1 ]
	[[ $stderr == *"read '.': Is a directory"* ]]
	run --separate-stderr "$SCMI_PERF" import
	[ "$status" -eq 1 ]
	[[ $stderr == *"no FILE given"* ]]
	run --separate-stderr "$SCMI_PERF" import a b
	[ "$status" -eq 1 ]
	[[ $stderr == *"unexpected argument 'b'"* ]]
}
