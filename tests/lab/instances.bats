# SPDX-License-Identifier: GPL-2.0-only
# Two SCMI instances of two transports at once, as on CIX Sky1: SMC, with an interrupt
# and without, whose messages share a channel, and a mailbox with a channel of its own
# for performance and for the vendor's protocol. Every series, anomaly and count must be of
# the right instance, channel and protocol. guest/instances.sh runs in the guests.

bats_require_minimum_version 1.5.0

# guest TRANSPORT OUT PART...: run parts of instances.sh.
guest() {
	local -a append=()

	[ "$3" != boot ] || append=(--append 'trace_event=scmi: trace_buf_size=4M')
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det --cpus 2 \
		--service exp:20us "${append[@]}" --env "DO=${*:3}" --out "$2" \
		-- tests/lab/guest/instances.sh
}

setup_file() {
	export OUT=$BATS_FILE_TMPDIR/all
	guest mailbox+smc-irq "$OUT" boot doctor clean one tracefs events vendors faults reload
}

# profile NAME FILTER: check that FILTER is true for a recording. $truth has the load's
# figures. An element of rows has the instance, transport, channel and protocol of a
# series, and "count" of FILTER.
profile() {
	jq -e --slurpfile truth_ "$OUT/$1.truth.json" '
		. as $profile | $truth_[0] as $truth
		| def rows(f): [$profile.series[]
			| [.instance, .transport, .channel, .protocol, f]];
		'"$2" < <(zcat "$OUT/$1.scmi")
}

# The load has a list of instances, in the order of their numbers, whose protocols have
# the transfers that ended.
CLEAN='
	[$truth.instances | to_entries[] | .key as $i
		| .value.protocols[] | {key: "\($i) \(.protocol_id)", value: .total.count}]
	| from_entries as $load
	| ([$profile.series[] | {key: "\(.instance) \(.protocol)", value: .counters.completed}]
		| from_entries) == $load
	and ($load | add) == $truth.transfers
	and ([$profile.series[] | .counters.begun == .counters.completed
		and .phases.total.count == .counters.completed
		and .phases.service.count == .counters.completed] | all)
	and ([$profile.series[] | .anomalies | length] | add) == 0
	and ([$profile.lost[]] | add) == 0 and $profile.untracked == 0
	and ([$profile.gaps[]?] | add // 0) == 0'

@test "two instances: 100,000 transfers of 8 threads are those of the load, without anomalies" {
	profile clean "$CLEAN"
	profile clean '$truth.transfers == 100000'
}

@test "two instances: each message is on the channel of its protocol" {
	profile clean 'rows(.message) == [
		[0, "smc", 16, 21, 6], [0, "smc", 16, 22, 4], [0, "smc", 16, 23, 8],
		[0, "smc", 16, 128, 3],
		[1, "mailbox", 16, 17, 5], [1, "mailbox", 16, 20, 6],
		[1, "mailbox", 16, 21, 6], [1, "mailbox", 16, 22, 4],
		[1, "mailbox", 16, 23, 8],
		[1, "mailbox", 19, 19, 8], [1, "mailbox", 128, 128, 3]]'
}

@test "two instances: replies that overtake those of other channels are in order" {
	profile clean '[$profile.series[].counters.out_of_order] | add == 0'
}

@test "two instances: the messages of each vendor have its names" {
	"$SCMI_PERF" report "$OUT/clean.scmi" >"$BATS_TEST_TMPDIR/report"
	grep -x "SECOND SECOND_ECHO, mailbox, instance 1, channel 128" \
		"$BATS_TEST_TMPDIR/report"
	grep -x "REFERENCE REFERENCE_ECHO, smc, instance 0, channel 16" \
		"$BATS_TEST_TMPDIR/report"
	profile clean '$profile.runs[0] | .vendors == [
		{instance: 0, vendor: "scmi-perf", sub_vendor: "reference"},
		{instance: 1, vendor: "scmi-perf", sub_vendor: "second"}]
		and (has("vendor") | not)'
}

