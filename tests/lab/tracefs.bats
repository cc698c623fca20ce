# SPDX-License-Identifier: GPL-2.0-only
# Recordings through tracefs, without BPF: checks the results of guest/tracefs.sh.
# Guests are deterministic: a virtual nanosecond is an instruction.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport loopback --profile det --cpus 2 \
		--out "$OUT" -- tests/lab/guest/tracefs.sh
	for name in bpf tracefs clock threads small signal next without; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.report"
	done
}

# check NAME FILTER: check that FILTER is true for a recording; print it otherwise.
check() {
	jq -e "$2" "$OUT/$1.report" || { "$SCMI_PERF" report "$OUT/$1.scmi" && return 1; }
}

# truth NAME: compare a recording with the load's own figures.
truth() {
	mkdir "$BATS_TEST_TMPDIR/$1"
	cp "$OUT/$1.scmi" "$BATS_TEST_TMPDIR/$1/run.scmi"
	cp "$OUT/$1.json" "$BATS_TEST_TMPDIR/$1/truth.json"
	python3 tests/lab/check_truth.py "$OUT/$1.report" \
		"$BATS_TEST_TMPDIR/$1/truth.json"
}

@test "tracefs and BPF count the same, and agree with the load within one bucket" {
	for name in bpf tracefs; do
		truth $name
		check $name '.counters | .begun == 2000 and .completed == 2000
			and .untracked == 0 and ([.lost[]] | add) == 0'
	done
	# Without hooks in a transport both have the same phases.
	diff <(jq -c '[.series[] | [.protocol, .message, .phase, .count]]' "$OUT/bpf.report") \
		<(jq -c '[.series[] | [.protocol, .message, .phase, .count]]' \
			"$OUT/tracefs.report")
}

# added NAME PHASE: print the added instructions, from the load's stamps.
added() {
	echo $(($(jq ".$2.p50_ns" "$OUT/$1.json") - $(jq ".$2.p50_ns" "$OUT/alone.json")))
}

@test "tracefs: reading in batches adds nothing to a transfer, beyond its events" {
	for phase in total loop; do
		echo "$phase: events $(added unread $phase), record $(added tracefs $phase)," \
			"BPF $(added bpf $phase)"
		[ "$(added unread $phase)" -gt "$(added bpf $phase)" ]
		[ "$(added tracefs $phase)" -le $(($(added unread $phase) + 20)) ]
	done
}

@test "the profile and the report name the source and its hooks" {
	check tracefs '.meta | .source == "tracefs" and .resolution_ns == 1
		and .hooks.scmi_xfer_begin == "tracefs"
		and .hooks.scmi_msg_dump == "tracefs"'
	"$SCMI_PERF" report "$OUT/tracefs.scmi" | grep "^source *tracefs"
}

@test "tracefs: a filter selects messages" {
	check clock '[.series[].protocol_name] | unique == ["CLOCK"]'
	check clock '[.series[] | select(.phase == "total").count] | add > 50'
}

@test "tracefs: 8 threads, 20000 transfers: all accounted for, nothing lost" {
	check threads '.counters | .begun == 20000 and .completed == 20000
		and .in_flight == 0 and .untracked == 0 and ([.lost[]] | add) == 0'
	check threads '(.intervals | length) > 1
		and ([.intervals[].deltas[].completed] | add) == 20000'
}

# Each transfer has four events. The kernel's statistics have those that it overwrote.
@test "tracefs: a ring that is too small counts each loss" {
	check small '.counters.lost.trace_events > 1000 and .counters.begun < 20000'
	read -r records _ lost _ < <(sed -n 's/.*tracefs: //p' "$OUT/small.log" | tr -d ,)
	echo "$records records, $lost lost"
	[ $((records + $(jq .counters.lost.trace_events "$OUT/small.report"))) -eq 80000 ]
	"$SCMI_PERF" report "$OUT/small.scmi" | grep "increase --ring-size"
}

@test "tracefs: instance and probes are gone at the end, after a signal and after a kill" {
	[ ! -s "$OUT/threads.left" ]
	grep "^scmi-perf-" "$OUT/running.left"
	[ ! -s "$OUT/signal.left" ]
	grep "^scmi-perf-" "$OUT/killed.left"
	grep "^r.*:scmi_perf_[0-9]*/shmem_ready shmem_tx_prepare" "$OUT/killed.left"
	[ ! -s "$OUT/next.left" ]
	check signal '.counters.completed == 20'
	check next '.counters.completed == 5'
}

@test "without BPF record chooses tracefs with a warning, and keeps what was asked for" {
	[ "$(cat "$OUT/without.status")" -eq 0 ]
	grep "warning: BPF is not available: events come through tracefs" "$OUT/without.log"
	check without '.meta.source == "tracefs" and .counters.completed == 100'
	for name in refused refused-option; do
		[ "$(cat "$OUT/$name.status")" -eq 1 ]
		! grep tracefs "$OUT/$name.log"
	done
	[ ! -e "$OUT/refused.scmi" ]
}

# traced NAME FILTER: check that FILTER is true for the lines of a trace.
traced() {
	jq -es "$2" "$OUT/$1.trace" || { cat "$OUT/$1.trace" && return 1; }
}

@test "tracefs: trace prints each transfer, with its task, and filters" {
	traced all 'map(select(.type == "transfer" and .message_name == "SENSOR_READING_GET"))
		| length == 30 and (map(.comm) | unique ==
			["scmi-load/0", "scmi-load/1", "scmi-load/2"])
		and all(.total_ns == ([.phases[]] | add))'
	traced all 'last | .type == "end" and (.lost | add) == 0'
	traced comm 'map(select(.type == "transfer")) |
		length == 10 and all(.comm == "scmi-load/1")'
	traced sensor 'map(select(.type == "transfer")) |
		length == 30 and all(.protocol_name == "SENSOR")'
}

@test "tracefs: trace prints the stack of each sender, the innermost function first" {
	traced stack 'map(select(.type == "transfer")) | length == 30 and
		all((.stack | length) > 2 and (.stack[0] | startswith("do_xfer+"))
			and any(.stack[]; startswith("scmi_sensor_reading_get")))'
}

@test "tracefs: top shows transfers in the interval in which they end" {
	jq -es '[.[].rows[]? | select(.message_name == "SENSOR_READING_GET").last.completed // 0]
		| add >= 600' "$OUT/top.json" || { head -c 3000 "$OUT/top.json" && return 1; }
	jq -es 'length == 20 and all(.mode == "live")
		and (map(.time_ns) | . == sort) and (last.time_ns / 1e8 | round) == 20' "$OUT/top.json"
	[ ! -s "$OUT/top.left" ]
}
