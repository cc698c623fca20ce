# SPDX-License-Identifier: GPL-2.0-only
# A kernel that lacks one thing: doctor names it, and record measures what is left. The
# counts, the sums and the percentiles must be those of the load itself.

bats_require_minimum_version 1.5.0

# guest KERNEL TRANSPORT [KEY=VALUE...]: run less.sh.
guest() {
	local kernel=$1 transport=$2 pair
	local -a env=(--env LOAD=mixed:600 --env "FILTER=${2%-*}")

	shift 2
	for pair; do
		env+=(--env "$pair")
	done
	OUT=$BATS_TEST_TMPDIR
	lab/scmi-lab exec --kernel "$kernel" --transport "$transport" --profile det \
		--service uniform:10us..90us --timeout 300 "${env[@]}" \
		--out "$OUT" -- tests/lab/guest/less.sh
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

# same_without_types KERNEL TRANSPORT PHASE...: check recordings with and without types.
same_without_types() {
	local kernel=$1 transport=$2

	shift 2
	guest "$kernel" "$transport"
	for name in nothing types types-filter; do
		truth $name
		series $name "${transport%-*}" "$@"
	done
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

PHASES="total submit doorbell service dispatch wakeup answer"

@test "6.1, mailbox-threaded: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	same_without_types 6.1 mailbox-threaded $PHASES
}

@test "6.12, virtio: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	same_without_types 6.12 virtio $PHASES
}

@test "7.3, smc-irq: the same phases without types" {
	# shellcheck disable=SC2086 # several words
	same_without_types 7.3 smc-irq $PHASES
}

@test "7.2, optee: the same phases without types" {
	same_without_types 7.2 optee total submit service
}

@test "6.12, mailbox: each gives the best that is left, and the words for it" {
	local name

	guest 6.12 mailbox ALL=1
	for name in nothing types types-filter kprobes-only tracefs; do
		truth $name
		# shellcheck disable=SC2086 # several words
		series $name mailbox $PHASES
	done
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
	source_is nothing tracefs yes works
	source_is tracefs tracefs no \
		"not mounted: mount -t tracefs nodev /sys/kernel/tracing"
	[ "$(<"$OUT/bpf.status")" -eq 1 ]
	grep "cannot record: .*built without CONFIG_BPF_SYSCALL, CONFIG_BPF_EVENTS$" \
		"$OUT/bpf.out"
	grep "hint: .*doctor --kernel-config" "$OUT/bpf.out"
	[ "$(<"$OUT/bpf-doctor.status")" -eq 1 ]
	grep "^FAIL  kernel" "$OUT/bpf-doctor.out"
	source_is bpf tracefs yes works
	[ "$(<"$OUT/lockdown.status")" -eq 0 ]
	source_is lockdown "BPF without BTF" yes \
		"tracepoints only; lockdown (confidentiality) forbids reading the kernel's memory"
	source_is lockdown tracefs no "lockdown (confidentiality) forbids tracefs"
}
