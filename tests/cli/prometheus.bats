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

	touch log endless
	printf 'global: {scrape_interval: 500ms, evaluation_interval: 1s}\n' >prometheus.yml
	printf 'rule_files: ["%s"]\nscrape_configs:\n' "$(realpath "$root/contrib/prometheus/rules.yml")" >>prometheus.yml
	for job in baseline:"$PROFILE" wall:"$WALL" anomalies:"$root/tests/data/import-anomalies.txt" live:log endless:endless; do
		file=${job#*:}
		case $job in
		live:* | endless:*) start_exporter --follow "$file" ;;
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
	# The rates of the last minute are those of a log that grows until the end.
	"$root/tests/tools/feed_log.py" endless 100 3600 >/dev/null 3>&- &
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
	started=()
}

teardown() {
	end_all
}

@test "Prometheus scrapes all exporters in both formats" {
	for server in "$NATIVE" "$CLASSIC"; do
		wait_until is "$server" 'sum(up)' 5
		is "$server" 'sum(scmi_build_info)' 5
	done
	for server in "$NATIVE" "$CLASSIC"; do
		wait_until is "$server" 'sum(rate(scmi_transfers_total{job="endless"}[1m])) > bool 0' 1
		wait_until is "$server" 'sum(rate(scmi_timeouts_total{job="endless"}[1m])) > bool 0' 1
		is "$server" 'sum(rate(scmi_transfers_total{job="baseline"}[1m]))' 0
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
	jq -r '.series[] | "\(.phase),\(.count)"' report.json | sort >counts
	jq -r '.series[] | "\(.phase),\(.sum_ns)"' report.json | sort >sums
	[ "$(wc -l <sums)" -eq 7 ]
	rows "$NATIVE" 'histogram_count(scmi_latency_seconds{job="baseline"})' phase | diff counts -
	rows "$CLASSIC" 'scmi_latency_seconds_count{job="baseline"}' phase | diff counts -
	rows "$NATIVE" 'round(histogram_sum(scmi_latency_seconds{job="baseline"}) * 1e9)' phase | diff sums -
	rows "$CLASSIC" 'round(scmi_latency_seconds_sum{job="baseline"} * 1e9)' phase | diff sums -
}

# near FILE PERCENT: true if standard input has the rows of FILE, all within PERCENT.
near() {
	awk -F, -v percent="$2" '
		NR == FNR { want[$1 "," $2] = $3; next }
		{ d = $3 / want[$1 "," $2]; delete want[$1 "," $2] }
		!(d > 1 - percent / 100 && d < 1 + percent / 100) { print $0 " is not near"; bad = 1 }
		END { for (row in want) { print row " is missing"; bad = 1 }; exit bad }' "$1" -
}

@test "percentiles are those of the report within the error of the buckets" {
	local quantile selector='job=~"baseline|wall"'

	"$SCMI_PERF" report -j "$PROFILE" >baseline.json
	"$SCMI_PERF" report -j "$WALL" >wall.json
	for quantile in 0.5 0.9 0.99; do
		jq -r --arg p "p${quantile#0.}" '(input_filename | rtrimstr(".json")) as $job | .series[] |
			[$job, .phase, .[($p + "0")[:3] + "_ns"]] | join(",")' baseline.json wall.json >reported
		[ "$(wc -l <reported)" -eq 10 ]
		# The report has the upper end of a bucket of 0.78 %, and Prometheus a point in
		# one of 0.54 % that has the former's middle.
		rows "$NATIVE" "1e9 * histogram_quantile($quantile, scmi_latency_seconds{$selector})" job phase |
			near reported 1.33
		# Classic buckets are a factor of two wide at most.
		rows "$CLASSIC" "1e9 * histogram_quantile($quantile, scmi_latency_seconds_bucket{$selector})" job phase |
			near reported 100
	done
	# All of a bound's bucket is below it.
	is "$CLASSIC" 'sum(scmi_latency_seconds_bucket{job="baseline",phase="total",le="4.9151e-05"})' \
		"$(jq .counters.begun report.json)"
}

