# SPDX-License-Identifier: GPL-2.0-only
# Who sends and who holds the channel: record --callers on a mailbox against the load's
# own numbers, in the profiles of guest/callers.sh.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport mailbox --profile wall --cpus 2 \
		--out "$OUT" -- tests/lab/guest/callers.sh
	for name in callers mixed few core plain; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.json"
		tests/tools/validate_json.py docs/report.schema.json "$OUT/$name.json"
	done
}

# holds NAME FILTER: check the report of a recording.
holds() {
	jq -e "$2" "$OUT/$1.json" >/dev/null || {
		jq -c .senders "$OUT/$1.json"
		return 1
	}
}

@test "every program verifies, those of callers too" {
	[ "$(cat "$OUT/verified.status")" = 0 ]
	grep '^verified tp_btf_hooked_traced_scmi_xfer_begin' "$OUT/verified.out" >/dev/null
}

@test "each thread of the load is a caller with its number of transfers" {
	for case in callers:100 mixed:200; do
		holds "${case%:*}" "[.senders.callers[] | select(.comm | startswith(\"scmi-load/\"))] |
			group_by(.comm) | map([.[0].comm, (map(.completed) | add)]) == [
				[\"scmi-load/0\", ${case#*:}],
				[\"scmi-load/1\", ${case#*:}],
				[\"scmi-load/2\", ${case#*:}]]"
	done
}

@test "callers and losses add up to the transfers that ended" {
	for name in callers mixed few core; do
		holds "$name" '.counters as $c | .senders |
			([.callers[] | .completed + .timed_out] | add) + .lost.callers ==
				$c.completed + $c.timed_out'
	done
	for name in callers mixed core; do
		holds "$name" '.counters as $c | .senders |
			.lost.callers == 0 and .lost.holders == 0 and
			([.callers[].sum_ns] | add) == $c.time_ns'
	done
	# A table with room for two callers.
	holds few '(.senders.callers | length) == 2 and .senders.lost.callers > 0'
	holds plain '.senders == null'
}

# The buckets of callers are sixteen of a series' each.
@test "latencies of the callers of a message are those of the message" {
	for name in callers mixed core; do
		zcat "$OUT/$name.scmi" | jq -e '
			def key: [.protocol, .message, .type, .channel];
			def coarse: map(.[0] = (.[0] / 16 | floor)) | group_by(.[0])
				| map([.[0][0], (map(.[1]) | add)]);
			all(.senders.callers[]; (.buckets | map(.[1]) | add)
				== .completed + .timed_out)
			and ([.series[] | select(.phases.total)
				| [key, (.phases.total.buckets | coarse)]] | sort)
				== ([.senders.callers | group_by(key)[]
					| [(.[0] | key), (map(.buckets[]) | coarse)]] | sort)'
		holds "$name" 'all(.senders.callers[]; .p50_ns > 0 and .p50_ns <= .max_ns)'
	done
	holds callers '[.senders.callers[] | select(.comm == "scmi-load/0")] |
		all(.p99_ns >= .p50_ns and .p99_ns <= .max_ns)'
}

@test "callers have their stacks, and drivers are found in them" {
	holds mixed '[.senders.callers[] | select(.comm | startswith("scmi-load/"))] |
		length > 0 and all(.stack | endswith(";do_xfer")) and
		all(.driver | endswith(" [scmi_load]"))'
	# The driver of a task that reads the file of a sensor.
	holds callers '[.senders.callers[] | select(.comm == "cat")] | length > 0 and
		all(.message_name == "SENSOR_READING_GET" and
			(.driver | test("^scmi_hwmon_.* \\[scmi_hwmon\\]$")) and
			(.stack | contains(";hwmon_attr_show;")))'
	"$SCMI_PERF" export "$OUT/callers.scmi" --folded - --by count |
		grep -E '^scmi-load/0;.*kthread;.*;do_xfer;CLOCK [A-Z_]+ 100$' >/dev/null
}

@test "waits for the channel are those of the phase submit, and have a holder" {
	# The waits are a part of submit, and most of it with three threads.
	holds mixed '([.series[] | select(.phase == "submit") | .sum_ns] | add) as $submit |
		([.senders.holders[].sum_ns] | add) as $held |
		$held <= $submit and $held > $submit / 2'
	# The thread that holds the channel is not the one that waits.
	holds mixed '.senders.holders | length > 0 and
		all(.waiter.comm != .holder.comm)'
	# Without hooks on the transport, it is unknown who waited.
	holds core '.senders.holders == []'
}

@test "transfers in flight: every begin counts, and at most one of each thread" {
	for name in callers mixed core; do
		holds "$name" '.counters.begun as $begun | .senders.channels |
			([.[].begun] | add) == $begun and
			all(.begun == (.levels | add))'
	done
	holds mixed '[.senders.channels[].max_in_flight] | max | . >= 1 and . <= 2'
}

@test "the slowest transfers are the slowest" {
	holds mixed '([.series[] | select(.phase == "total") | .max_ns] | max) as $max |
		.senders.slowest | length == 16 and .[0].total_ns == $max and
		([.[].total_ns] | . == (sort | reverse)) and
		all(.phases as $p | .total_ns == $p.total and $p.total ==
			($p.submit // 0) + ($p.doorbell // 0) + ($p.service // 0) +
			($p.dispatch // 0) + ($p.transport // 0) + ($p.wakeup // 0))'
}
