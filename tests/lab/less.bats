# SPDX-License-Identifier: GPL-2.0-only
# A kernel that lacks one thing: doctor names it, and record measures what is left. The
# counts, the sums and the percentiles must be those of the load itself.

bats_require_minimum_version 1.5.0
load bursts.bash
load resources.bash

# guest KERNEL TRANSPORT [KEY=VALUE...]: run less.sh.
guest() {
	local kernel=$1 transport=$2 pair
	local -a env=(--env LOAD=mixed:600,each --env "FILTER=${2%-*}")

	shift 2
	for pair; do
		env+=(--env "$pair")
	done
	OUT=$BATS_TEST_TMPDIR
	lab/scmi-lab exec --kernel "$kernel" --transport "$transport" --profile det \
		--service uniform:10us..90us --timeout 300 "${env[@]}" \
		--file tests/lab/guest/bursts.sh --out "$OUT" -- tests/lab/guest/less.sh
}

# truth NAME: check a recording against the load's own figures.
truth() {
	local folder=$OUT/$1.truth

	[ "$(<"$OUT/$1.status")" -eq 0 ]
	mkdir "$folder"
	cp "$OUT/$1.json" "$folder/truth.json"
	cp "$OUT/$1.scmi" "$folder/run.scmi"
	"$SCMI_PERF" report -j "$OUT/$1.scmi" >"$folder/report.json"
	jq -e '.counters | .begun == 600 and .completed == 600
		and ([.lost[]] | add) == 0 and ([.gaps[]] | add) == 0' "$folder/report.json"
	python3 tests/lab/check_truth.py "$folder/report.json" "$folder/truth.json"
}

# series NAME TRANSPORT PHASE...: check the transport and the phases of each message.
series() {
	local report=$OUT/$1.truth/report.json transport=$2

	shift 2
	# shellcheck disable=SC2016 # variables of jq
	jq -e --arg transport "$transport" '$ARGS.positional as $phases |
		(.series | all(.count == 100 and .transport == $transport))
		and (.series | group_by(.protocol) | length == 6 and
			all(map(.phase) == $phases))' "$report" --args "$@"
}

# source NAME SOURCE yes|no WORDS: check a source in doctor's report, whose lines are
# joined first.
source_is() {
	local text

	text=$(sed -n '/^Sources/,/^$/p' "$OUT/$1-doctor.out" | tr -s ' \n' ' ')
	[[ $text == *" $3 $2 $4 "* ]] || { echo "no '$3 $2 $4' in: $text"; return 1; }
}

# how NAME HOOK: print how a hook was attached.
how() {
	jq -r --arg hook "$2" '.meta.hooks[$hook]' "$OUT/$1.truth/report.json"
}

