# SPDX-License-Identifier: GPL-2.0-only
# Every output counts the same anomalies: failed sends and messages that the device did
# not read are anomalies; replies out of order are not, because a transport with
# several messages at a time may reply in any order.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/cli/runs.bash
. "$BATS_TEST_DIRNAME/runs.bash"

setup() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	make_run other.scmi 26000
}

# make FILE FILTER: write a recording on virtio with one interval, after FILTER.
make() {
	make_run "$1" 25000 1000 6 '.series[0].transport = "virtio"
		| '"$2"'
		| .runs[0].duration_ns as $ns | .interval_ns = $ns
		| .intervals = [{end_ns: $ns, deltas: [.series[0] | {series: 0,
			counters: (.counters | del(.in_flight)
				| with_entries(select(.value > 0))),
			anomalies,
			phases: (.phases | map_values(del(.min_ns, .max_ns)))}]}]'
}

# reports FILE: write the reports of FILE, its page without markup.
reports() {
	"$SCMI_PERF" report "$1" >text
	"$SCMI_PERF" report -j "$1" >json
	"$SCMI_PERF" report --html page.html "$1"
	python3 -c "import html, re; print(re.sub(' +', ' ', html.unescape(re.sub('<[^>]*>', ' ', open('page.html').read()))))" >page
	"$SCMI_PERF" top --json "$1" >top
	"$SCMI_PERF" compare "$1" -- other.scmi >compare
}

# check SETTING FILE: check one limit.
limit() {
	printf '[* * total]\n%s\n' "$1" >limits
	run "$SCMI_PERF" check --limits limits "$2"
}

# Recordings of development versions have the count as an anomaly.
@test "replies out of order are a property of the transport in every output" {
	make new.scmi '.series[0].counters.out_of_order = 106'
	make old.scmi '.series[0].anomalies.out_of_order = 106 | .events = [
		(.series[0] | {instance, transport, channel, protocol, message, type})
		+ {kind: "out_of_order", time_ns: 5, age_ns: 0, token: 7, cpu: 0,
		pid: 0, comm: ""}]'
	for file in new.scmi old.scmi; do
		reports $file
		grep -q '^transfers 1000 begun = 1000 completed (106 replied to out of order)$' text
		# The answer states that there are none.
		[ "$(grep -ci anomal text)" -eq 1 ]
		grep -q '^wrong     nothing: no timeouts, errors, anomalies or losses$' text
		grep -q '(106 replied to out of order)' page
		grep -q 'Nothing was lost, no transfer timed out, no errors, no anomalies' page
		jq -e '.counters.out_of_order == 106 and .anomalies == []
			and .events == []' json
		jq -e '.total.since | .anomalies == {} and .out_of_order == 106' top
		jq -e '.rows[0].marked_anomaly == null' top
		limit "anomalies = 0" $file
		[ "$status" -eq 0 ]
		[[ $output == *"1 passed"* ]]
		grep -q '(106 replied to out of order)' compare
	done
}

# Of 1200 transfers, 190 could not be sent, and ten timed out, four of them unread.
@test "sends that fail and messages that were not read are anomalies in every output" {
	local dead='.series[0].counters += {begun: 1200, send_failed: 190, timed_out: 10}
		| .series[0].anomalies = {send_failed: 190, timeout: 6, not_taken: 4}
		| .series[0].phases.timeout = {count: 10, sum_ns: 300000000,
			min_ns: 30000000, max_ns: 30000000, buckets: [[2401, 10]]}
		| .events = [(.series[0] | {instance, transport, channel, protocol,
			message, type}) + {kind: "not_taken", time_ns: 5,
			age_ns: 30000000, token: 7, cpu: 0, pid: 7, comm: "reader"}]'

	make dead.scmi "${dead/2401/$(bucket 30000000)}"
	reports dead.scmi
	grep -q '^transfers 1200 begun = 1000 completed + 10 timed out + 190 not sent$' text
	grep -q '^anomalies 6 timeout, 190 send_failed, 4 not_taken$' text
	[ "$(grep -c '^  \(send_failed\|not_taken\|timeout\): ' text)" -eq 3 ]
	grep -q '^    0.000000 s  not_taken: SENSOR SENSOR_READING_GET, virtio,' text
	grep -q '200 of 1200 transfers failed: 10 timed out, 190 could not be sent' page
	grep -q ' anomalies 200 ' page
	grep -q 'send_failed: 190' page
	jq -e '[.anomalies[] | {(.kind): .count}] | add == {send_failed: 190,
		timeout: 6, not_taken: 4}' json
	jq -e '.total.since.anomalies == {send_failed: 190, timeout: 6, not_taken: 4}
		and .rows[0].marked_anomaly != null' top
	"$SCMI_PERF" top dead.scmi >screen
	grep -q ' timeout 6$' screen
	for setting in "anomalies = 199" "send-failed = 189" "timeouts = 9"; do
		limit "$setting" dead.scmi
		[ "$status" -eq 2 ]
	done
	for setting in "anomalies = 200" "send-failed = 190" "timeouts = 10"; do
		limit "$setting" dead.scmi
		[ "$status" -eq 0 ]
	done
	grep -q 'begun = 1000 completed + 10 timed out + 190 not sent' compare
}
