# SPDX-License-Identifier: GPL-2.0-only
# Tests calibrate; tests/unit/test_false_alarms.c tests the quality of its floors.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

@test "check accepts the limits, and the same runs pass" {
	make_runs a 25000 37 20
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	grep -qx '\[unknown SENSOR:SENSOR_READING_GET total\]' limits.ini
	grep -qx 'min-runs = 10' limits.ini
	grep -qx 'anomalies = 0' limits.ini
	[ "$(grep -c '^max-regression-' limits.ini)" = 4 ]
	run -0 "$SCMI_PERF" check a?.scmi --limits limits.ini \
		--baseline a1?.scmi
	[[ $output == *"5 passed"* ]]
	make_runs b 28000 37 10
	run -2 "$SCMI_PERF" check b*.scmi --limits limits.ini \
		--baseline a1?.scmi
	[[ $output == *"4 failed"* ]]
}

@test "a slowdown above the floor is significant" {
	# The 20 runs are 100 ns apart. If any 10 of them are slowed by 2000 ns, they are
	# slower than all others. Usually a smaller difference is significant, too.
	make_runs a 100000 100 20
	"$SCMI_PERF" calibrate -j a*.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/calibrate.schema.json" c.json
	[ "$(jq -c '[.runs, .runs_a_side, (.floors | length)]' c.json)" = \
		'[20,10,4]' ]
	jq -e '.floors[] | select(.statistic == "mean") |
		.median_ns == 100950 and .floor_ns > 1000 and
		.floor_ns < 2000' c.json
	"$SCMI_PERF" calibrate -j a1*.scmi a?.scmi | jq .floors >again.json
	"$SCMI_PERF" calibrate -j a1*.scmi a?.scmi | jq .floors |
		diff - again.json
}

@test "runs without noise have floors of 0" {
	make_runs a 25000 0 20
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	[ "$(grep -c '^max-regression-.* = 0.000us$' limits.ini)" = 4 ]
	run -0 "$SCMI_PERF" check a?.scmi --limits limits.ini \
		--baseline a1?.scmi
	make_runs b 25001 0 10
	run -2 "$SCMI_PERF" check b*.scmi --limits limits.ini \
		--baseline a1?.scmi
}

@test "instances and channels share a section, with the limits of the noisiest" {
	# The second channel has times from 0 to 250 ns
	two='.series += [.series[0] | .channel = 1 | .phases.total |=
		((.min_ns % 251) as $ns | {count: 1000, sum_ns: (1000 * $ns),
		 min_ns: $ns, max_ns: $ns, buckets: [[$ns, 1000]]})]'
	make_runs a 25000 50 20 "$two"
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	[ "$(grep -c '^\[unknown' limits.ini)" = 1 ]
	[ "$(grep -c '^max-regression-p50' limits.ini)" = 1 ]
	floor=$("$SCMI_PERF" calibrate -j a*.scmi | jq '[.floors[] |
		select(.statistic == "p50") | .limit_ns] | max')
	[ "$(sed -n 's/^max-regression-p50 = \(.*\)us/\1/p' limits.ini)" = \
		"$(awk -v ns="$floor" 'BEGIN { printf "%.3f", ns / 1000 }')" ]
	run -0 "$SCMI_PERF" check a?.scmi --limits limits.ini \
		--baseline a1?.scmi
}

# phase PHASE NS STEP: prints a jq filter that adds a phase, NS + STEP * (0 … 19) ns long.
phase() {
	echo "(.runs[0].start_unix_s % 20 * $3 + $2) as \$ns | .series[0].phases.$1 =
		{count: 1000, sum_ns: (1000 * \$ns), min_ns: \$ns, max_ns: \$ns,
		buckets: [[\$ns / 2 + 128 | floor, 1000]]}"
}

@test "a limit is three quarters of the floor, which is in us and percent" {
	make_runs a 100000 100 20
	"$SCMI_PERF" calibrate -j a*.scmi >c.json
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	jq -e '[.floors[] | .limit_ns == (.floor_ns * 0.75 | ceil) and .useful] | all' c.json
	limit=$(jq '.floors[] | select(.statistic == "mean") | .limit_ns' c.json)
	floor=$(jq '.floors[] | select(.statistic == "mean") | .floor_ns' c.json)
	grep -qx "max-regression-mean = $(awk "BEGIN { printf \"%.3f\", $limit / 1000 }")us" limits.ini
	grep -qx "# mean: median 100.950 us, noise floor $(awk "BEGIN {
		printf \"%.3f us (%.1f %%)\", $floor / 1000, $floor / 1009.5 }")" limits.ini
	grep -qx "# finds most slowdowns from $(awk "BEGIN {
		printf \"%.3f us (%.1f %%)\", ($floor + $limit) / 1000,
		($floor + $limit) / 1009.5 }") on" limits.ini
	grep -q '^# min-effect = 1\.0[01]' limits.ini
}

