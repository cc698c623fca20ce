# SPDX-License-Identifier: GPL-2.0-only
# The exporter on a running kernel, through BPF and tracefs: the counts are the load's.

bats_require_minimum_version 1.5.0

# sum FILE METRIC [PATTERN]: print the sum of a metric's samples whose labels match.
sum() {
	awk -v name="$2" -v pattern="${3-}" '$1 ~ "^" name "({|$)" && $1 ~ pattern { s += $NF }
		END { printf "%.0f\n", s }' "$OUT/$1.prom"
}

@test "metrics of a running kernel have the load's counts, through BPF and tracefs" {
	export OUT=$BATS_TEST_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport mailbox --profile det --cpus 2 \
		--timeout 300 --out "$OUT" -- tests/lab/guest/exporter.sh
	[ "$(cat "$OUT/status")" = $'0\n0' ]
	[ ! -s "$OUT/bpf.err" ]
	begun=$(($(jq .begun "$OUT/truth.json") + $(jq .begun "$OUT/lost.truth.json")))
	[ "$begun" -gt 1300 ]
	for name in bpf tracefs; do
		[ "$(sum $name scmi_transfers_total)" -eq "$begun" ]
		[ "$(sum $name scmi_lost_total)" -eq 0 ]
		[ "$(sum $name scmi_timeouts_total)" -eq 3 ]
		[ "$(sum $name scmi_latency_seconds_count 'phase="total"')" -eq "$((begun - 3))" ]
		[ "$(sum $name scmi_source_info 'source="'$name'"')" -eq 1 ]
		[ -z "$(grep '^scmi_transfers_total' "$OUT/$name.prom" | grep -v 'transport="mailbox"')" ]
	done
	# Only with hooks of the transport the reply without an interrupt is found.
	[ "$(sum bpf scmi_anomalies_total 'lost_doorbell')" -eq 3 ]
	# Each message has the counts of the recording, which ended with the first load.
	"$SCMI_PERF" report -q -j "$OUT/run.scmi" >"$OUT/report.json"
	jq -r '.transfers[] | "\(.message_name) \(.begun)"' "$OUT/report.json" >"$OUT/messages"
	[ "$(wc -l <"$OUT/messages")" -gt 3 ]
	while read -r message n; do
		[ "$(sum bpf scmi_transfers_total "message=\"$message\"")" -ge "$n" ]
	done <"$OUT/messages"
	! command -v promtool >/dev/null || promtool check metrics <"$OUT/bpf.prom"
}
