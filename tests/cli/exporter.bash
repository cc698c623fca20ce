# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Starts exporters in the background. Source it; call end_all in teardown.

# start_exporter ARG...: starts one at a free port; sets url, port and exporter, its
# process.
start_exporter() {
	local log=$BATS_TEST_TMPDIR/exporter.log

	# Freed memory that AddressSanitizer keeps is not growth.
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:quarantine_size_mb=1 \
		"$SCMI_PERF" exporter --listen 127.0.0.1:0 "$@" 2>"$log" 3>&- <&0 &
	exporter=$!
	started+=("$exporter")
	wait_until grep -q 'metrics are at http' "$log"
	url=$(sed -n 's/.*\(http[^ ]*\).*/\1/p' "$log")
	port=${url##*:} port=${port%/metrics}
}

# wait_until COMMAND...: waits until it succeeds, for at most 30 s.
wait_until() {
	local i

	for ((i = 0; i < 300; i++)); do
		! "$@" || return 0
		sleep 0.1
	done
	echo "not in 30 s: $*"
	return 1
}

get() {
	curl --noproxy '*' -sS --max-time 30 "$@"
}

# scraped METRIC [PATTERN]: prints the sum of a metric's samples whose labels match.
scraped() {
	get "$url" | awk -v name="$1" -v pattern="${2-}" '
		$1 ~ "^" name "({|$)" && $1 ~ pattern { s += $NF } END { printf "%.0f\n", s }'
}

# stops PID: ends it; fails unless its exit status is 0.
stops() {
	kill "$1"
	wait "$1"
}

end_all() {
	local pid

	for pid in "${started[@]}"; do
		kill "$pid" 2>/dev/null && wait "$pid"
	done
	return 0
}
