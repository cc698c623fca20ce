# SPDX-License-Identifier: GPL-2.0-only
# The numbers that a real Prometheus has after scrapes, compared with those of reports:
# once with native histograms, once without.

bats_require_minimum_version 1.5.0

setup_file() {
	command -v prometheus >/dev/null || return 0
	export root=$BATS_TEST_DIRNAME/../..
	. "$BATS_TEST_DIRNAME/exporter.bash"
	. "$BATS_TEST_DIRNAME/prometheus.bash"
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR PROFILE=$root/tests/baseline/virtio.scmi
	export WALL=$root/tests/data/wall/wall-00.scmi
	local pid job file
	started=()
	# A proxy of the environment is not for this machine.
	export no_proxy='*' NO_PROXY='*'

	touch log
	printf 'global: {scrape_interval: 500ms}\nscrape_configs:\n' >prometheus.yml
	for job in baseline:"$PROFILE" wall:"$WALL" anomalies:"$root/tests/data/import-anomalies.txt" live:log; do
		file=${job#*:}
		case $job in
		live:*) start_exporter --follow log ;;
		*) start_exporter "$file" ;;
		esac
		printf '  - job_name: %s\n    static_configs: [{targets: ["127.0.0.1:%s"]}]\n' \
			"${job%%:*}" "$port" >>prometheus.yml
	done
	start_prometheus native prometheus.yml --enable-feature=native-histograms
	export NATIVE=$address
	start_prometheus classic prometheus.yml
	export CLASSIC=$address
	"$root/tests/tools/feed_log.py" log 500 15 >fed 3>&- &
	started+=($!)
	printf '%s\n' "${started[@]}" >started
}

teardown_file() {
	local pid

	[ -e "${BATS_FILE_TMPDIR:?}/started" ] || return 0
	while read -r pid; do
		kill "$pid" 2>/dev/null || :
	done <"$BATS_FILE_TMPDIR/started"
}

setup() {
	command -v prometheus >/dev/null || skip "prometheus is not installed"
	. "$BATS_TEST_DIRNAME/exporter.bash"
	. "$BATS_TEST_DIRNAME/prometheus.bash"
	cd "${BATS_FILE_TMPDIR:?}" || return 1
}

@test "Prometheus scrapes all exporters in both formats" {
	for server in "$NATIVE" "$CLASSIC"; do
		wait_until is "$server" 'sum(up)' 4
		is "$server" 'sum(scmi_build_info)' 4
	done
	# Native histograms come instead of the buckets, which the other server has.
	is "$NATIVE" 'count(scmi_latency_seconds{job="baseline"})' 7
	is "$CLASSIC" 'count(scmi_latency_seconds_count{job="baseline"})' 7
	is "$CLASSIC" 'count(scmi_latency_seconds_bucket{job="baseline",phase="total"})' 36
}

@test "counters and counts are those of the report" {
	"$SCMI_PERF" report -j "$PROFILE" >report.json
	for server in "$NATIVE" "$CLASSIC"; do
		is "$server" 'scmi_transfers_total{job="baseline"}' "$(jq .counters.begun report.json)"
		is "$server" 'sum(scmi_anomalies_total{job="anomalies"})' \
			"$("$SCMI_PERF" report -q -j "$root/tests/data/import-anomalies.txt" | jq '[.anomalies[].count] | add')"
	done
	for phase in total submit doorbell service dispatch wakeup; do
		count=$(jq ".series[] | select(.phase == \"$phase\").count" report.json)
		sum=$(jq ".series[] | select(.phase == \"$phase\").sum_ns" report.json)
		is "$NATIVE" "histogram_count(scmi_latency_seconds{job=\"baseline\",phase=\"$phase\"})" "$count"
		is "$CLASSIC" "scmi_latency_seconds_count{job=\"baseline\",phase=\"$phase\"}" "$count"
		is "$NATIVE" "round(histogram_sum(scmi_latency_seconds{job=\"baseline\",phase=\"$phase\"}) * 1e9)" "$sum"
		is "$CLASSIC" "round(scmi_latency_seconds_sum{job=\"baseline\",phase=\"$phase\"} * 1e9)" "$sum"
	done
}

# differs A B PERCENT: true if A is not within PERCENT of B.
differs() {
	awk -v a="$1" -v b="$2" -v percent="$3" \
		'BEGIN { d = 100 * (a / b - 1); exit !(d > percent || d < -percent) }'
}

@test "percentiles are those of the report within the error of the buckets" {
	local job phase quantile ns of

	"$SCMI_PERF" report -j "$PROFILE" | jq -r '.series[] | .phase as $phase |
		"baseline,\($phase),0.5,\(.p50_ns)", "baseline,\($phase),0.99,\(.p99_ns)"' >rows
	"$SCMI_PERF" report -j "$WALL" | jq -r '.series[] | .phase as $phase |
		"wall,\($phase),0.5,\(.p50_ns)", "wall,\($phase),0.9,\(.p90_ns)", "wall,\($phase),0.99,\(.p99_ns)"' >>rows
	[ "$(wc -l <rows)" -eq 23 ]
	while IFS=, read -r job phase quantile ns; do
		of="job=\"$job\",phase=\"$phase\""
		# The report has the upper end of a bucket of 0.78 %, and Prometheus a point in
		# one of 0.54 % that has the former's middle.
		run ! differs "$(value "$NATIVE" "1e9 * histogram_quantile($quantile, scmi_latency_seconds{$of})")" \
			"$ns" 1.33
		# Classic buckets are a factor of two wide at most.
		run ! differs "$(value "$CLASSIC" "1e9 * histogram_quantile($quantile, scmi_latency_seconds_bucket{$of})")" \
			"$ns" 100
	done <rows
	# All of a bound's bucket is below it.
	is "$CLASSIC" 'sum(scmi_latency_seconds_bucket{job="baseline",phase="total",le="4.9151e-05"})' \
		"$(jq .counters.begun report.json)"
}

@test "no transfer of a log that grows is lost, and rates follow" {
	fed() { [ -s fed ]; }
	for server in "$NATIVE" "$CLASSIC"; do
		rate_is_positive() { [[ $(value "$server" 'sum(rate(scmi_transfers_total{job="live"}[10s])) > bool 0') = 1 ]]; }
		wait_until rate_is_positive
	done
	wait_until fed
	for server in "$NATIVE" "$CLASSIC"; do
		wait_until is "$server" 'sum(scmi_transfers_total{job="live"})' "$(jq .transfers fed)"
		is "$server" 'sum(scmi_timeouts_total{job="live"})' "$(jq .timeouts fed)"
		is "$server" 'sum(scmi_errors_by_status_total{job="live",status="BUSY"})' "$(jq .errors fed)"
		# A scrape never sets a counter back.
		is "$server" 'sum(resets(scmi_transfers_total{job="live"}[5m]))' 0
	done
	wait_until is "$NATIVE" 'histogram_count(sum(scmi_latency_seconds{job="live",phase="total"}))' \
		"$(jq '.transfers - .timeouts' fed)"
}