@test "a limit above a quarter of the median is a comment that states the runs" {
	make_runs a 100000 40000 20
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	run ! grep -q '^max-regression' limits.ini
	[ "$(grep -c '^# max-regression-' limits.ini)" = 4 ]
	grep -q '^# Slowdowns below [0-9.]* % cannot be decided with 10 runs a side.$' limits.ini
	# The section has still a limit: that of anomalies.
	run -0 "$SCMI_PERF" check a?.scmi --limits limits.ini --baseline a1?.scmi
	[[ $output == *"1 passed"* ]]
	make_runs a 100000 40000 20 '.series[0].anomalies.timeout = 1 |
		.series[0].counters |= (.begun += 1 | .timed_out = 1)'
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	grep -qx '# \[unknown SENSOR:SENSOR_READING_GET total\]' limits.ini
	run ! grep -q '^\[unknown' limits.ini
}

@test "only the total is measured, or the phases that are asked for" {
	make_runs a 25000 37 20 "$(phase transport 256 1)"
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	[ "$(grep -c '^\[unknown' limits.ini)" = 1 ]
	[ "$("$SCMI_PERF" calibrate -j a*.scmi | jq '.floors | length')" = 4 ]
	"$SCMI_PERF" calibrate --phase total --phase transport a*.scmi >limits.ini
	[ "$(grep '^\[unknown' limits.ini | xargs)" = "[unknown SENSOR:SENSOR_READING_GET total] [unknown SENSOR:SENSOR_READING_GET transport]" ]
	# The count of a message is in one of its sections.
	[ "$(grep -c '^anomalies = 0' limits.ini)" = 1 ]
	run -0 "$SCMI_PERF" check a?.scmi --limits limits.ini --baseline a1?.scmi
	"$SCMI_PERF" calibrate --phase transport a*.scmi >limits.ini
	[ "$(grep -c '^\[unknown .* transport\]' limits.ini)" = 1 ]
	refused "no message has a latency" calibrate -P CLOCK a*.scmi
}

@test "one recording gives limits to start from, which it passes" {
	make_run a.scmi 25000
	"$SCMI_PERF" calibrate a.scmi >limits.ini
	grep -qx 'p99 = 50.000us' limits.ini
	grep -qx 'timeouts = 0' limits.ini
	grep -qx 'anomalies = 0' limits.ini
	run ! grep -q max-regression limits.ini
	run -0 "$SCMI_PERF" check a.scmi --limits limits.ini
	[[ $output == *"3 passed"* ]]
	# With few transfers, a lower percentile.
	make_run a.scmi 25000 20
	[ "$("$SCMI_PERF" calibrate a.scmi | grep -o '^p[0-9]*')" = p90 ]
	refused "several runs" calibrate -j a.scmi
	make_run empty.scmi 1 1 6 '.series = []'
	refused "no message has a latency in this run" calibrate empty.scmi
	# Timeouts are in the total, so they are in its limit.
	make_run a.scmi 25000 100 6 "(.series[0].counters |=
		(.begun += 5 | .timed_out = 5)) | .series[0].phases.timeout =
		{count: 5, sum_ns: 150000000, min_ns: 30000000,
		 max_ns: 30000000, buckets: [[$(bucket 30000000), 5]]}"
	"$SCMI_PERF" calibrate a.scmi >limits.ini
	grep -qx '# it was 30000.000 us, of 105 transfers' limits.ini
	run -0 "$SCMI_PERF" check a.scmi --limits limits.ini
}

@test "the limits do not forbid anomalies that the runs have" {
	make_runs a 25000 0 20 '.series[0].counters |=
		(.begun += 1 | .timed_out = 1) |
		.series[0].anomalies.timeout = 1'
	"$SCMI_PERF" calibrate a*.scmi >limits.ini
	grep -qx '# 20 anomalies in these runs' limits.ini
	run ! grep -q '^anomalies' limits.ini
}

@test "losses are reported" {
	make_runs a 25000 0 20 '.lost.key_table = 7'
	run --separate-stderr "$SCMI_PERF" calibrate a*.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *"140 lost in these runs"* ]]
	make_runs a 25000 0 20 '.unparsed_lines = 2'
	run --separate-stderr "$SCMI_PERF" calibrate a*.scmi
	[[ $stderr == *"40 lost in these runs"* ]]
}

@test "too few runs, wrong usage and bad files are errors" {
	make_runs a 25000 100 10
	refused "10 runs are too few for 4 figures" calibrate a*.scmi
	[[ $stderr == *"record 12 runs"* ]]
	refused "no FILE given" calibrate
	refused "no such file" calibrate a0.scmi b0.scmi
	make_run empty.scmi 1 1 6 '.series = []'
	refused "no message has a latency in all" calibrate empty.scmi \
		empty.scmi
	make_runs b 25000 100 12
	run bash -c '"$SCMI_PERF" calibrate b*.scmi >/dev/full'
	[ "$status" -eq 1 ]
	[[ $output == *"No space left"* ]]
}
