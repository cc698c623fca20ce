# SPDX-License-Identifier: GPL-2.0-only
# The text format of Prometheus, checked by its own promtool, and its numbers, by reports.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# sum METRIC [PATTERN]: prints the sum of a metric's samples whose labels match.
sum() {
	awk -v name="$1" -v pattern="${2-}" '$1 ~ "^" name "({|$)" && $1 ~ pattern { s += $NF }
		END { printf "%.0f\n", s }' metrics
}

# bound_of NS: prints the first bound of the classic buckets that is not below NS.
bound_of() {
	sed -n 's/.*le="\([0-9.e-]*\)".*/\1/p' metrics |
		awk -v ns="$1" '$1 * 1e9 >= ns - 0.5 { printf "%.0f\n", $1 * 1e9; exit }'
}

@test "promtool accepts the metrics of profiles and logs" {
	command -v promtool >/dev/null || skip "promtool is not installed"
	for file in "$root"/tests/baseline/*.scmi "$root"/tests/data/import-trace-7.2.txt \
		"$root"/tests/data/import-anomalies.txt; do
		"$SCMI_PERF" export -q "$file" --prometheus metrics
		run -0 promtool check metrics <metrics
		[ -z "$output" ]
	done
}

@test "counters are those of the report" {
	for file in "$root"/tests/baseline/virtio.scmi "$root"/tests/data/import-anomalies.txt; do
		"$SCMI_PERF" export -q "$file" --prometheus metrics
		"$SCMI_PERF" report -q -j "$file" >report.json
		for pair in transfers_total:begun replies_total:completed errors_total:errors \
			timeouts_total:timed_out notifications_total:notified; do
			[ "$(sum "scmi_${pair%:*}")" = \
				"$(jq ".counters.${pair#*:}" report.json)" ]
		done
		[ "$(sum scmi_anomalies_total)" = "$(jq '[.anomalies[].count] | add // 0' report.json)" ]
		[ "$(sum scmi_message_anomalies_total)" = "$(sum scmi_anomalies_total)" ]
	done
	[ "$(sum scmi_anomalies_total)" -gt 5 ]
}

@test "counts, sums and bounds of the histograms are exact" {
	"$SCMI_PERF" export "$root/tests/baseline/virtio.scmi" --prometheus metrics
	"$SCMI_PERF" report -j "$root/tests/baseline/virtio.scmi" >report.json
	for phase in total submit service wakeup; do
		[ "$(sum scmi_latency_seconds_count "phase=\"$phase\"")" = \
			"$(jq "[.series[] | select(.phase == \"$phase\").count] | add" report.json)" ]
	done
	[ "$(sed -n 's/^scmi_latency_seconds_sum{.*phase="total"} //p' metrics | tr -d .)" -eq \
		"$(jq '.series[] | select(.phase == "total").sum_ns' report.json)" ]
	# The bucket of a percentile's bound has at least that share of the samples.
	jq -r '.series[0] | "\(.count) \(.p50_ns) \(.p99_ns)"' report.json >figures
	read -r count p50 p99 <figures
	for pair in "50 $p50" "99 $p99"; do
		read -r percent ns <<<"$pair"
		bound=$(bound_of "$ns")
		n=$(grep 'phase="total"' metrics | awk -v b="$bound" '
			match($0, /le="[0-9.e-]+"/) {
				le = substr($0, RSTART + 4, RLENGTH - 5)
				if (!seen && sprintf("%.0f", le * 1e9) == b) { print $NF; seen = 1 } }')
		((n * 100 >= count * percent))
	done
}

@test "resources have a label with --by resource only" {
	python3 "$root/tests/cli/make_resources.py" >log
	"$SCMI_PERF" export -q log --prometheus metrics
	run ! grep -F 'resource="' metrics
	transfers=$(sum scmi_transfers_total)
	"$SCMI_PERF" export -q log --prometheus metrics --by resource
	grep '^scmi_transfers_total.*resource="' metrics
	[ "$(sum scmi_transfers_total)" = "$transfers" ]
}

@test "the file is replaced, and another output or input is refused" {
	echo old >metrics
	cp "$root/tests/baseline/mailbox.scmi" run.scmi
	"$SCMI_PERF" export run.scmi --prometheus metrics
	grep '^scmi_build_info{version="[0-9.]*"} 1$' metrics
	run --separate-stderr -1 "$SCMI_PERF" export run.scmi --prometheus run.scmi
	[[ $stderr == *"run.scmi"* ]]
	cmp run.scmi "$root/tests/baseline/mailbox.scmi"
	run --separate-stderr -1 "$SCMI_PERF" export run.scmi --prometheus missing/metrics
	[[ $stderr == *"write missing/metrics: No such file or directory" ]]
	run --separate-stderr -1 "$SCMI_PERF" export run.scmi
	[[ $stderr == *"--prometheus is required"* ]]
}
