# SPDX-License-Identifier: GPL-2.0-only
# The order of a comparison, and its selection: what differs is first.

bats_require_minimum_version 1.5.0

# Three messages: number 5 is equal, 6 is 1 us slower, 7 is 5 us slower.
setup_file() {
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	# shellcheck disable=SC2016 # jq's variables
	three='.series[0] as $s | .series = [5, 6, 7 | . as $m | $s | .message = $m]'
	later='(.series[1, 2].phases.total) |= (.min_ns = 26000 | .max_ns = 26000
		| .sum_ns = 26000000 | .buckets = [[1100, 1000]])
		| .series[2].phases.total |= (.min_ns = 30000 | .max_ns = 30000
		| .sum_ns = 30000000 | .buckets = [[1133, 1000]])'
	later=${later//1100/$(bucket 26000)}
	later=${later//1133/$(bucket 30000)}
	for i in {0..9}; do
		make_run a$i.scmi 25000 1000 6 "$three"
		make_run b$i.scmi 25000 1000 6 "$three | $later"
	done
}

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_FILE_TMPDIR:?}" || return 1
}

# titles: prints the messages of a text in their order, up to the table of totals.
titles() {
	sed '/^Messages of a run/,$d' | grep -oE '^SENSOR [A-Z_]+|^Without.*' | sed 's/SENSOR //' | xargs
}

@test "the verdict is first, then changed rows, the largest difference first" {
	run -0 "$SCMI_PERF" compare a*.scmi -- b*.scmi
	[[ ${lines[0]} == "B is slower in 8 and faster in 0 of 12 comparisons"* ]]
	[ "$(titles <<<"$output" | cut -d' ' -f2-6)" = "SENSOR_READING_GET Without a significant difference" ]
	[[ $output == *" slower"*"Without a significant difference"*"total p50"* ]]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
	# Totals that differ are before those that do not.
	text=$(sed -n '/^Messages of a run/,$p' <<<"$output" | grep -E ' more$|^SENSOR' | head -n 2 | xargs)
	[[ $text == SENSOR*" more" ]]
}

@test "--changed prints only what differs" {
	run -0 "$SCMI_PERF" compare --changed a*.scmi -- b*.scmi
	[[ $output != *Without* ]]
	[ "$(grep -c ' slower$' <<<"$output")" -eq 8 ]
	[ "$(grep -c '^  total ' <<<"$output")" -eq 8 ]
	"$SCMI_PERF" compare --changed -j a*.scmi -- b*.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	jq -e '(.differences | length) == 8 and .tests == 12 and
		all(.differences[]; .verdict == "slower")' c.json
	"$SCMI_PERF" compare --changed --markdown=- a*.scmi -- b*.scmi >c.md
	run ! grep '<summary>.*without' c.md
	"$SCMI_PERF" compare --changed --html c.html a*.scmi -- b*.scmi
	grep '<h2>Changed</h2>' c.html
	run ! grep '<details>' c.html
	# Nothing differs: the verdict alone, and no table.
	run -0 "$SCMI_PERF" compare --changed a[0-4].scmi -- a[5-9].scmi
	[[ $output != *" p50 "* ]]
}

@test "a page folds the unchanged rows behind the changed ones" {
	"$SCMI_PERF" compare --html c.html a*.scmi -- b*.scmi
	"$root/tests/tools/check_html.py" c.html
	grep '<summary>4 without a significant difference</summary>' c.html
	grep '<summary>Messages: 1 without a significant difference</summary>' c.html
	[ "$(grep -n '<h2>Changed' c.html | cut -d: -f1)" -lt "$(grep -n '<details>' c.html | head -n 1 | cut -d: -f1)" ]
}

@test "fewer messages and phases are fewer tests, which need fewer runs" {
	# With 4 runs a side, 12 tests cannot have a significant difference.
	run -0 "$SCMI_PERF" compare a[0-3].scmi -- b[0-3].scmi
	[[ $(xargs <<<"$output") == *"too few runs for this many comparisons"* ]]
	"$SCMI_PERF" compare -j -M SENSOR:7 a[0-4].scmi -- b[0-4].scmi |
		jq -e '.tests == 4 and .a.begun == 5000 and ([.differences[].message] | unique) == [7]
			and all(.differences[]; .verdict == "slower")'
	# Without the selection the same runs do not show it.
	"$SCMI_PERF" compare -j a[0-4].scmi -- b[0-4].scmi |
		jq -e 'all(.differences[]; .verdict != "slower")'
	"$SCMI_PERF" compare -j --phase wakeup a*.scmi -- b*.scmi | jq -e '.tests == 0'
	"$SCMI_PERF" compare -j -P CLOCK a*.scmi -- b*.scmi | jq -e '.differences == [] and .a.begun == 0'
	refused "unknown message 'FOO'" compare -M FOO a0.scmi -- b0.scmi
	refused "invalid value 'x' for --phase" compare --phase x a0.scmi -- b0.scmi
}
