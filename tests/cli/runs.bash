# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Makes profiles with given values. Source it in tests of check, compare and others.

# bucket NS: prints the index of a time's histogram bucket, see docs/profile-format.md
bucket() {
	local v=$1 msb=0

	while ((v >> (msb + 1))); do msb=$((msb + 1)); done
	if ((v < 256)); then
		echo "$v"
	else
		echo $((((msb - 6) << 7) + ((v >> (msb - 7)) & 127)))
	fi
}

# make_run FILE NS [COUNT [MESSAGE [FILTER]]]: writes a run with COUNT (1000) transfers
# of NS ns of a SENSOR message (6), after applying the jq FILTER. Each FILE has another
# start, so that runs with equal times are not the same recording; the sides a3.scmi and
# b3.scmi, or a13.scmi, are in turns.
make_run() {
	local file=$1 ns=$2 count=${3:-1000} message=${4:-6} filter=${5:-.}
	local start

	start=$(cksum <<<"$file")
	start=${start%% *}
	if [[ $file =~ ([0-9]+)[.] ]]; then
		start=$((1000000000 + 10#${BASH_REMATCH[1]} % 10 * 1000 + start % 1000))
	fi

	jq -cn --argjson ns "$ns" --argjson n "$count" \
		--argjson message "$message" --argjson index "$(bucket "$ns")" \
		--argjson start "$start" '
		{schema: "scmi-perf-profile/2",
		 runs: [{source: "bpf", start_unix_s: $start, duration_ns: 1000000,
			 resolution_ns: 1, self_runs: 0, self_ns: 0, hooks: []}],
		 series: [{instance: 0, transport: "unknown", channel: 0,
			   protocol: 21, message: $message, type: "command",
			   counters: {begun: $n, completed: $n, errors: 0,
				      timed_out: 0, send_failed: 0, aged_out: 0,
				      overlapped: 0, out_of_order: 0,
				      in_flight: 0, notified: 0,
				      fast_calls: 0},
			   anomalies: {},
			   phases: {total: {count: $n, sum_ns: ($n * $ns),
					    min_ns: $ns, max_ns: $ns,
					    buckets: [[$index, $n]]}}}],
		 events: [],
		 lost: {in_flight_table: 0, key_table: 0, histogram_pool: 0,
			missed_run: 0, trace_events: 0, instance_table: 0,
			task_table: 0},
		 untracked: 0, unparsed_lines: 0}' |
		jq -c "$filter" | gzip -n >"$file"
}

# make_runs PREFIX NS STEP NUMBER [FILTER]: writes NUMBER runs of NS, NS + STEP, … ns
make_runs() {
	local prefix=$1 ns=$2 step=$3 number=$4 filter=${5:-.} i

	for ((i = 0; i < number; i++)); do
		make_run "$prefix$i.scmi" $((ns + i * step)) 1000 6 "$filter"
	done
}

# A jq filter for a run whose clock counted instructions.
# shellcheck disable=SC2034 # used by the tests that source this file
DETERMINISTIC=".runs[0].deterministic = true"

# refused MESSAGE ARG...: expects exit status 1, MESSAGE on stderr, an empty stdout.
refused() {
	local message=$1

	shift
	run --separate-stderr "$SCMI_PERF" "$@"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"$message"* ]]
}