# reported NAME COMMAND: print what a command has reported about the kernel: warnings,
# hints, and how it hooked functions.
reported() {
	local words

	# shellcheck disable=SC2016 # variables of jq
	words=$(jq -r --slurpfile report "$OUT/$1.report" '
		($report[0].meta.hooks | keys | map(rtrimstr("/exit"))) as $hooks
		| to_entries[] | "\(.key): \(.value)"
		| select(startswith("debug: ") | not),
			select(capture("^debug: (?<hook>[a-z_]+): ").hook | IN($hooks[]))' \
		"$OUT/$1.$2.err") || return
	grep -Ev "^info: |no SCMI transfer was seen" <<<"$words" | sort
}

# all_agree NAME SOURCE [TRANSFERS]: check that record, trace, top and doctor have the
# same source, hooks, words, transfers and phases.
all_agree() {
	local command source=$2 transfers=${3:-60} words

	tests/tools/validate_json.py docs/doctor.schema.json "$OUT/$1.doctor"
	"$SCMI_PERF" report -j "$OUT/$1.record" >"$OUT/$1.report"
	jq -e --arg source "$source" --slurpfile report "$OUT/$1.report" '
		.possible and .source == $source and .source == $report[0].meta.source
		and .hooks == $report[0].meta.hooks' "$OUT/$1.doctor"
	jq -e --argjson n "$transfers" '.counters
		| .begun == $n and .completed == $n and .untracked == 0
		and ([.lost[], .gaps[]] | add) == 0' "$OUT/$1.report"
	# shellcheck disable=SC2016 # variables of jq
	jq -es --arg source "$source" --argjson n "$transfers" --slurpfile report "$OUT/$1.report" '
		def phases: unique - ["total", "answer"];
		first.source == $source and last.begun == $n
		and (map(select(.type == "transfer")) | length == $n
			and (map(.phases | keys[] | rtrimstr("_ns")) | phases)
				== ([$report[0].series[].phase] | phases)
			and (map(.transport) | unique)
				== ([$report[0].series[].transport] | unique))' "$OUT/$1.trace"
	jq -es --arg source "$source" --argjson n "$transfers" --slurpfile report "$OUT/$1.report" '
		all(.source == $source)
		and ([.[].rows[]?.last.completed // 0] | add // 0) == $n
		and ([.[].rows[]?.transport] | unique)
			== ([$report[0].series[].transport] | unique)' "$OUT/$1.top"
	words=$(reported "$1" record)
	[ -n "$words" ]
	for command in trace top; do
		diff <(echo "$words") <(reported "$1" $command)
	done
}

# same_without_types KERNEL TRANSPORT PHASE...: check recordings with and without types.
same_without_types() {
	local kernel=$1 transport=$2

	shift 2
	guest "$kernel" "$transport" "BURSTS=${BURSTS:-}"
	for name in nothing types types-filter; do
		truth $name
		series $name "${transport%-*}" "$@"
	done
	resources_equal "$OUT/types-resources"
	[ "$(how nothing scmi_xfer_begin)" = tp_btf ]
	[ "$(how types scmi_xfer_begin)" = raw_tp ]
	[ "$(how types do_xfer)" = "kprobe, no BTF" ]
	[ "$(how types scmi_events_dispatcher/exit)" = "kretprobe, no BTF" ]
	tests/tools/validate_json.py docs/doctor.schema.json "$OUT/types-doctor.json"
	source_is types "BPF without BTF" yes works
	source_is types "BPF, fentry" no "the kernel has no types (BTF) of SCMI structures"
	source_is types "BPF, kprobes" no "the kernel has no types (BTF) of SCMI structures"
	run ! grep warning "$OUT/types.out"
}

# notified_without_types: check the handling time of notifications, and those that were
# dropped, by the members of structures at their assumed offsets.
notified_without_types() {
	# shellcheck disable=SC2016 # variables of jq
	bursts_counted types-bursts "$BURSTS_HANDLED"' and
		.meta.hooks["scmi_notify/exit"] == "kretprobe, no BTF"
		and ($handling | any(.message_name == "SENSOR_UPDATE"))'
}

# without_bpf: check the recording through tracefs, and that no other is possible.
without_bpf() {
	local name lack="this kernel has no BPF for trace events, or forbids it"

	truth bpf
	# shellcheck disable=SC2086 # several words
	series bpf mailbox $PHASES
	[ "$(how bpf scmi_xfer_end)" = tracefs ]
	grep "warning: BPF is not available: events come through tracefs" "$OUT/bpf.out"
	[ "$(<"$OUT/bpf-doctor.status")" -eq 0 ]
	tests/tools/validate_json.py docs/doctor.schema.json "$OUT/bpf-doctor.json"
	# doctor and record agree on the hooks.
	jq -e --slurpfile report "$OUT/bpf.truth/report.json" '.possible
		and .hooks.scmi_xfer_end == "tracefs"
		and .hooks["shmem_tx_prepare/exit"] == "kprobe event"
		and .hooks == $report[0].meta.hooks' "$OUT/bpf-doctor.json"
	grep "^note  BPF programs" "$OUT/bpf-doctor.out"
	for name in "BPF, fentry" "BPF, kprobes" "BPF without BTF"; do
		source_is bpf "$name" no "$lack"
	done
	source_is bpf tracefs yes "$limited"
	# Neither of the two.
	for name in bpf-only both both-doctor both-trace both-top; do
		[ "$(<"$OUT/$name.status")" -eq 1 ]
	done
	for name in both both-trace both-top; do
		grep "error: cannot .*: $lack" "$OUT/$name.out"
	done
	grep "^FAIL  BPF programs" "$OUT/both-doctor.out"
	grep "^No recording is possible here" "$OUT/both-doctor.out"
}

# without_options: check the words for vendors' configurations.
without_options() {
	[ "$(<"$OUT/rockchip-doctor.status")" -eq 0 ]
	grep "^note  kernel .*built without" "$OUT/rockchip-doctor.out"
	source_is rockchip "BPF without BTF" no \
		"not set: CONFIG_PERF_EVENTS, CONFIG_BPF_SYSCALL, CONFIG_BPF_EVENTS"
	source_is rockchip tracefs yes \
		"tracepoints only; not set: CONFIG_KPROBES, CONFIG_KPROBE_EVENTS"
	grep "^note  kernel .*built without" "$OUT/nxp-doctor.out"
	source_is nxp tracefs no "not set: CONFIG_FTRACE, CONFIG_EVENT_TRACING"
	[ "$(<"$OUT/nxp.status")" -eq 1 ]
	grep "cannot record: .*built without CONFIG_FTRACE, " "$OUT/nxp.out"
	grep "hint: .*doctor --kernel-config" "$OUT/nxp.out"
}

# same_anomalies KERNEL: compare the anomalies of a fault plan with and without
# types.
same_anomalies() {
	OUT=$BATS_TEST_TMPDIR/$1
	printf '%s\n' 'power 5 every 7 times 3 drop' 'power 5 every 11 times 3 late 150ms' \
		'power 5 every 13 times 3 duplicate' 'reset 4 every 7 times 3 wrong-token' \
		'reset 4 every 11 times 3 wrong-type 2' \
		'performance 8 every 9 times 3 lost-doorbell' \
		'performance 8 every 13 times 3 unexpected-delayed' \
		'clock 5 every 6 times 3 delayed-first' \
		'clock 5 every 17 times 1 full-eventq 2500ms' >"$BATS_TEST_TMPDIR/plan"
	lab/scmi-lab exec --kernel "$1" --transport mailbox --profile det --cpus 2 \
		--timeout 300 --fault "$BATS_TEST_TMPDIR/plan" --out "$OUT" \
		--file tests/lab/guest/bursts.sh -- tests/lab/guest/less.sh
	for name in nothing types; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" | jq -S '{anomalies: [.anomalies[] | del(.channel)], transfers:
			(.transfers | map(del(.channel, .out_of_order, .time_ns)))}' \
			>"$OUT/$name.anomalies"
	done
	diff "$OUT/nothing.anomalies" "$OUT/types.anomalies"
	jq -e '[.anomalies[].kind] | unique == ["delayed_before_reply",
		"delayed_timeout", "delayed_to_synchronous", "late_reply", "lost_doorbell", "timeout",
		"unexpected_reply", "wrong_state"]' "$OUT/types.anomalies"
	notified_without_types
}

PHASES="total submit doorbell service dispatch wakeup answer"

@test "6.1, mailbox-threaded: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	BURSTS=1 same_without_types 6.1 mailbox-threaded $PHASES
	notified_without_types
}

