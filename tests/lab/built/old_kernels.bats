# SPDX-License-Identifier: GPL-2.0-only
# Recordings on Linux 5.10 as Android's, which the lab has built: kprobes, but neither
# types (BTF) nor fentry. The BPF programs cannot run there, and the core has no event of a
# response wait. Guests are deterministic. Run by scripts/test-built-kernels.

bats_require_minimum_version 1.5.0
load ../bursts.bash

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return 1
	OUT=$BATS_TEST_TMPDIR
}

# guest: run old_kernel.sh on the mailbox, with 100 transfers of each message.
guest() {
	lab/scmi-lab exec --kernel 5.10-gki --transport mailbox --profile det --cpus 2 \
		--service uniform:10us..90us --timeout 300 --env LOAD=mixed:500 \
		--file tests/lab/guest/bursts.sh --out "$OUT" -- tests/lab/guest/old_kernel.sh
	grep '^ls: .*vmlinux' "$OUT/kernel.out"
	run ! grep -E '^CONFIG_(DEBUG_INFO_BTF|FUNCTION_TRACER)=' "$OUT/config.out"
	[ ! -s "$OUT/left.out" ]
}

# truth NAME TRANSFERS SOURCE PHASE...: check a recording against the load's own figures,
# its source, and the phases of each message.
truth() {
	local name=$1 transfers=$2 source=$3 folder=$OUT/$1.truth

	shift 3
	[ "$(<"$OUT/$name.status")" -eq 0 ] || { cat "$OUT/$name.out" && return 1; }
	mkdir "$folder"
	cp "$OUT/$name.json" "$folder/truth.json"
	cp "$OUT/$name.scmi" "$folder/run.scmi"
	"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$folder/report.json"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --argjson n "$transfers" --arg source "$source" '$ARGS.positional as $phases |
		(.counters | .begun == $n and .completed == $n and .in_flight == 0
			and .untracked == 0 and ([.lost[]] | add) == 0)
		and .meta.source == $source
		and (.series | group_by(.protocol) | all(map(.phase) == $phases))
		and ([.series[] | select(.phase == "total").count] | add) == $n' \
		"$folder/report.json" --args "$@" || {
		"$SCMI_PERF" report "$OUT/$name.scmi" && return 1
	}
	python3 tests/lab/check_truth.py "$folder/report.json" "$folder/truth.json"
}

# how NAME HOOK: print how a hook was attached.
how() {
	jq -r --arg hook "$2" '.meta.hooks[$hook]' "$OUT/$1.truth/report.json"
}

# source_is SOURCE yes|no WORDS: check a source in doctor's report.
source_is() {
	local text

	text=$(sed -n '/^Sources/,/^$/p' "$OUT/doctor.out" | tr -s ' \n' ' ')
	[[ $text == *" $2 $1 $3"* ]] || { echo "no '$2 $1 $3' in: $text"; return 1; }
}

# traced_and_shown SOURCE: check the outputs of trace and top.
traced_and_shown() {
	jq -es 'map(select(.type == "transfer" and .message_name == "SENSOR_READING_GET"))
		| length == 20 and all(.total_ns == ([.phases[]] | add))' "$OUT/trace.out" ||
		{ cat "$OUT/trace.out" "$OUT/trace.err" && return 1; }
	jq -es '[.[].rows[]? | select(.message_name == "SENSOR_READING_GET").last.completed // 0]
		| add >= 300' "$OUT/top.json" || { cat "$OUT/top.err" && return 1; }
}

# faulty TRANSFERS: check the recording of 100 transfers with three drops and five
# errors.
faulty() {
	"$SCMI_PERF" report -j "$OUT/faults.scmi" | jq -e '.counters |
		.begun == 100 and .timed_out == 3 and .completed == 97 and .errors == 5'
}

# queued NAME TRANSFERS: check a load whose messages wait in the mailbox's queue, from which
# other tasks send them. Such a transfer has no doorbell, rather than one of 0 ns.
queued() {
	"$SCMI_PERF" report -j "$OUT/$1.scmi" >"$OUT/$1.report"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --argjson n "$2" '(.series | map({(.phase): .}) | add) as $p |
		(.counters | .begun == $n and .completed == $n and ([.lost[]] | add) == 0)
		and $p.total.count == $n and $p.wakeup.count == $n
		and $p.transport.count + ($p.submit.count // 0) == $n
		and $p.transport.count > $n / 2
		and ($p.doorbell.min_ns // 1) > 0' "$OUT/$1.report" || {
		"$SCMI_PERF" report "$OUT/$1.scmi" && return 1
	}
	jq -e --argjson n "$2" '.total.count == $n' "$OUT/$1.json"
}

PHASES="total submit doorbell service dispatch wakeup answer"

@test "5.10, as Android's: tracefs gives all phases, and doctor reports what BPF lacks" {
	local too_old="this kernel is too old for BPF programs: it has no scmi:scmi_xfer_response_wait"

	# Without voltages, which Linux has since 5.11.
	guest
	for name in auto tracefs; do
		# shellcheck disable=SC2086 # several words
		truth $name 500 tracefs $PHASES
	done
	truth core 500 tracefs total transport wakeup
	queued threads 2000
	[ "$(how auto scmi_xfer_response_wait)" = none ]
	[ "$(how auto mailbox_send_message/exit)" = "kprobe event" ]
	grep "warning: BPF is not available: events come through tracefs" "$OUT/auto.out"
	[ "$(<"$OUT/bpf.status")" -eq 1 ]
	grep "cannot record: $too_old" "$OUT/bpf.out"
	[ "$(<"$OUT/doctor.status")" -eq 0 ]
	tests/tools/validate_json.py docs/doctor.schema.json "$OUT/doctor.json"
	for name in "BPF, fentry" "BPF, kprobes" "BPF without BTF"; do
		source_is "$name" no ""
	done
	source_is tracefs yes "unknown: handling time of notifications, delays of interrupt threads (counted as service), lost doorbells and messages not taken (both counted as timeouts), transfers refused for lack of a free message"
	traced_and_shown
	faulty
	# shellcheck disable=SC2016 # variables of jq
	bursts_counted bursts '.meta.source == "tracefs" and $handling == []
		and .meta.hooks["scmi_notify/exit"] == "kprobe event"
		and .meta.hooks["do_xfer_with_response/exit"] == "kprobe event"'
}
