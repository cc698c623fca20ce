# SPDX-License-Identifier: GPL-2.0-only
# import must read what tracers print: 60 readings of sensors and 40 clock messages each.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport loopback --package trace-cmd \
		--package linux-perf --out "$OUT" -- tests/lab/guest/tools.sh
}

# report LOG: import it and print its report as JSON.
report() {
	"$SCMI_PERF" import -q "$OUT/$1" -o "$OUT/$1.scmi" >&2
	"$SCMI_PERF" report -j "$OUT/$1.scmi"
}

# figures LOG: print what its import gives. The platform needs 20 us for a message.
figures() {
	report "$1" | jq -c 'if .counters.completed == 100 and .counters.untracked == 0
			and .counters.unparsed_lines == 0 and (.anomalies | length) == 0
		then [.series[] | select(.phase == "total")
			| [.message, .count, .min_ns, .max_ns]] else .counters end'
}

# has_all LOG: fail unless it has all transfers.
has_all() {
	echo "$1"
	figures "$1" | tee /dev/stderr |
		jq -e 'map(.[1]) == [40, 60] and all(.[]; .[2] >= 19000)' >/dev/null
}

@test "each clock of the kernel's tracer with a unit of time" {
	for clock in global perf mono_raw boot tai; do
		has_all "clock-$clock.txt"
	done
	for clock in uptime counter; do
		run -1 --separate-stderr "$SCMI_PERF" import "$OUT/clock-$clock.txt"
		[[ $stderr == *"hint: use a clock of seconds"* ]]
	done
}

@test "events among those of function_graph and function" {
	has_all graph.txt
	[ "$(figures graph.txt)" = "$(figures graph-proc.txt)" ]
	has_all function.txt
	run -1 --separate-stderr "$SCMI_PERF" import "$OUT/graph-untimed.txt"
	[[ $stderr == *"hint: "*"funcgraph-abstime"* ]]
}

@test "trace-cmd report with its options" {
	has_all trace-cmd.txt
	for option in -R -l --ts-diff; do
		[ "$(figures trace-cmd.txt)" = "$(figures "trace-cmd$option.txt")" ]
	done
	has_all trace-cmd-t.txt
	[ "$(figures trace-cmd-t.txt)" = "$(figures trace-cmd-t-l.txt)" ]
}

# perf trace prints the times of a run of its own.
@test "perf script with its options, perf trace, and perf.data if this machine has perf" {
	has_all perf-script.txt
	[ "$(figures perf-script.txt)" = "$(figures perf-script-fields.txt)" ]
	has_all perf-script-ns.txt
	has_all perf-script-delta.txt
	has_all perf-trace.txt
	if command -v perf >/dev/null; then
		[ "$(figures perf-script-ns.txt)" = "$(figures perf.data)" ]
	fi
}
