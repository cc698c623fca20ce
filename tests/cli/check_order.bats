# SPDX-License-Identifier: GPL-2.0-only
# Failures are first, and name the phase that made them.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# phases TRANSPORT WAKEUP: prints a jq filter that adds these phases, in ns, to a total of
# both.
phases() {
	echo ".series[0].phases += {
		transport: {count: 1000, sum_ns: ${1}000, min_ns: $1, max_ns: $1, buckets: [[$(bucket "$1"), 1000]]},
		wakeup: {count: 1000, sum_ns: ${2}000, min_ns: $2, max_ns: $2, buckets: [[$(bucket "$2"), 1000]]}}"
}

@test "failures come before passes, with the phase that took most of the time" {
	make_run run.scmi 25000 1000 6 "$(phases 20000 5000)"
	printf '%s\n' '[* * total]' 'p50 = 30us' 'p90 = 20us' 'timeouts = 0' >limits.ini
	run -2 "$SCMI_PERF" check run.scmi --limits limits.ini
	[[ ${lines[0]} == "FAIL "*": total p90: 25.000 us, limit 20.000 us; mostly transport: 80 % of the time" ]]
	[[ ${lines[1]} == "pass "* && ${lines[2]} == "pass "* ]]
	[[ $output != *"p50"*"mostly"* ]]
	run -2 "$SCMI_PERF" check run.scmi --limits limits.ini --markdown=-
	[[ $output == *"| **fail** | "*"mostly transport"*"<details>"* ]]
	# JSON keeps the order of the file.
	run -2 "$SCMI_PERF" check -j run.scmi --limits limits.ini
	jq -e '[.results[].verdict] == ["pass", "pass", "fail"] and .results[2].blamed_phase == "transport"
		and .results[2].blamed_ns == 20000 and .results[0].blamed_phase == null' <<<"$output"
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" <(echo "$output")
}

@test "a failed regression names the phase that grew most" {
	for i in {0..9}; do
		make_run a$i.scmi 25000 1000 6 "$(phases 20000 5000)"
		make_run b$i.scmi 35000 1000 6 "$(phases 21000 14000)"
	done
	printf '%s\n' '[* * total]' 'max-regression-p50 = 5%' >limits.ini
	run -2 "$SCMI_PERF" check b?.scmi --limits limits.ini --baseline a?.scmi
	[[ ${lines[0]} == "FAIL "*"; mostly wakeup: +9.000 us of +10.000 us in the mean" ]]
}
