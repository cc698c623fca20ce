# SPDX-License-Identifier: GPL-2.0-only
# Tests --label, which names a recording in its profile.

bats_require_minimum_version 1.5.0

setup() {
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	log=$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

@test "import --label writes it, reports and merges have it" {
	"$SCMI_PERF" import -q --label 'v6.12-rc1 ünï' -o a.scmi "$log"
	[ "$(zcat a.scmi | jq -r '.runs[0].label')" = 'v6.12-rc1 ünï' ]
	[ "$("$SCMI_PERF" report -j a.scmi | jq -r .meta.label)" = 'v6.12-rc1 ünï' ]
	"$SCMI_PERF" report a.scmi | grep '^label  *v6.12-rc1'
	"$SCMI_PERF" import -q -o b.scmi "$log"
	[ "$(zcat b.scmi | jq -c '.runs[0] | has("label")')" = false ]
	[ "$("$SCMI_PERF" report -j b.scmi | jq .meta.label)" = null ]
	make_run c.scmi 25000
	"$SCMI_PERF" merge -q -o m.scmi a.scmi c.scmi
	[ "$("$SCMI_PERF" report -j m.scmi | jq -r '.meta.runs[0].label')" = \
		'v6.12-rc1 ünï' ]
}

@test "an invalid label is refused with its reason" {
	refused "for --label: it is empty" import --label '' "$log"
	refused "for --label: it has a control character" \
		import --label $'a\nb' "$log"
	refused "for --label: it is not UTF-8" import --label $'a\xff' "$log"
	refused "for --label: it has a blank at an end" import --label 'a ' "$log"
	"$SCMI_PERF" import -q --label "$(printf '%100s' '' | tr ' ' x)" "$log"
	refused "for --label: it is longer than 100 bytes" \
		import --label "$(printf '%101s' '' | tr ' ' x)" "$log"
	refused "for --label: it is empty" record --label ''
}