# named FILE FILTER: check the names of the vendors' messages that FILTER finds.
named() {
	jq -se "[$2 | select(.protocol == 128) | [.instance, .protocol_name, .message_name]]
		| unique == [[0, \"REFERENCE\", \"REFERENCE_ECHO\"],
			[1, \"SECOND\", \"SECOND_ECHO\"]]" "$OUT/$1"
}

@test "two instances: trace and top name the messages of each vendor, too" {
	named vendors.trace.json '.[]'
	named vendors.top.json '.[].rows[]?'
}

@test "two instances: --instance records one of them" {
	profile one '[$profile.series[].instance] | unique == [1]
		and ([$profile.series[].counters.completed] | add)
			== ([$truth.instances[1].protocols[].total.count] | add)'
}

@test "two instances: tracefs keeps them apart, too" {
	profile tracefs "$CLEAN"
	profile tracefs '$truth.transfers == 4000'
	# The series that BPF has.
	diff <(jq -c '.series[] | [.instance, .transport, .channel, .protocol, .message]' \
		<(zcat "$OUT/clean.scmi")) \
		<(jq -c '.series[] | [.instance, .transport, .channel, .protocol, .message]' \
			<(zcat "$OUT/tracefs.scmi"))
	profile tracefs-one '[$profile.series[].instance] | unique == [1]
		and ([$profile.series[].counters.completed] | add)
			== ([$truth.instances[1].protocols[].total.count] | add)
		and $profile.untracked == 0'
	jq -es 'map(select(.type == "transfer")) | length > 20 and
		all(.instance == 1 and .channel == 19 and .protocol_name == "PERFORMANCE")' \
		"$OUT/tracefs.trace.json"
	named tracefs.top.json '.[].rows[]?'
	profile tracefs '$profile.runs[0].vendors | map(.sub_vendor) == ["reference", "second"]'
	grep "tracepoints alone do not distinguish transports" "$OUT/tracefs.core.log"
	grep "2 SCMI instances are not kept apart: use --hooks transport" \
		"$OUT/tracefs.core.log"
	grep "no SCMI instance with the transport 'virtio'" "$OUT/tracefs.virtio.log"
}

# instances NAME: print the transfers by instance, as {"0": …}.
instances() {
	"$SCMI_PERF" report -j "$1" | jq -c '[.transfers[] | {key: "\(.instance)", value: .begun}]
		| group_by(.key) | map({key: .[0].key, value: (map(.value) | add)}) | from_entries'
}

# The firmware behind SMC counts since its module is loaded, which is after the first
# messages of SMC, and before all of the mailbox.
@test "two instances: the trace of a boot has the transfers that each platform counted" {
	local early

	early=$("$SCMI_PERF" trace -q -j "$OUT/boot.txt" | jq -s 'map(select(.type == "transfer"))
		| map(.instance) | index(1)')
	echo "early: $early, $(instances "$OUT/boot.scmi")"
	jq -e --argjson early "$early" --argjson n "$(instances "$OUT/boot.scmi")" '
		$early > 0 and $n == {"0": (.smc.requests + $early), "1": .mailbox.requests}' \
		"$OUT/boot.platform.json"
	"$SCMI_PERF" report -j "$OUT/boot.scmi" | jq -e '.meta.source == "boot"
		and (.counters | .completed == .begun and .untracked == 0
			and ([.lost[]] | add) == 0)
		and ([.transfers[] | select(.instance == 1 and .protocol != .channel
			and (.protocol == 19 or .protocol == 128))] | length) == 0
		and ([.transfers[] | select(.channel == 0)] | length) == 0
		and ([.intervals[].deltas[].completed] | add) == .counters.completed'
	# The same of its text.
	"$SCMI_PERF" import -q -o "$BATS_TEST_TMPDIR/text.scmi" "$OUT/boot.txt"
	[ "$(instances "$BATS_TEST_TMPDIR/text.scmi")" = "$(instances "$OUT/boot.scmi")" ]
}

# Only the transports of instances need a hook.
@test "two instances: tracefs keeps them apart without kprobes, too" {
	profile events "${CLEAN/service.count/wakeup.count}"
	profile events '$truth.transfers == 4000
		and ([$profile.series[].transport] | unique) == ["unknown"]
		and ([$profile.intervals[].deltas[].counters.completed] | add) == 4000'
	diff <(jq -c '.series[] | [.instance, .channel, .protocol, .message]' \
		<(zcat "$OUT/clean.scmi")) \
		<(jq -c '.series[] | [.instance, .channel, .protocol, .message]' \
			<(zcat "$OUT/events.scmi"))
	profile events-one '[$profile.series[].instance] | unique == [1]
		and ([$profile.series[].counters.completed] | add)
			== ([$truth.instances[1].protocols[].total.count] | add)
		and $profile.untracked == 0'
	jq -es --slurpfile truth "$OUT/events-trace.truth.json" 'map(select(.type == "transfer"))
		| length == ([$truth[0].instances[1].protocols[].total.count] | add)
		and all(.instance == 1)' "$OUT/events.trace.json"
	for log in events events.doctor events.trace; do
		grep "transports of 2 SCMI instances are unknown: only scmi_msg_dump" \
			"$OUT/$log.log"
	done
	jq -e '.source == "tracefs" and .hooks.do_xfer == "none"
		and .absent.do_xfer.why == "kprobes are off: echo 1 >/sys/kernel/debug/kprobes/enabled"
		and (.absent.do_xfer.without | startswith("transports of instances"))' \
		"$OUT/events.doctor.json"
	grep "scmi_msg_dump does not show the transports" "$OUT/events.refused.log"
}

# lists_both REPLY: check that doctor lists both; REPLY is that of SMC.
lists_both() {
	grep -E "^  arm-scmi\.[0-9]+\.auto: smc, reply: $1; " "$OUT/doctor.txt"
	grep -E "^  arm-scmi\.[0-9]+\.auto: mailbox, reply: unknown; " "$OUT/doctor.txt"
	[ "$(grep -c "^  arm-scmi" "$OUT/doctor.txt")" -eq 2 ]
}

@test "two instances: doctor lists both" {
	lists_both interrupt
}

# A second interrupt finds the transfer over or not.
FAULTS='
	[$profile.series[] | select(.anomalies | length > 0)
		| [.instance, .channel, .protocol, (.anomalies | with_entries(
			if .key == "wrong_state" or .key == "unexpected_reply"
			then .key = "second" else . end))]]'

@test "faults of the mailbox are on it, its channels and protocols, while SMC is busy" {
	profile mailbox "$FAULTS"' == [
		[1, 16, 17, {timeout: 2}],
		[1, 16, 20, {delayed_before_reply: 2}],
		[1, 16, 22, {second: 2}],
		[1, 16, 23, {timeout: 2, late_reply: 2}],
		[1, 19, 19, {second: 2}],
		[1, 128, 128, {timeout: 2, second: 2}]]'
	busy mailbox smc 0
}

@test "faults of SMC are on it, while the mailbox is busy" {
	profile smc "$FAULTS"' == [
		[0, 16, 21, {second: 2}],
		[0, 16, 22, {timeout: 2}],
		[0, 16, 23, {timeout: 2, late_reply: 2}],
		[0, 16, 128, {second: 2}]]'
	busy smc mailbox 1
}

# busy NAME FRONT_END INSTANCE: the other instance had many messages and no fault.
busy() {
	profile "$1" "[\$profile.series[] | select(.instance == $3)
		| .counters | (.timed_out + .errors + .out_of_order)] | add == 0"
	profile "$1" "[\$profile.series[] | select(.instance == $3)
		| .counters.completed] | add > 2000"
	jq -es "[.[].$2 | [.faults, .dropped]] | .[0] == .[1]" \
		"$OUT/$1.before.json" "$OUT/$1.after.json"
}

@test "two instances: their modules are reloaded under load" {
	profile reload "$CLEAN"
}

# With several processors, two boots under QEMU once in a while have other figures
# (lab/README.md): then two of three must be the same.
@test "two instances, SMC without an interrupt: the same in two boots" {
	local i j same=

	for i in 1 2 3; do
		[ -z "$same" ] || continue
		guest mailbox+smc "$BATS_TEST_TMPDIR/$i" doctor both
		zcat "$BATS_TEST_TMPDIR/$i/both.scmi" | jq .series >"$BATS_TEST_TMPDIR/$i.series"
		for ((j = 1; j < i; j++)); do
			! cmp "$BATS_TEST_TMPDIR"/{$j,$i}.series || same=$j
		done
	done
	[ -n "$same" ]
	OUT=$BATS_TEST_TMPDIR/1
	lists_both "in the call"
	profile both "$CLEAN"
	profile both '[$profile.series[] | {(.transport): (.phases | keys)}] | unique == [
		{mailbox: ["answer", "dispatch", "doorbell", "service", "submit", "total", "wakeup"]},
		{smc: ["service", "submit", "total"]}]'
}
