# SPDX-License-Identifier: GPL-2.0-only
# One load by all sources: BPF programs, with and without types, tracefs, with kprobe
# events and without them, and a trace.dat. Counts, keys and phases are the same.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR
}

# check NAME [OPTION...] FILTER: check that FILTER is true for a recording; print it
# otherwise.
check() {
	jq -e "${@:2}" "$OUT/$1.report" || { "$SCMI_PERF" report "$OUT/$1.scmi" && return 1; }
}

# keys NAME FIELDS: print the series of a recording, without their times.
keys() {
	jq -c "[.series[] | [$2, .protocol, .message, .phase, .count]] | sort" "$OUT/$1.report"
}

# same NAME OTHER FIELDS: check that two recordings have the same series.
same() {
	diff <(keys "$1" "$3") <(keys "$2" "$3")
}

# near NAME OTHER LEAST MOST: check that the medians of OTHER differ by LEAST to MOST ns.
# A wakeup on the other CPU takes one of two times, so the phases that have it are compared
# with the load's own of the same run, by truth.
near() {
	# shellcheck disable=SC2016 # jq's own
	check "$2" --slurpfile base "$OUT/$1.report" --argjson least "$3" --argjson most "$4" '
		def phases: map(select(.count == 1000)) | if any(.phase == "wakeup")
			then map(select(.phase != "total" and .phase != "wakeup")) else . end;
		($base[0].series | phases | map({(.phase): .p50_ns}) | add) as $p
		| [.series | phases[] | .p50_ns - $p[.phase]]
		| length > 0 and all(. > $least and . < $most)'
}

# truth NAME: check that medians differ from the load's own by less than 1000 ns, which is
# the cost of what lies between its stamps and those of a source. less.bats and
# transports.bats compare every percentile.
truth() {
	# shellcheck disable=SC2016 # jq's own
	check "$1" --slurpfile load "$OUT/$1.json" '
		[.series[] | select(.count == 1000 and (.phase == "total" or .phase == "wakeup"))
			| .p50_ns - $load[0][.phase].p50_ns]
		| length > 0 and all(. > -1000 and . < 1000)'
}

# phases KERNEL TRANSPORT [OPTION...]: record by all sources, and compare with BPF and
# with the load's own figures.
phases() {
	local name

	lab/scmi-lab exec --kernel "$1" --transport "$2" --profile det --cpus 2 \
		--package trace-cmd "${@:3}" --out "$OUT" -- tests/lab/guest/tracefs_phases.sh
	"$SCMI_PERF" import -q -o "$OUT/trace.scmi" "$OUT/trace.dat"
	for name in bpf types hooks core trace; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.report"
	done
	[ ! -s "$OUT/probes.left" ]
	same bpf hooks ".instance, .transport, .channel"
	# Assumed types do not have the channels, and a log has no transport.
	same bpf types ".instance, .transport"
	same core trace ".instance"
	for name in bpf types hooks core trace; do
		echo "$name: $(jq -c '[.total.p50_ns, .loop.p50_ns]' "$OUT/$name.json")"
		truth "$name"
	done
	# Both have the same keys, so that compare finds each message in both.
	run --separate-stderr "$SCMI_PERF" compare -j "$OUT/bpf.scmi" -- "$OUT/hooks.scmi"
	[ -n "$output" ]
	jq -e '.differences | length > 0 and all(.verdict != "only_a" and .verdict != "only_b")' \
		<<<"$output"
	# Each median within the cost of the events that are written in it.
	jq -c '.series[] | select(.count == 1000) | [.phase, .p50_ns]' \
		"$OUT/bpf.report" "$OUT/hooks.report"
	near bpf hooks -1000 6000
	# trace-cmd's own work is in some transfers; tracefs has two more events in each, dumps
	# of the command and of the reply, which it discards.
	near core trace -2000 1000
	check core '[.series[] | select(.count == 1000).phase]
		| contains(["total"]) and (contains(["submit"]) | not)'
}

@test "6.12 mailbox: all sources give the same" {
	# Not on 6.1, whose timeout is 30 ms: the next message would find the channel busy.
	phases 6.12 mailbox --env LATE=1
	for source in bpf tracefs; do
		"$SCMI_PERF" report -j "$OUT/late-$source.scmi" |
			jq -c '[.anomalies[] | [.kind, .count]] | sort' >"$OUT/late-$source"
		[ "$(<"$OUT/late-$source")" = '[["late_reply",5],["timeout",5]]' ] ||
			{ cat "$OUT/late-$source" && return 1; }
		"$SCMI_PERF" report -j "$OUT/unanswered-$source.scmi" |
			jq -c '.counters.completed, ([.anomalies[] |
				[.kind, .message_name, .count]] | sort)' >"$OUT/unanswered-$source"
		diff "$OUT/unanswered-$source" - <<-'END'
			2
			[["delayed_timeout","SENSOR_READING_GET",1],["late_reply","SENSOR_READING_GET",1]]
		END
	done
	"$SCMI_PERF" report -j "$OUT/unanswered-filtered.scmi" | jq -e '.anomalies == []'
	# The load has seen it, too.
	jq -e '.failures == 1' "$OUT/unanswered-tracefs.json"
}

@test "6.12 virtio: all sources give the same" {
	phases 6.12 virtio
}

@test "6.1 mailbox: all sources give the same" {
	phases 6.1 mailbox
}

@test "7.2 smc-irq: all sources give the same" {
	phases 7.2 smc-irq
}

@test "7.2 optee-smt: all sources give the same" {
	phases 7.2 optee-smt
}
