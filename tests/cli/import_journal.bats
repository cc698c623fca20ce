# SPDX-License-Identifier: GPL-2.0-only
# Tests import: the kernel's messages as journalctl and dmesg print them.

bats_require_minimum_version 1.5.0

# Make a journal with the events, which journald received 37 us late, and later each time.
setup_file() {
	export TZ=UTC JOURNAL=$BATS_FILE_TMPDIR/board.journal
	export LOG=$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt
	command -v /lib/systemd/systemd-journal-remote >/dev/null ||
		skip "needs systemd-journal-remote"
	sed -nE 's/.* ([0-9]+)\.([0-9]{6}): (scmi_[a-z_]+): (.*)/\1 \2 \3 \4/p' "$LOG" | gawk '
	function field(name, value) {
		print name "=" value
	}
	{
		fields = $0
		sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", fields)
		us = $1 * 1000000 + $2
		field("__REALTIME_TIMESTAMP", 1795870740000000 + us + 37 * NR)
		field("__MONOTONIC_TIMESTAMP", us + 37 * NR)
		field("_BOOT_ID", "0123456789abcdef0123456789abcdef")
		field("_HOSTNAME", "board")
		field("_TRANSPORT", "kernel")
		field("SYSLOG_IDENTIFIER", "kernel")
		field("PRIORITY", 6)
		field("_SOURCE_MONOTONIC_TIMESTAMP", us)
		field("MESSAGE", $3 ": " fields)
		print ""
	}' | /lib/systemd/systemd-journal-remote -o "$JOURNAL" -
}

setup() {
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# figures FILE: print what the import of a log gives.
figures() {
	"$SCMI_PERF" import -q "$1" -o figures.scmi &&
		"$SCMI_PERF" report -j figures.scmi |
		jq -c '[.counters, .anomalies, (.series[] | [.protocol, .message,
			.phase, .count, .min_ns, .max_ns])]'
}

@test "journalctl's formats with the kernel's times give the figures of the log" {
	for format in json json-seq short-monotonic short-delta; do
		echo "$format"
		journalctl --file "$JOURNAL" -o "$format" >log
		diff <(figures "$LOG") <(figures log)
	done
}

@test "journalctl's formats with the times of journald are reported" {
	for format in short-precise short-iso-precise short-unix; do
		echo "$format"
		journalctl --file "$JOURNAL" -o "$format" >log
		run --separate-stderr "$SCMI_PERF" import log
		[ "$status" -eq 0 ]
		[[ $stderr == *"events are those at which journald received them"*"short-monotonic"* ]]
	done
}

@test "journalctl's other formats are refused with the one to use" {
	for format in short short-full verbose export json-pretty; do
		echo "$format"
		journalctl --file "$JOURNAL" -o "$format" >log
		run --separate-stderr "$SCMI_PERF" import log
		[ "$status" -eq 1 ]
		[[ $stderr == *"hint: "*"journalctl -k -o short-monotonic"* ]]
	done
	journalctl --file "$JOURNAL" -o cat >log
	run --separate-stderr "$SCMI_PERF" import log
	[ "$status" -eq 1 ]
	[[ $stderr == *"line 1: no time stamp"* ]]
	run --separate-stderr "$SCMI_PERF" import "$JOURNAL"
	[ "$status" -eq 1 ]
	[[ $stderr == *"it is a journal of systemd"*"journalctl --file FILE"* ]]
}

@test "dmesg's formats give the figures of the log, or a hint of the right one" {
	sed -nE 's/.* ([0-9]+)\.([0-9]{6}): (scmi_[a-z_]+): (.*)/<6>[ \1.\2] \3: \4/p' \
		"$LOG" >raw
	for options in '' -x -r -d --color=always '--time-format iso'; do
		echo "$options"
		# shellcheck disable=SC2086 # several options
		dmesg -F raw $options >log
		diff <(figures "$LOG") <(figures log)
	done
	for options in -T -H -e -t '--time-format delta' '--time-format reltime'; do
		echo "$options"
		# shellcheck disable=SC2086 # several options
		dmesg -F raw $options >log
		run --separate-stderr "$SCMI_PERF" import log
		[ "$status" -eq 1 ]
		[[ $stderr == *"hint: "*"dmesg"* ]]
	done
}
