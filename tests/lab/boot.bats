# SPDX-License-Identifier: GPL-2.0-only
# The recipe of scmi-perf-boot(7): every message since the first is in the trace of a boot.
# The platform counts independently what it received.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR/out
}

# traced_boot KERNEL: boots with the recipe's command line, and checks what was traced.
traced_boot() {
	lab/scmi-lab exec --kernel "$1" --transport mailbox --profile det --out "$OUT" \
		--append 'trace_event=scmi: trace_buf_size=4M tp_printk log_buf_len=4M' \
		-- tests/lab/guest/boot.sh
	"$SCMI_PERF" report -j "$OUT/boot.scmi" >"$OUT/boot.json"
	cat "$OUT/platform.json"
	# shellcheck disable=SC2016 # jq's own
	jq -e --slurpfile platform "$OUT/platform.json" '
		.counters.begun == $platform[0].requests
		and .counters.completed == .counters.begun
		and .counters.untracked == 0 and .counters.unparsed_lines == 0
		and ([.counters.lost[]] | add) == 0' "$OUT/boot.json"
	# The first message of an instance asks for the version of the Base protocol.
	"$SCMI_PERF" trace -q -j "$OUT/boot.txt" |
		jq -se 'map(select(.type == "transfer"))[0].message_name ==
			"PROTOCOL_VERSION" and .[1].protocol_name == "BASE"'
	# The messages by count and summed time, which add up.
	jq -e '([.transfers[].time_ns] | add) == .counters.time_ns and
		.counters.time_ns > 0 and (.intervals | length) > 1' "$OUT/boot.json"
	"$SCMI_PERF" report "$OUT/boot.scmi" | grep 'Messages by summed time'
	# The buffer itself has the same, in ns: the same transfers and the same sums.
	"$SCMI_PERF" report -j "$OUT/record.scmi" >"$OUT/record.json"
	diff <(jq -c '[.transfers[] | [.protocol, .message, .completed]]' "$OUT/boot.json") \
		<(jq -c '[.transfers[] | [.protocol, .message, .completed]]' "$OUT/record.json")
	# shellcheck disable=SC2016
	jq -e --slurpfile boot "$OUT/boot.json" '.counters.begun as $n
		| .meta.source == "boot" and .meta.resolution_ns == 1
		and $n == $boot[0].counters.begun and .counters.completed == $n
		and .counters.untracked == 0 and ([.counters.lost[]] | add) == 0
		and (.intervals | length) > 1
		and (.counters.time_ns - $boot[0].counters.time_ns | fabs) <= 1000 * $n' \
		"$OUT/record.json"
	# The names of resources come from the kernel's first questions, in both.
	for of in boot record; do
		"$SCMI_PERF" report -j --by resource "$OUT/$of.scmi" | jq -S '[.transfers[] |
			select(.resource_name) | [.protocol_name, .resource, .resource_name]] | unique' \
			>"$OUT/$of.names"
	done
	diff "$OUT/boot.names" "$OUT/record.names"
	jq -e 'any(.[0] == "SENSOR") and any(.[0] == "CLOCK")' "$OUT/record.names"
	"$SCMI_PERF" report "$OUT/record.scmi" | grep "time 0 is [0-9.]* of the kernel's clock"
	# The kernel's own log has the same messages, four lines each. Linux 6.12 garbles
	# the lines of some: each of them is counted.
	"$SCMI_PERF" import -q "$OUT/tp_printk.txt" -o "$OUT/tp_printk.scmi"
	"$SCMI_PERF" report -j "$OUT/tp_printk.scmi" >"$OUT/tp_printk.json"
	jq -c '.counters | [.begun, .completed, .unparsed_lines]' "$OUT/tp_printk.json"
	jq -e --slurpfile boot "$OUT/boot.json" '
		4 * .counters.begun + .counters.unparsed_lines ==
			4 * $boot[0].counters.begun and
		.counters.completed == .counters.begun and
		.counters.begun > 0.9 * $boot[0].counters.begun' "$OUT/tp_printk.json"
}

@test "6.12: the trace of a boot has every message since the first" {
	traced_boot 6.12
}

@test "7.2: the trace of a boot has every message since the first" {
	traced_boot 7.2
}