@test "6.12, virtio: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	BURSTS=1 same_without_types 6.12 virtio $PHASES
	notified_without_types
}

@test "7.3, smc-irq: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	same_without_types 7.3 smc-irq $PHASES
}

@test "7.2, optee: the same phases without types, also if a module alone lacks them" {
	same_without_types 7.2 optee total submit service
	truth module
	series module optee total submit service
	[ "$(how nothing tee_client_invoke_func)" = fentry ]
	[ "$(how module tee_client_invoke_func)" = kprobe ]
	[ "$(how module do_xfer)" = fentry ]
	all_agree module bpf
}

@test "6.12, mailbox: each gives the best that is left, and the words for it" {
	local hook name

	guest 6.12 mailbox ALL=1
	for name in nothing refused types types-filter kprobes-only tracefs; do
		truth $name
		# shellcheck disable=SC2086 # several words
		series $name mailbox $PHASES
	done
	resources_equal "$OUT/refused"
	for hook in do_xfer:kprobe scmi_notify:kprobe scmi_fc_call:none scmi_xfer_end:tp_btf; do
		[ "$(how refused "${hook%:*}")" = "${hook#*:}" ]
	done
	grep "warning: hook scmi_fc_call .*refused" "$OUT/refused.out"
	[ "$(grep -c warning "$OUT/refused.out")" -eq 1 ]
	# Wrong offsets: the instance is unknown. Hidden addresses cannot confirm it.
	for name in layout addresses; do
		truth $name
		# shellcheck disable=SC2086 # several words
		series $name unknown $PHASES
	done
	grep "warning: .*hides its functions' addresses" "$OUT/addresses.out"
	truth kprobes
	series kprobes unknown total transport wakeup
	[ "$(how kprobes do_xfer)" = none ]
	off="kprobes are off: echo 1 >/sys/kernel/debug/kprobes/enabled"
	source_is kprobes "BPF without BTF" yes "tracepoints only; $off"
	source_is kprobes-only "BPF, fentry" yes works
	source_is kprobes-only "BPF, kprobes" no "$off"
	[ "$(how kprobes-only _dev_err)" = none ]
	limited="unknown: handling time of notifications, delays of interrupt threads (counted as service), lost doorbells and messages not taken (both counted as timeouts), transfers refused for lack of a free message"
	source_is nothing tracefs yes "$limited"
	source_is tracefs tracefs no \
		"not mounted: mount -t tracefs nodev /sys/kernel/tracing"
	without_bpf
	without_options
	for name in types addresses kprobes tracefs; do
		all_agree $name bpf
	done
	all_agree bpf tracefs
	all_agree events tracefs
	all_agree lockdown bpf 0
	[ "$(<"$OUT/lockdown.status")" -eq 0 ]
	source_is lockdown "BPF without BTF" yes \
		"tracepoints only; lockdown (confidentiality) forbids reading the kernel's memory"
	source_is lockdown tracefs no "lockdown (confidentiality) forbids it"
}

@test "mailbox: the same anomalies without types" {
	same_anomalies 6.12
	same_anomalies 7.3
}
