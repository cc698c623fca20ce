# SPDX-License-Identifier: GPL-2.0-only
# Checks the layout of pages in a browser, light and dark: nothing is wider than the
# window of a phone or a desktop, or than paper, and nothing is fetched.

bats_require_minimum_version 1.5.0

setup_file() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	gzip -n <"$root/tests/data/profile-v2.json" >v2.scmi
	gzip -n <"$root/tests/data/profile-intervals.json" >intervals.scmi
	# Every string is long and has no blank at which it can be broken.
	zcat v2.scmi | jq -c '("x" * 300) as $s | .runs[0] += {host: $s,
		command: $s, kernel: $s, arch: $s, tool: $s} |
		.runs[0].hooks += [{name: $s, how: $s}] |
		.events[].comm = ($s | .[0:15])' | gzip -n >long.scmi
	for name in v2 intervals long; do
		"$SCMI_PERF" report --html $name.html $name.scmi
	done
	"$SCMI_PERF" compare --html compare.html \
		"$root"/tests/data/wall/wall-0?.scmi -- \
		"$root"/tests/data/wall/wall-1?.scmi
	"$SCMI_PERF" compare --html transports.html --by transport \
		"$root"/tests/baseline/*.scmi
	"$SCMI_PERF" compare --html long-compare.html long.scmi -- v2.scmi
}

# The reasons are in $output.
layout() {
	run "$BATS_TEST_DIRNAME/../tools/check_layout.py" "$@"
	[ "$status" -ne 77 ] || skip "$output"
	echo "$output"
}

@test "no page is wider than its window, all follow light and dark" {
	cd "${BATS_FILE_TMPDIR:?}"
	layout v2.html intervals.html long.html compare.html transports.html \
		long-compare.html
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "the check finds content that is too wide, fetched, or not dark" {
	cd "${BATS_FILE_TMPDIR:?}"
	sed 's|<h2>Environment|<p style="width:90rem">x</p>&|' v2.html >wide.html
	layout wide.html
	[ "$status" -eq 1 ]
	[[ $output == *"wide.html, screen, 360 wide, light: reaches beyond: P x"* ]]
	[[ $output == *"wide.html, print, 718 wide, dark: "* ]]
	sed 's|details::details-content|details.none|' compare.html >folded.html
	layout folded.html
	[ "$status" -eq 1 ]
	[[ $output == *"folded.html, print, 718 wide, dark: folded: "* ]]
	sed 's|<meta http-equiv[^>]*>||; s|<h2>Environment|<img src="x.png">&|' \
		v2.html >fetch.html
	layout fetch.html
	[ "$status" -eq 1 ]
	[[ $output == *"loads file://"*"/x.png"* ]]
	sed 's|prefers-color-scheme:dark|prefers-color-scheme:light|' v2.html \
		>light.html
	layout light.html
	[ "$status" -eq 1 ]
	[[ $output == *"360 wide, dark: its ground is 255 of 255"* ]]
}

@test "without a browser it reports that nothing was checked" {
	cd "${BATS_FILE_TMPDIR:?}"
	python=$(python3 -c 'import sys; print(sys.executable)')
	run env PATH=/nowhere "$python" "$BATS_TEST_DIRNAME/../tools/check_layout.py" \
		v2.html
	[ "$status" -eq 77 ]
	[[ $output == "no Chromium: none of "* ]]
}
