# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# measured KERNEL TRANSPORT PHASE...: run guest/any_kernel.sh, and check what doctor, record
# and trace show on this kernel.

# hooked OUT ENTRY EXIT ABSENT...: check the attach methods of function entries and
# exits, and the absent hooks. record and doctor must agree.
hooked() {
	local out=$1 entry=$2 exit=$3

	shift 3
	tests/tools/validate_json.py docs/doctor.schema.json "$out/doctor.json"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --slurpfile report "$out/report.json" --arg entry "$entry" \
		--arg exit "$exit" '$ARGS.positional as $absent |
		(.hooks | to_entries | all(.value == (
			if any(.key == $absent[]; .) then "none"
			elif .key | endswith("/exit") then $exit
			elif .key | test("^scmi_(xfer|rx|fc)_")
			then "tp_btf" elif .key == "_dev_err"
			then "kprobe" else $entry end)))
		and (.absent | keys) == ($absent | sort)
		and (.absent | all(.why != "" and .without != ""))
		and $report[0].meta.hooks == (.hooks | del(."xfer_get_init/exit"))
		' "$out/doctor.json" --args "$@"
}

# phased OUT TRANSPORT PHASE...: check for six messages, each with these phases and
# the load's count, all on one channel of the only instance.
phased() {
	local out=$1 transport=$2

	shift 2
	# shellcheck disable=SC2016 # variables of jq
	jq -e --arg transport "$transport" '$ARGS.positional as $phases |
		(.series | all(.count == 100 and .instance == 0 and
			.transport == $transport and .channel == 16))
		and (.series | group_by(.protocol) | length == 6 and
			all(map(.phase) == $phases))
		and (.series | group_by(.protocol) | all(
			(map(select(.phase == "total").sum_ns) | add) as $total |
			(map(select(.phase != "total" and .phase != "answer")
				.sum_ns) | add) as $parts |
			$total == $parts))' "$out/report.json" --args "$@"
}

# reply_on TRANSPORT: print the way by which replies come, in the words of doctor.
reply_on() {
	case $1 in
	mailbox-threaded) echo 'interrupt thread' ;;
	mailbox-polled) echo polled ;;
	# Its software controller has no interrupt in the device tree.
	mailbox | loopback) echo unknown ;;
	smc | smc-qcom | optee*) echo 'in the call' ;;
	*) echo interrupt ;;
	esac
}

# measured KERNEL TRANSPORT PHASE...
measured() {
	local out=$BATS_TEST_TMPDIR name=$2 bursts='' hooks verified seconds=2.8

	OUT=$out
	[[ $2 != smc-* && $2 != optee-* && $2 != mailbox-* ]] || name=${2%-*}
	# Kprobes, and fentry of the newer kernels, on a transport with notifications.
	case $1-$2 in
	6.1-mailbox-threaded | *-virtio) bursts=1 ;;
	esac
	# Which programs a kernel can verify depends on it, and on the module of OP-TEE.
	verified=$BATS_FILE_TMPDIR/verified-$1
	[ "$name" != optee ] || verified+=-optee

	lab/scmi-lab exec --kernel "$1" --transport "$2" --profile det \
		--service uniform:10us..90us --env LOAD=mixed:600 \
		--env "VERIFY=$([ -e "$verified" ] || echo 1)" \
		--env "BURSTS=$bursts" --file tests/lab/guest/bursts.sh \
		--out "$out" -- tests/lab/guest/any_kernel.sh 2>"$BATS_TEST_TMPDIR/lab.log" ||
		{ cat "$BATS_TEST_TMPDIR/lab.log"; return 1; }
	# If backports have dropped a series, a later one replaces it.
	version=$(sed -n "s/^lab: kernel $1: \\([^ ]*\\).*/\\1/p" "$out/lab.log")
	[ "$(cut -d. -f1,2 "$out/release")" = "$(cut -d. -f1,2 <<<"$version")" ]
	echo "$1: Linux $version, $(<"$out/release")" >>"$BATS_FILE_TMPDIR/kernels"
	cat "$out/binary.sum" >>"$BATS_FILE_TMPDIR/sums"

	run ! grep '^FAIL' "$out/doctor.out"
	grep -q "^ok .*BPF programs .*verified and attached" "$out/doctor.out"
	if [ "$1" = 6.1 ]; then
		seconds=1
		hooks=(kprobe kretprobe scmi_bad_message_trace xfer_get_init/exit)
		grep -q "scmi_bad_message_trace: this kernel has no such function" \
			"$out/doctor.out"
	else
		hooks=(fentry fexit)
	fi
	# Of a module that only this transport loads.
	[ "$name" = optee ] || hooks+=(tee_client_invoke_func)
	if [ ! -e "$verified" ]; then
		[ "$(grep -c ': ok$' "$out/verified")" -eq 3 ]
		run ! grep '^absent [^f]' "$out/verified"
		touch "$verified"
	fi

	"$SCMI_PERF" report -j "$out/run.scmi" >"$out/report.json"
	hooked "$out" "${hooks[@]}"
	run ! grep warning "$out/record.err"
	jq -e --slurpfile truth "$out/truth.json" '.counters |
		.begun == .completed + .in_flight and .completed >= 600
		and $truth[0].begun == 600 and $truth[0].failures == 0
		and ([.lost[]] | add) == 0' "$out/report.json"
	python3 tests/lab/check_truth.py "$out/report.json" "$out/truth.json"
	phased "$out" "$name" "${@:3}"
	# doctor knows the transport, the way of replies and the phases beforehand.
	jq -e --slurpfile report "$out/report.json" --arg phases "${*:3}" \
		--arg reply "$(reply_on "$2")" '.instances | length == 1
		and .[0].reply == $reply
		and .[0].transport == $report[0].series[0].transport
		and (.[0].phases | split(", "))
			== (($phases | split(" ")) - ["total", "answer"])
		' "$out/doctor.json"

	[ -z "$bursts" ] || bursts_counted bursts "$BURSTS_HANDLED"
	resources_equal "$out/each"
	"$SCMI_PERF" report -j "$out/all.scmi" | jq -e '.counters |
		.begun == 50 and .completed == 50 and ([.lost[]] | add) == 0'
	# Processor time in seconds, of 1e9 instructions: most is the start's.
	awk -v limit=$seconds '/^(user|sys)/ { time += 60 * $2 + $3 }
		END { exit !(time > 0.2 && time < limit) }' "$out/all.time"
	jq -se --arg transport "$name" 'map(select(.type == "transfer")) |
		length == 20 and all(.transport == $transport and
			.status == 0 and ([.phases[]] | add) == .total_ns)
		' "$out/trace.out"
}

# shellcheck disable=SC2034 # for the tests
ALL_PHASES="total submit doorbell service dispatch wakeup answer"
