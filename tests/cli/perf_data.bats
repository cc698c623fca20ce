# SPDX-License-Identifier: GPL-2.0-only
# Tests import of perf's recordings, which perf script prints. A script is used as perf,
# because this machine's kernel does not have SCMI events.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	printf 'PERFILE2 and so on' >perf.data
}

# perf_prints COMMAND: make a perf that executes COMMAND.
perf_prints() {
	mkdir -p bin
	printf '#!/bin/sh\n%s\n' "$1" >bin/perf
	chmod +x bin/perf
}

contents() {
	"$SCMI_PERF" report -j "$1" | jq -S 'del(.meta.command, .meta.runs[0].command)'
}

@test "a perf.data is imported through perf script" {
	perf_prints "echo \"\$*\" >args; cat /proc/self/fd/0 >input; cat '$data/import-perf-script.txt'"
	"$SCMI_PERF" import -q "$data/import-perf-script.txt" -o text.scmi
	PATH=$PWD/bin:$PATH "$SCMI_PERF" import -q perf.data
	diff <(contents run.scmi) <(contents text.scmi)
	cmp input perf.data
	[ "$(<args)" = "script --ns --show-lost-events -G -f -i /proc/self/fd/0" ]
	[ "$("$SCMI_PERF" report -j run.scmi | jq -r .meta.command)" = perf.data ]
}

@test "a perf.data from a pipe, or compressed, is imported, too" {
	perf_prints "cat /proc/self/fd/0 >input; cat '$data/import-perf-script.txt'"
	PATH=$PWD/bin:$PATH "$SCMI_PERF" import -q - < <(cat perf.data)
	cmp input perf.data
	[ "$("$SCMI_PERF" report -j run.scmi | jq .counters.begun)" -gt 0 ]
	gzip -k perf.data
	rm input
	PATH=$PWD/bin:$PATH "$SCMI_PERF" import -q perf.data.gz
	cmp input perf.data
}

@test "without perf, and if perf fails, the error names perf script" {
	mkdir none
	run --separate-stderr env "PATH=$PWD/none" "$SCMI_PERF" import perf.data
	[ "$status" -eq 1 ]
	[[ $stderr == *"error: 'perf.data' is not a text log: it is a perf recording"* ]]
	[[ $stderr == *"hint: perf script -i FILE | scmi-perf import -"* ]]
	run --separate-stderr env "PATH=$PWD/none" "$SCMI_PERF" import - < <(cat perf.data)
	[[ $stderr == *"error: '-' is not a text log: it is a perf recording"* ]]
	perf_prints "cat '$data/import-perf-script.txt'; exit 3"
	PATH=$PWD/bin:$PATH run --separate-stderr "$SCMI_PERF" import perf.data
	[ "$status" -eq 1 ]
	[[ $stderr == *"error: perf script cannot read 'perf.data'"*"hint: perf script -f -i FILE prints why"* ]]
	[ ! -e run.scmi ]
	# The real one refuses this file.
	! command -v perf || {
		run --separate-stderr "$SCMI_PERF" import perf.data
		[ "$status" -eq 1 ]
		[[ $stderr == *"perf script"* ]]
	}
}
