# SPDX-License-Identifier: GPL-2.0-only
# Tests import: the traces of single processors, one after the other.

bats_require_minimum_version 1.5.0

# events SECOND: print 1400 events of two processors, of 14 with a new time and
# transfer_id each. The first ones are in second 10 * SECOND of the boot.
events() {
	grep ': scmi_' "$data/import-trace-6.12.txt" | gawk -v second="$1" '
		{ line[NR] = $0 }
		END {
			for (i = 0; i < 100; i++)
				for (n = 1; n <= NR; n++) {
					l = line[n]
					sub(/ 704/, sprintf(" %d", second + i), l)
					gsub(/transfer_id=/, "&" (i + 1), l)
					print l
				}
		}'
}

# split_cpus LOG PARTS: write the events of each processor of a log to PARTS0 and PARTS1.
split_cpus() {
	for cpu in 0 1; do
		grep -F "[00$cpu]" "$1" >"$2$cpu"
		[ "$(wc -l <"$2$cpu")" -gt 400 ]
	done
}

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	events 704 >log
	[ "$(wc -l <log)" -eq 1400 ]
	figures log >expected
	split_cpus log cpu
}

# figures FILE: print what the import of a log gives. Its messages are in FILE.messages.
figures() {
	"$SCMI_PERF" import "$1" -o "$1.scmi" 2>"$1.messages" &&
		"$SCMI_PERF" report -j "$1.scmi" |
		jq -c '[.counters, .anomalies, (.series[] | [.protocol, .message,
			.phase, .count, .min_ns, .max_ns])]'
}

@test "traces of processors that follow each other are merged" {
	cat cpu0 cpu1 >parts
	diff expected <(figures parts)
	cat cpu1 cpu0 >parts
	diff expected <(figures parts)
	for cpu in 0 1; do
		printf '# tracer: nop\n#\n# entries-in-buffer/entries-written: 9/12   #P:2\n#\n'
		cat cpu$cpu
	done >parts
	diff <(jq -c '.[0].lost.trace_events = 6' expected) <(figures parts)
	for cpu in 0 1; do
		printf '==> per_cpu/cpu%s/trace <==\n' $cpu
		cat cpu$cpu
		echo
	done >parts
	diff expected <(figures parts)
	"$SCMI_PERF" trace log >transfers
	[ "$(wc -l <transfers)" -gt 200 ]
	diff transfers <("$SCMI_PERF" trace parts)
}

@test "the parts of two boots are merged apart" {
	events 204 >second
	split_cpus second second_cpu
	cat log second >both
	figures both >expected
	[ "$(jq '.[0].begun' expected)" -eq 600 ]
	cat cpu0 cpu1 second_cpu0 second_cpu1 >parts
	diff expected <(figures parts)
	grep "read as 2 consecutive logs" parts.messages
	# Boots with all processors have no parts.
	cat both >parts
	diff expected <(figures parts)
}

@test "lines of a part that are not read keep their numbers" {
	cat cpu0 cpu1 | sed '900s/transfer_id=.*//' >parts
	figures parts >/dev/null
	grep "line 900: the line is cut off" parts.messages
}

@test "parts in a compressed file are merged, those from a pipe are refused" {
	cat cpu0 cpu1 >parts
	gzip -k parts
	diff expected <(figures parts.gz)
	cat parts | {
		run -1 --separate-stderr "$SCMI_PERF" import -
		[[ $stderr == *"'-' has the trace of one processor after that of another one: a pipe"*"hint: write the log to a file"* ]]
	}
	[ ! -e run.scmi ]
	# In order, they need no merging. A log of one processor has no parts.
	cat log | "$SCMI_PERF" import - 2>messages
	! grep "cannot be read twice" messages
	figures cpu0 >one
	gzip cpu0
	diff one <(figures cpu0.gz)
}

# Each of the boots has all its transfers on one processor.
@test "two boots on one processor each are two logs" {
	sed 's/\[001\]/[000]/' log >first
	events 704 | sed 's/\[000\]/[001]/; s/ 704\./ 704.3/' >second
	cat first second >both
	figures both >boots
	[ "$(jq '.[0].begun' boots)" -eq 600 ]
	[ "$(jq '.[0].untracked' boots)" -eq "$((2 * $(jq '.[0].untracked' expected)))" ]
	grep "read as 2 consecutive logs" both.messages
	# Ids that are all greater at the same time
	sed -E 's/transfer_id=/&4/' second >later
	cat first later >both
	figures both >boots
	[ "$(jq '.[0].begun' boots)" -eq 600 ]
	grep "read as 2 consecutive logs" both.messages
}
