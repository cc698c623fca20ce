# SPDX-License-Identifier: GPL-2.0-only
# --on and --do on the transfers of a log. The lab tests them on a running kernel.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/cli/runs.bash
. "$BATS_TEST_DIRNAME/runs.bash"

setup() {
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	"$BATS_TEST_DIRNAME/../tools/make_senders_log.py" >log
}

# actions OPTION...: print what trace reports of the log's conditions.
actions() {
	"$SCMI_PERF" trace "$@" log 2>&1 >lines | sed 's/^scmi-perf: //' | grep -v ' begun; '
}

@test "--on reports a slow transfer, an anomaly and a percentile, in the order of the log" {
	run -0 actions --on 'latency(SENSOR)>10ms' --on anomaly=timeout \
		--on 'p99(CLOCK)>50us' --on 'p50>90us'
	echo "$output"
	# The median is looked at when its second ends, and again at the end of the log.
	grep -x 'warning: p50>90us at 2.0[0-9]* s: 10[0-9]\.. us' <<<"$output" >/dev/null
	grep -x 'warning: p99(CLOCK)>50us at 2.030000 s: 10.\.. us' <<<"$output" >/dev/null ||
		grep -x 'warning: p99(CLOCK)>50us at 2.060105 s: 10[0-9]\.. us' <<<"$output" >/dev/null
	grep -x 'warning: latency(SENSOR)>10ms at 2.025005 s: SENSOR SENSOR_READING_GET, after 15.01 ms' \
		<<<"$output" >/dev/null
	grep -x 'warning: anomaly=timeout at 2.060105 s: CLOCK CLOCK_RATE_SET, after 30.11 ms' \
		<<<"$output" >/dev/null
	[ "$(awk '/ at / { split($0, w, " at "); print w[2] + 0 }' <<<"$output" |
		sort -C -n && echo sorted)" = sorted ]
	# The lines are printed as without conditions.
	"$SCMI_PERF" trace log 2>/dev/null | cmp - lines
}

@test "a condition acts once in the time of --every, the others are counted" {
	# 100 of 905 us each 10 ms, one of 15 ms.
	run -0 actions --on 'latency(SENSOR)>900us' --every 100ms
	[ "$(grep -c '^warning: ' <<<"$output")" -eq 11 ]
	grep -x 'conditions applied 11 times, and 90 more within --every' <<<"$output" >/dev/null
	run -0 actions --on 'latency(SENSOR)>900us' --every 0s
	[ "$(grep -c '^warning: ' <<<"$output")" -eq 101 ]
}

@test "a snapshot has the last transfers, is valid, and no file is overwritten" {
	echo keep >slow-1.json
	run -0 actions --on 'latency>10ms' --do snapshot=slow.json --keep 20ms --every 1ms
	[ "$(cat slow-1.json)" = keep ]
	grep -x 'wrote slow-2.json: [0-9]* lines*' <<<"$output" >/dev/null
	"$BATS_TEST_DIRNAME/../tools/validate_json.py" --lines \
		"$BATS_TEST_DIRNAME/../../docs/trace.schema.json" slow-2.json slow-3.json
	jq -es '.[0].type == "begin" and .[0].source == "ftrace"
		and (.[-1] | .type == "snapshot" and .condition == "latency>10ms"
			and .time_ns == 2025005000 and .value == 15005000 and .cut == 0)' slow-2.json
	# The same lines as the trace's, of the last 20 ms.
	"$SCMI_PERF" trace -q -j log | jq -c 'select(.time_ns >= 2005005000
		and .time_ns <= 2025005000)' >expected
	[ -s expected ]
	sed '1d; $d' slow-2.json | cmp - expected
	jq -es 'map(select(.type == "transfer")) | .[-1].status == -110' slow-3.json
	# A hundred files at most.
	touch slow-{4..100}.json
	run -0 actions --on 'latency>10ms' --do snapshot=slow.json
	grep -x "error: no snapshot: there are 100 files like 'slow.json'" <<<"$output" >/dev/null
}

@test "exec runs a command that knows why, and stop ends the trace" {
	run -0 actions --on anomaly=timeout --do snapshot \
		--do 'exec=env | grep ^SCMI_PERF_ | sort >env; cat >input' --do stop
	[ "$(cat env)" = "SCMI_PERF_CONDITION=anomaly=timeout
SCMI_PERF_MESSAGE=CLOCK CLOCK_RATE_SET
SCMI_PERF_SNAPSHOT=snapshot-1.ndjson
SCMI_PERF_TIME_NS=2060105000
SCMI_PERF_VALUE=30105000" ]
	[ ! -s input ]
	actions --on 'latency(SENSOR)>900us' --do stop >/dev/null
	# Its first transfer is that of hwmon at 1 s.
	[ "$(wc -l <lines)" -eq 2 ]
	# A command that fails is not an error of the trace.
	run -0 actions --on anomaly=timeout --do 'exec=exit 3'
}

@test "a signal ends a command that the trace waits for, after everything is written" {
	"$SCMI_PERF" trace --on anomaly=timeout --do 'exec=echo $$ >pid; exec sleep 1000' log \
		>lines 2>messages 3>&- &
	trace=$!
	until [ -s pid ]; do
		kill -0 "$trace"
		sleep 0.1
	done
	"$SCMI_PERF" trace log 2>/dev/null >expected
	until cmp -s lines expected; do
		kill -0 "$trace"
		sleep 0.1
	done
	kill -TERM "$trace"
	wait "$trace"
	run ! kill -0 "$(<pid)"
	grep 'conditions applied 1 time' messages
}

@test "two boots in a log are two streams for conditions" {
	# The second one has earlier times, within --every of the first.
	sed 's/^\(.*\) \([0-9]*\)\(\.[0-9]*: scmi\)/\1 5\2\3/' log >both
	cat log >>both
	run -0 actions --on 'latency(SENSOR)>10ms' --do snapshot
	mv both log
	rm -f snapshot-*
	run -0 actions --on 'latency(SENSOR)>10ms' --do snapshot
	[ "$(grep -c '^warning: latency' <<<"$output")" -eq 2 ]
	jq -es 'map(select(.time_ns)) | map(.time_ns) | max == 2025005000' snapshot-2.ndjson
}

@test "invalid conditions and actions are refused with the reason" {
	refused "invalid value 'p99>1' for --on: the limit of 'p99' is a time" trace --on 'p99>1' log
	refused "invalid value 'speed>1' for --on: expected one of latency, anomaly" \
		trace --on 'speed>1' log
	refused "invalid value 'beep' for --do: expected snapshot" \
		trace --on anomaly --do beep log
	refused "'exec' needs a value" trace --on anomaly --do exec log
	refused "--do needs a condition" trace --do stop log
	refused "--do trace-off needs a running kernel" trace --on anomaly --do trace-off log
	refused "--on needs a running kernel" record --boot --on anomaly
	refused "more than 8 conditions" trace --on anomaly --on anomaly --on anomaly --on anomaly \
		--on anomaly --on anomaly --on anomaly --on anomaly --on anomaly log
	run -0 actions --on 'latency>1s' --do snapshot=missing/a.json
	run -0 actions --on anomaly=timeout --do snapshot=missing/a.json
	grep "^error: write 'missing/a-1.json': No such file" <<<"$output" >/dev/null
}