# has_result ADDRESS QUERY: true if it results in a number or a histogram.
has_result() {
	api "$1" "$2" | jq -e '.status == "success" and
		(.data.result | map(.histogram or .value[1] != "NaN") | any)' >/dev/null
}

@test "every query of the dashboard has a result" {
	local query

	"$root/tests/tools/dashboard_queries.py" "$root/contrib/grafana/scmi-perf.json" >queries
	[ "$(wc -l <queries)" -gt 25 ]
	for server in "$NATIVE" "$CLASSIC"; do
		wait_until has_result "$server" 'rate(scmi_transfers_total{job="endless"}[1m])'
		while read -r query; do
			has_result "$server" "$query" || { echo "$query" && false; }
		done <queries
	done
}

@test "rules are evaluated, and timeouts raise an alert" {
	command -v promtool >/dev/null || skip "promtool is not installed"
	(cd "$root/contrib/prometheus" && promtool check rules rules.yml && promtool test rules rules_test.yml)
	for server in "$NATIVE" "$CLASSIC"; do
		evaluated() {
			get "http://$server/api/v1/rules" | jq -e '[.data.groups[].rules[].health] |
				length == 11 and all(. == "ok")' >/dev/null
		}
		wait_until evaluated
		fires() {
			get "http://$server/api/v1/alerts" | jq -e --arg name "$1" --arg job "$2" '.data.alerts |
				any(.labels.alertname == $name and .labels.job == $job and .state == "firing")' >/dev/null
		}
		wait_until fires ScmiTimeouts endless
		# Another source has counts, but nothing new happens there.
		run ! fires ScmiTimeouts anomalies
		wait_until has_result "$server" 'message:scmi_latency_seconds:p99_5m{job="endless"}'
	done
}

@test "no transfer of a log that grows is lost" {
	fed() { [ -s fed ]; }
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

# recipe N: prints the N-th file of docs/prometheus.md.
recipe() {
	awk -v n="$1" '/^```/ { on = /yaml/ && ++i == n; next } on' "$root/docs/prometheus.md"
}

@test "the recipes of the manual work: one board, remote write and federation" {
	command -v promtool >/dev/null || skip "promtool is not installed"
	mkdir -p recipe/boards
	cp "$root/contrib/prometheus/rules.yml" recipe
	for n in 1 2 3; do
		recipe "$n" >"recipe/$n.yml"
		[ -s "recipe/$n.yml" ]
		promtool check config "recipe/$n.yml"
	done
	# The servers of the recipes are those of this test, and wait less.
	sed -i 's/scrape_interval: .*/scrape_interval: 500ms/' recipe/?.yml
	sed -i "s/lab-a:9090/$CLASSIC/" recipe/3.yml
	start_prometheus central recipe/3.yml --web.enable-remote-write-receiver \
		--enable-feature=native-histograms
	central=$address
	start_exporter "$PROFILE"
	printf '[{"targets": ["127.0.0.1:%s"], "labels": {"board": "evk-7"}}]\n' "$port" >recipe/boards/evk.json
	sed -i "s/central:9090/$central/" recipe/2.yml
	start_prometheus site recipe/2.yml --enable-feature=native-histograms
	sed -i "s/127.0.0.1:9982/127.0.0.1:$port/" recipe/1.yml
	start_prometheus board recipe/1.yml
	wait_until is "$address" 'scmi_transfers_total{board="evk-1"}' 2000
	wait_until is "$central" 'scmi_transfers_total{board="evk-7",site="lab-a"}' 2000
	wait_until is "$central" 'histogram_count(scmi_latency_seconds{site="lab-a",phase="total"})' 2000
	wait_until has_result "$central" 'message:scmi_transfers:rate5m{job="endless"}'
}
