# SPDX-License-Identifier: GPL-2.0-only
# Fast channels of the performance protocol, as the kernel's own code uses them.

bats_require_minimum_version 1.5.0

# recorded TRANSPORT [KERNEL]: record in a guest, and write the reports.
recorded() {
	lab/scmi-lab exec --kernel "${2:-6.12}" --transport "$1" --profile det \
		--out "$BATS_TEST_TMPDIR" -- tests/lab/guest/fast.sh
	for name in all get mixed caps; do
		"$SCMI_PERF" report -j "$BATS_TEST_TMPDIR/$name.scmi" \
			>"$BATS_TEST_TMPDIR/$name.json"
		tests/tools/validate_json.py docs/report.schema.json \
			"$BATS_TEST_TMPDIR/$name.json"
	done
}

# is NAME FILTER: the jq filter must be true for the report.
is() {
	jq -e "$2" "$BATS_TEST_TMPDIR/$1.json"
}

# calls NAME: print message, domain, calls and last values of each channel.
calls() {
	jq -c '.fast_channels[] | [.message_name, .domain, .calls] + .last_values' \
		"$BATS_TEST_TMPDIR/$1.json"
}

# has_all_calls: check the three reports. Values are indices of levels: 3 is 600.
has_all_calls() {
	[ "$(calls all)" = '["PERFORMANCE_LIMITS_SET",1,20,1,5]
["PERFORMANCE_LEVEL_SET",1,40,3,0]
["PERFORMANCE_LEVEL_GET",1,20,2,0]' ]
	[ "$(calls get)" = '["PERFORMANCE_LEVEL_GET",1,20,2,0]' ]
	[ "$(calls mixed)" = '["PERFORMANCE_LIMITS_SET",1,1,2,5]
["PERFORMANCE_LEVEL_SET",1,2,3,0]
["PERFORMANCE_LEVEL_GET",1,1,2,0]' ]
	# Domain 1 has no fast channels. Linux 6.12 also reads the cap at first.
	is caps '[.fast_channels[] | [.message_name, .domain] + .last_values] == [
		["POWERCAP_CAP_GET", 0, 8000, 0], ["POWERCAP_CAP_SET", 0, 8000, 0],
		["POWERCAP_PAI_GET", 0, 100, 0], ["POWERCAP_PAI_SET", 0, 100, 0]]'
	# Every second call is to set a level, every fourth to get one.
	is all '.counters | .begun == 0 and .fast_calls == 80'
	is all '.fast_channels[1] | .periods == 39 and .period_min_ns > 2000000 and .period_max_ns < 3000000'
	is all '.fast_channels[2] | .periods == 19 and .period_min_ns > 4000000 and .period_max_ns < 6000000'
	is all '.fast_channels[1] | .period_sum_ns >= 39 * .period_min_ns and .period_sum_ns <= 39 * .period_max_ns'
	is all '[.fast_channels[1].calls * 1e9 / .meta.duration_ns - .fast_channels[1].per_second | fabs < 0.001] | all'
	is get '.counters.fast_calls == 20'
	is mixed '.counters | .completed == 100 and .fast_calls == 4'
	tail -n 1 "$BATS_TEST_TMPDIR/top.json" >"$BATS_TEST_TMPDIR/last.json"
	tests/tools/validate_json.py docs/top.schema.json "$BATS_TEST_TMPDIR/last.json"
	jq -se 'map(.fast_channels | map(.last_calls) | add) | add == 80' "$BATS_TEST_TMPDIR/top.json"
	jq -se 'last.fast_channels | map(.calls) == [20, 40, 20]' "$BATS_TEST_TMPDIR/top.json"
	run -0 "$SCMI_PERF" report "$BATS_TEST_TMPDIR/all.scmi"
	[[ $output == *"PERFORMANCE_LEVEL_SET, domain 1: 40 calls,"* ]]
}

@test "mailbox: calls of fast channels are recorded for each domain" {
	recorded mailbox
	has_all_calls
}

@test "smc: calls of fast channels are recorded for each domain" {
	recorded smc
	has_all_calls
}

@test "mailbox, Linux 6.1: calls of fast channels are recorded for each domain" {
	recorded mailbox 6.1
	has_all_calls
}
