# SPDX-License-Identifier: GPL-2.0-only
# Tests import: files, pipes, messages and profiles.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
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

# import_from_pipe SIGNAL: imports a log from a pipe that stays open, and sends the signal
# when all of it was read.
import_from_pipe() {
	local pid status=0

	rm -f pipe run.scmi
	mkfifo pipe
	env --default-signal=INT,HUP "$SCMI_PERF" import -v - <pipe 2>messages &
	pid=$!
	exec 5>pipe
	cat >&5
	# The last read has returned when the import waits again.
	until grep -q '^State:.S' "/proc/$pid/status" && sleep 0.3; do sleep 0.05; done
	kill "-$1" "$pid"
	wait "$pid" || status=$?
	exec 5>&-
	return "$status"
}

@test "a signal ends an import from a pipe, which writes what was read" {
	for signal in INT TERM HUP; do
		import_from_pipe "$signal" <"$data/import-trace-6.12.txt"
		grep -q "warning: stopped by a signal: '-' is read up to line" messages
		[ "$(count run.scmi begun)" = 3 ]
		[ "$(count run.scmi completed)" = 2 ]
	done
	# Without an event there is nothing to write.
	run -1 import_from_pipe INT <<<"no trace at all"
	[ ! -e run.scmi ]
	grep -q "has no SCMI transfer event" messages
}

@test "a signal ends an import from a pipe that never waits" {
	status=0
	# The same lines over and over: each round is another log.
	yes "$(grep scmi_ "$data/import-trace-6.12.txt")" |
		timeout --preserve-status -s INT 1 env --default-signal=INT \
			"$SCMI_PERF" import -q - 2>messages || status=$?
	[ "$status" -eq 0 ]
	grep -q "stopped by a signal" messages
	[ "$(count run.scmi begun)" -ge 3 ]
}

@test "lines that cannot be parsed are counted and printed, escaped" {
	printf ' a-1 [0] 1.0: scmi_xfer_end: \23331m\n' | cat \
		"$data/virtio-fake-device.txt" - >log
	run --separate-stderr "$SCMI_PERF" import log
	[ "$status" -eq 0 ]
	[[ $stderr == *"line 22: "*'scmi_xfer_end: \x9b31m'* ]]
	[[ $stderr != *$'\233'* ]]
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
	[[ $stderr == *"error: 'a.scmi' is not a text log: it is a profile of scmi-perf"* ]]
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

@test "a text has no buffers" {
	run -1 "$SCMI_PERF" import --buffer other "$data/import-trace-6.12.txt"
	[[ $output == *"has no buffer 'other': it is not a trace.dat"* ]]
	[ ! -e run.scmi ]
	run -1 "$SCMI_PERF" trace --buffer top "$data/import-mail.txt"
	[[ $output == *"has no buffer 'top'"* ]]
}
