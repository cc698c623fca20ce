# SPDX-License-Identifier: GPL-2.0-only
# trace on a stock kernel: checks the results of guest/traced.sh.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport virtio --profile wall \
		--cpus 2 --out "$OUT" -- tests/lab/guest/traced.sh
}

# lines NAME TYPE FILTER: check that FILTER is true for the array of all lines of a
# type.
lines() {
	jq -se --arg type "$2" "map(select(.type == \$type)) | $3" "$OUT/$1.out"
}

@test "every trace ends with status 0, and every line is valid against the schema" {
	for name in all few attack slow faults core; do
		[ "$(cat "$OUT/$name.status")" -eq 0 ]
	done
	tests/tools/validate_json.py --lines docs/trace.schema.json \
		"$OUT"/{all,few,attack,faults,core}.out
	for name in all few attack faults core; do
		jq -es 'first.type == "begin" and last.type == "end"' \
			"$OUT/$name.out"
	done
}

@test "each transfer has a line with its task and all phases, with exact sums" {
	lines all transfer 'length == 230 and
		all(.transport == "virtio" and .status == 0 and .tid > 0
			and (.comm | startswith("scmi-load/"))
			and .anomalies == [])'
	lines all transfer 'all((.phases | length) == 5
		and ([.phases[]] | add) == .total_ns)'
	lines all transfer '[.[].protocol_name] | group_by(.) | map(length)
		== [30, 200]'
	lines all transfer '[.[].token] | unique | length == 230'
	lines all end '.[0] | .begun == 230 and .shown == 230
		and .not_shown == 0 and ([.lost[]] | add) == 0'
	lines all anomaly 'length == 0'
}

@test "--protocol and --count print five lines of sensors" {
	lines few transfer 'length == 5 and all(.protocol_name == "SENSOR")'
	lines few end '.[0].shown == 5'
}

@test "the smallest ring buffer loses events, and each is counted" {
	shown=$(grep -c '"type":"transfer"' "$OUT/attack.out")
	echo "shown: $shown of 2000"
	lines attack end '.[0] | .begun == 2000 and .completed == 2000
		and .transfers_lost > 0 and .not_shown == 0
		and .lost.ring_buffer == .transfers_lost'
	[ "$(lines attack end '.[0].transfers_lost')" -eq $((2000 - shown)) ]
	grep -q '"warning":"lost .* (ring_buffer): increase --ring-size' \
		"$OUT/attack.err"
}

@test "--min-lat --stack prints only slow transfers, with the callers of do_xfer" {
	# The platform delays ten transfers; the host may delay others.
	awk 'NR > 1 && !/^\t/ { n++; bad += $9 < 15000; first = 1; next }
		first { stacks += /^\tdo_xfer\+0x/; first = 0 }
		/^\tscmi_sensor_reading_get\+0x/ { senders++ }
		END { print n, bad, stacks, senders
			exit !(n >= 10 && !bad && stacks == n &&
				senders == n) }' "$OUT/slow.out"
	grep -q "100 transfers begun" "$OUT/slow.err"
}

@test "--anomalies-only prints a line for each fault, and no other line" {
	lines faults transfer 'all(.anomalies != [])'
	kinds='[.[].anomalies[]] | group_by(.) | map({(.[0]): length}) | add'
	lines faults transfer "$kinds"' |
		.timeout == 5 and .lost_doorbell == 2'
	lines faults transfer 'map(select(.status == -110)) | length == 7 and
		all(.phases == {} and .total_ns >= 100000000)'
	lines faults anomaly "$kinds"' | .late_reply == 2'
	lines faults end '.[0] | .begun == 400 and .timed_out == 7
		and .shown + .not_shown == 400 and ([.lost[]] | add) == 0'
}

@test "tracepoints only: replies after the delayed response are reported" {
	lines core transfer 'length == 3 and all(.anomalies == ["delayed_before_reply"]
		and .status == 0 and .protocol_name == "CLOCK")'
	lines core end '.[0] | .begun == 60 and .shown == 3 and .not_shown == 57
		and ([.lost[]] | add) == 0'
}

@test "record --on writes a snapshot at each slow transfer, runs a command, stops ftrace" {
	local name file

	for name in act-bpf act-tracefs; do
		cat "$OUT/$name.err"
		[ "$(cat "$OUT/$name.status")" -eq 0 ]
		# The platform delays transfers 40 and 80; the host may delay others.
		tests/tools/validate_json.py --lines docs/trace.schema.json "$OUT/$name"-*.ndjson
		jq -es 'map(select(.type == "snapshot")) | length >= 2
			and all(.condition == "latency(SENSOR)>30ms" and .value > 30000000
				and .cut == 0)' "$OUT/$name"-*.ndjson
		jq -es '.[0].type == "begin" and .[-1].type == "snapshot"
			and .[-2].type == "transfer" and .[-2].total_ns == .[-1].value
			and .[-2].time_ns == .[-1].time_ns
			and ([.[] | select(.type == "transfer")] | length <= 40)' \
			"$OUT/$name-1.ndjson"
		for file in "$OUT/$name"-*.ndjson; do
			jq -s '[.[] | select(.type == "transfer")] | length' "$file"
		done >"$OUT/lengths"
		sort -n "$OUT/lengths" | tail -n 1 | awk '{ exit !($1 >= 80 && $1 <= 100) }'
		[ -e "$OUT/$name.exec" ]
		[ "$(cat "$OUT/$name.tracing_on")" -eq 0 ]
		# The profile is that of a recording without conditions.
		zcat "$OUT/$name.scmi" >"$OUT/$name.json"
		jq -e '([.series[].counters.begun] | add) == 100
			and ([.series[].counters.completed] | add) == 100' "$OUT/$name.json"
	done
	[ "$(cat "$OUT/act-stop.status")" -eq 0 ]
	[ "$(cat "$OUT/act-exporter.status")" -eq 0 ]
	grep -q 'warning: latency>1ns at .*: SENSOR SENSOR_[A-Z_]*, virtio.*, after ' \
		"$OUT/act-exporter.err"
	awk '/^scmi_transfers_total{/ { n += $2 } END { exit !(n >= 1) }' "$OUT/act.prom"
	grep -q 'warning: latency>1ns at .*: SENSOR SENSOR_[A-Z_]*, virtio.*, after ' "$OUT/act-stop.err"
}

@test "trace --perfetto has each transfer with five phases, its task and the clock" {
	local source number

	for source in bpf tracefs; do
		cat "$OUT/$source.err"
		[ "$(cat "$OUT/$source.status")" -eq 0 ]
		tests/tools/check_perfetto.py --trace "$OUT/$source.pftrace" |
			sed 's/, /\n/g' >"$OUT/$source.numbers"
		cat "$OUT/$source.numbers"
		# The clock is CLOCK_MONOTONIC.
		for number in "3 clock" "50 transfer" "250 phase" "50 call" "50 flows"; do
			grep -Fx "$number" "$OUT/$source.numbers" >/dev/null
		done
		grep -q "track SCMI instance 0 (virtio)" "$OUT/$source.numbers"
	done
}
