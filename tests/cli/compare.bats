# SPDX-License-Identifier: GPL-2.0-only
# Tests compare with runs of known values.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# row FILE STATISTIC KEY: prints a value of the row for the total.
row() {
	jq -c ".differences[] | select(.phase == \"total\" and
		.statistic == \"$2\") | $3" "$1"
}

@test "JSON has difference, interval, U, p and effect of known runs" {
	make_runs a 25000 100 6
	make_runs b 26000 100 6
	"$SCMI_PERF" compare -j a*.scmi -- b*.scmi >c.json
	[ "$(jq -c '[.by, .tests, .a.runs, .b.runs, .a.begun]' c.json)" = \
		'["runs",4,6,6,6000]' ]
	# Medians of 25000 … 25500 and 26000 … 26500; [x(1), x(6)] is 96.9 %.
	[ "$(row c.json p50 '[.a_ns, .a_low_ns, .a_high_ns, .b_ns] |
		map(floor)')" = "[25250,25000,25500,26250]" ]
	[ "$(row c.json mean '.difference_ns | floor')" = 1000 ]
	[ "$(row c.json p99 '(.relative * 1000000) | floor')" = 39603 ]
	# U is all 36 pairs. p is 2 of 924 divisions, times 4 tests.
	[ "$(row c.json p90 '[.u, .effect, .exact, .verdict] |
		map(if type == "number" then floor else . end)')" = \
		'[36,1,true,"slower"]' ]
	[ "$(row c.json p90 '(.p * 924 + 0.5) | floor')" = 2 ]
	[ "$(row c.json p90 '(.p_holm * 924 + 0.5) | floor')" = 8 ]
	# A U of at least 5 is within 95 %: the 6th of 36 differences at each end.
	[ "$(row c.json mean '[.difference_low_ns, .difference_high_ns] |
		map(floor)')" = "[700,1300]" ]
	"$SCMI_PERF" compare -j b*.scmi -- a*.scmi >d.json
	[ "$(row d.json p50 '[.u, .effect, .verdict] |
		map(if type == "number" then floor else . end)')" = \
		'[0,-1,"faster"]' ]
}

@test "JSON is valid against its schema, even if values are missing" {
	make_runs a 25000 100 4
	make_runs b 25050 100 4
	make_run few.scmi 30000 50
	make_run other.scmi 30000 50 7
	make_run empty.scmi 1 1 6 '.series = []'
	for files in "a*.scmi -- b*.scmi" "few.scmi -- b*.scmi" \
		"other.scmi few.scmi -- b*.scmi" "empty.scmi -- empty.scmi" \
		"a0.scmi -- b0.scmi"; do
		# shellcheck disable=SC2086
		"$SCMI_PERF" compare -j $files >c.json
		"$root/tests/tools/validate_json.py" \
			"$root/docs/compare.schema.json" c.json
	done
	jq '.differences[0].verdict = "maybe"' <("$SCMI_PERF" compare -j \
		a*.scmi -- b*.scmi) >wrong.json
	run "$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" \
		wrong.json
	[ "$status" -eq 1 ]
	[[ $output == *maybe* ]]
}

@test "text fits 80 columns and shows the slower rows" {
	make_runs a 25000 100 10
	make_runs b 26000 100 10
	run --separate-stderr "$SCMI_PERF" compare a*.scmi -- b*.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
	[[ $output == *"SENSOR SENSOR_READING_GET"* ]]
	[[ $output =~ total\ p50\ +25\.450\ +26\.450\ +\+1\.000\ +\+3\.9\ .*slower ]]
	[[ $output == *"B is slower in 4 and faster in 0 of 4"* ]]
	[[ $output != *"No difference can be significant"* ]]
}

@test "text fits 80 columns with any latencies and failures" {
	filter='.series[0].counters += {begun: 1012, timed_out: 3, errors: 20,
		send_failed: 4, aged_out: 5, overlapped: 6} |
		.lost = (.lost | map_values(123456))'
	for ns in 900 25000 1500000 98765432; do
		make_runs a "$ns" $((ns / 100)) 6 "$filter"
		make_runs b $((ns * 70)) $((ns / 100)) 6 "$filter"
		for order in "a?.scmi -- b?.scmi" "b?.scmi -- a?.scmi"; do
			# shellcheck disable=SC2086
			"$SCMI_PERF" compare $order >text
			grep -q "total p99.*er$" text
			awk 'length > 80 { print; bad = 1 } END { exit bad }' \
				text
		done
	done
	run "$SCMI_PERF" compare "$root"/tests/data/wall/wall-0?.scmi -- \
		"$root"/tests/data/wall/wall-1?.scmi
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
	[[ $output == *"10 runs: 4000 begun = 4000 completed"* ]]
}

@test "with too few runs it reports that no difference can be significant" {
	make_runs a 25000 100 3
	make_runs b 99000 100 3
	run "$SCMI_PERF" compare a0.scmi -- b0.scmi
	[ "$status" -eq 0 ]
	[[ $output =~ total\ p50\ .*\+74\.00\ +\+296\.0\ +-\ +-\ +-\ +- ]]
	[[ $output == *"No difference can be significant: a side has one run only."* ]]
	[[ $output == *"At least 5 runs"* ]]
	run "$SCMI_PERF" compare a*.scmi -- b*.scmi
	[[ $output == *"there are too few runs for"*"comparisons"* ]]
	run "$SCMI_PERF" compare --markdown=- a0.scmi -- b*.scmi
	[[ $output == *"inconclusive, too few runs"* ]]
	[[ $output == *"No difference can be significant"* ]]
}

@test "Markdown shows the changed rows and folds the others" {
	make_runs a 25000 100 8
	make_runs b 26000 100 8 '.series[0].phases.wakeup =
		{count: 1000, sum_ns: 5000000, min_ns: 5000, max_ns: 5000,
		 buckets: [[796, 1000]]}'
	"$SCMI_PERF" compare --markdown=- a*.scmi -- b*.scmi >c.md
	head -n 1 c.md | grep -q '^### SCMI latency: 4 of 4 comparisons differ$'
	[ "$(grep -c '\*\*slower\*\*' c.md)" -eq 4 ]
	grep -q '<details><summary>4 without' c.md
	# Every row has as many cells as the header.
	[ "$(grep '^|' c.md | awk -F'|' '{ print NF }' | sort -u)" = 13 ]
	# The same is appended to a file, and the text is printed.
	echo before >d.md
	run "$SCMI_PERF" compare --markdown d.md a*.scmi -- b*.scmi
	[ "$status" -eq 0 ]
	[[ $output == *"B is slower in 4"* ]]
	cmp <(echo before && cat c.md) d.md
	"$SCMI_PERF" compare -j --markdown e.md --html c.html \
		a*.scmi -- b*.scmi | jq -e .differences >/dev/null
	cmp c.md e.md
	refused "write /no/such/file" compare --markdown /no/such/file \
		a*.scmi -- b*.scmi
}

@test "keys on one side only are shown, not compared" {
	make_runs a 25000 100 3
	make_run b0.scmi 25000 1000 7
	make_run b1.scmi 25000 1000 8
	"$SCMI_PERF" compare -j a*.scmi -- b*.scmi >c.json
	[ "$(jq -c '[.differences[] | [.message, .verdict]] | unique' c.json)" = \
		'[[6,"only_a"],[7,"only_b"],[8,"only_b"]]' ]
	[ "$(jq .tests c.json)" = 0 ]
	run "$SCMI_PERF" compare a*.scmi -- b*.scmi
	[ "$status" -eq 0 ]
	[[ $output =~ total\ p50\ +25\.100\ +-\ +-\ +- ]]
}

@test "percentiles without enough samples are left out" {
	make_run a0.scmi 25000 50
	make_run a1.scmi 25000 50
	"$SCMI_PERF" compare -j a0.scmi -- a1.scmi >c.json
	[ "$(jq -c '[.differences[].statistic]' c.json)" = \
		'["p50","p90","mean"]' ]
}

@test "losses are reported first" {
	make_run a.scmi 25000
	make_run b.scmi 25000 1000 6 '.lost.key_table = 7'
	run "$SCMI_PERF" compare a.scmi -- b.scmi
	[[ ${lines[0]} == "LOST: B is incomplete: 7 lost (key_table): "* ]]
	run "$SCMI_PERF" compare --markdown=- b.scmi -- a.scmi
	[[ $output == *"**A is incomplete: 7 lost (key_table): "*"**"* ]]
	[ "$("$SCMI_PERF" compare -j a.scmi -- b.scmi | jq -c \
		'[.a.lost, .b.lost]')" = "[0,7]" ]
}

@test "lines that could not be read are a loss" {
	local message="is incomplete: 3 lines of logs could not be parsed"

	make_run a.scmi 25000
	make_run b.scmi 25000 1000 6 '.unparsed_lines = 3'
	run "$SCMI_PERF" compare a.scmi -- b.scmi
	[[ ${lines[0]} == "LOST: B $message"* ]]
	[[ $output != *"A is incomplete"* ]]
	make_run v.scmi 25000 1000 6 ".series[0].transport = \"virtio\" | .unparsed_lines = 3"
	make_run m.scmi 25000 1000 6 ".series[0].transport = \"mailbox\""
	run "$SCMI_PERF" compare --by transport --baseline-transport virtio \
		v.scmi m.scmi
	[[ ${lines[0]} == "LOST: the data $message"* ]]
	run "$SCMI_PERF" compare --markdown=- b.scmi -- a.scmi
	[[ $output == *"A $message"* ]]
	"$SCMI_PERF" compare -j a.scmi -- b.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	[ "$(jq -c '[.a.unparsed_lines, .b.unparsed_lines]' c.json)" = "[0,3]" ]
}

@test "profiles without transfers cannot be compared" {
	make_run empty.scmi 1 1 6 '.series = []'
	run "$SCMI_PERF" compare empty.scmi -- empty.scmi
	[ "$status" -eq 0 ]
	[[ $output == *"There is nothing to compare"* ]]
	run "$SCMI_PERF" compare --markdown=- empty.scmi -- empty.scmi
	[[ $output == *"nothing to compare"* ]]
	# Nothing is known of runs that are on one side only.
	make_run a.scmi 25000
	run "$SCMI_PERF" compare a.scmi -- empty.scmi
	[[ $output == *"There is nothing to compare"* ]]
	[[ $output != *"deterministic"* ]]
}

@test "a merge counts as one run, with a warning" {
	make_runs a 25000 100 3
	"$SCMI_PERF" merge -q a*.scmi -o all.scmi
	make_run b.scmi 25000
	run --separate-stderr "$SCMI_PERF" compare all.scmi -- b.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *"all.scmi: a merged profile (of 3 runs) counts as one"* ]]
	[[ $output == *"a side has one run only"* ]]
}

@test "hostile file names neither break JSON nor reach the terminal" {
	name=$'x"<script>alert(1)&\n\e[31m`$(id)`.scmi'
	make_run "$name" 25000
	make_run b.scmi 25000
	"$SCMI_PERF" compare -j "$name" -- b.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	[ "$(jq -r '.a.files[0]' c.json)" = "$name" ]
	LC_ALL=C run ! grep -q '[^ -~]' c.json
	run --separate-stderr "$SCMI_PERF" compare "$name.no" -- "$name"
	[ "$status" -eq 1 ]
	[[ $stderr == *'\x0a\x1b[31m'* ]]
	[[ $stderr != *$'\e'* ]]
}

@test "transports cannot be compared if there is only one" {
	make_run a.scmi 25000
	refused "all series are of transport 'unknown'" \
		compare --by transport a.scmi
	refused "no series of transport 'pigeon'" compare --by transport \
		--baseline-transport pigeon a.scmi
	make_run empty.scmi 1 1 6 '.series = []'
	refused "no series in these profiles" compare --by transport empty.scmi
}

@test "transports are compared, in one run or across runs" {
	for i in 0 1 2 3 4; do
		make_run l$i.scmi $((25000 + i)) 1000 6 ".series[0].transport = \"loopback\""
		make_run m$i.scmi $((26000 + i)) 1000 6 ".series[0].transport = \"mailbox\" |
			.series[0].channel = 1 |
			.series += [.series[0] | .transport = \"virtio\" |
				.phases.total.max_ns = 26100 |
				.phases.total.min_ns = 26100 |
				.phases.total.sum_ns = 26100000]"
	done
	run "$SCMI_PERF" compare --by transport \
		--baseline-transport loopback ?[0-9].scmi
	[ "$status" -eq 0 ]
	[[ $output == *"SENSOR SENSOR_READING_GET, mailbox (B), against loopback (A)"* ]]
	[[ $output =~ total\ mean\ +25\.002\ +26\.002\ +\+1\.000 ]]
	[[ $output =~ total\ mean\ +25\.002\ +26\.100\ +\+1\.098 ]]
	"$SCMI_PERF" compare -j --by transport ?[0-9].scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	[ "$(jq -c '[.by, ([.differences[] | [.transport, .transport_a]] |
		unique)]' c.json)" = \
		'["transport",[["loopback","mailbox"],["virtio","mailbox"]]]' ]
	refused "no series of transport 'smc'" compare --by transport \
		--baseline-transport smc ?[0-9].scmi
}

@test "wrong usage and bad files are errors" {
	make_run a.scmi 25000
	refused "give the files of A, then --" compare
	refused "give the files of A, then --" compare a.scmi
	refused "give the files of A, then --" compare a.scmi --
	refused "give the files of A, then --" compare -- a.scmi
	refused "no such file" compare a.scmi -- b.scmi
	refused "no such file" compare b.scmi -- a.scmi
	refused "only one of --json, --markdown=-" compare -j --markdown=- a.scmi -- a.scmi
	refused "for --by (one of: runs, transport, resource)" compare --by moon a.scmi -- a.scmi
	refused "needs --by transport" compare --baseline-transport x \
		a.scmi -- a.scmi
	refused "needs one set of files" compare --by transport a.scmi -- a.scmi
	refused "no FILE given" compare --by transport
	zcat a.scmi | sed s,profile/2,profile/999, | gzip >future.scmi
	refused "upgrade scmi-perf" compare a.scmi -- future.scmi
	head -c 60 a.scmi >short.scmi
	refused "truncated profile" compare short.scmi -- a.scmi
}

@test "a full disk is an error" {
	make_run a.scmi 25000
	make_run b.scmi 25000
	for format in "" -j --markdown=-; do
		run bash -c '"$SCMI_PERF" compare '"$format"' \
			a.scmi -- b.scmi >/dev/full'
		[ "$status" -eq 1 ]
		[[ $output == *"write standard output: No space left"* ]]
	done
}

@test "one deterministic run a side is enough, and each difference is certain" {
	make_run a.scmi 25000 1000 6 "$DETERMINISTIC"
	make_run b.scmi 25001 1000 6 "$DETERMINISTIC"
	"$SCMI_PERF" compare -j a.scmi -- b.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	[ "$(jq -c '[.differences[] | .deterministic, .verdict, .p] |
		unique' c.json)" = '[null,true,"slower"]' ]
	[ "$(row c.json mean '.difference_ns | floor')" = 1 ]
	[ "$("$SCMI_PERF" compare -j b.scmi b.scmi -- a.scmi a.scmi | jq -c \
		'[.differences[].verdict] | unique')" = '["faster"]' ]
	[ "$("$SCMI_PERF" compare -j a.scmi -- a.scmi | jq -c \
		'[.differences[].verdict] | unique')" = '["equal"]' ]
	run "$SCMI_PERF" compare a.scmi -- b.scmi
	[[ $output == *"B is slower in 4 and faster in 0 of 4 comparisons;"*"deterministic: each is real."* ]]
	[[ $output != *"No difference can be significant"* ]]
	run "$SCMI_PERF" compare --markdown=- a.scmi -- b.scmi
	[[ $output == *"4 of 4 comparisons differ"*"runs are deterministic: B-A is exact"* ]]
	# Unmarked runs, or different runs on a side, are tested statistically.
	make_run c.scmi 25002
	[ "$("$SCMI_PERF" compare -j a.scmi c.scmi -- b.scmi | jq -c \
		'[.differences[].verdict] | unique')" = '["untested"]' ]
	[ "$("$SCMI_PERF" compare -j a.scmi -- a.scmi b.scmi | jq -c \
		'[.differences[].verdict] | unique')" = '["untested"]' ]
}

# A boot that sends one message 20 times more often, and another one not at all.
@test "counts and summed times are compared, also of messages of equal latency" {
	make_run a.scmi 25000 70
	make_run b.scmi 25000 90 6 '.series += [.series[0] | .message = 7]'
	"$SCMI_PERF" compare -j a.scmi -- b.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	[ "$(jq -c '[.differences[] | select(.message == 6) |
		.difference_ns | floor] | unique' c.json)" = "[0]" ]
	[ "$(jq -c '.totals[] | [.message, .total, .a, .b, .difference,
		.verdict] | map(if type == "number" then floor else . end)' \
		c.json)" = '[6,"messages",70,90,20,"untested"]
[6,"time",1750000,2250000,500000,"untested"]
[7,"messages",0,90,90,"untested"]
[7,"time",0,2250000,2250000,"untested"]' ]
	run "$SCMI_PERF" compare a.scmi -- b.scmi
	[[ $output =~ messages\ +70\ +90\ +\+20\ +\+28\.6 ]]
	[[ $output =~ time\ us\ +1750\.0\ +2250\.0\ +\+500\.0\ +\+28\.6 ]]
	[[ $output =~ messages\ +0\ +90\ +\+90\ +- ]]
	"$SCMI_PERF" compare --markdown c.md --html c.html a.scmi -- b.scmi
	grep '^| SENSOR .*READING.* | messages | 70 | 90 | +20 ' c.md
	grep '<th scope="row">messages</th><td>70</td><td>90</td>' c.html
}

@test "a certain difference of counts is in the verdict" {
	make_run a.scmi 25000 70 6 "$DETERMINISTIC"
	make_run b.scmi 25000 90 6 "$DETERMINISTIC"
	run "$SCMI_PERF" compare a.scmi -- b.scmi
	[[ $output =~ messages\ .*\+28\.6\ .*\ more ]]
	[[ $output =~ time\ us\ .*\+28\.6\ .*\ more ]]
	[[ $(head -n 2 <<<"$output" | xargs) == *"B sends more of 1 and less of 0 of 1 message."* ]]
	run "$SCMI_PERF" compare b.scmi -- a.scmi
	[[ $output =~ messages\ .*-22\.2\ .*\ less ]]
	run "$SCMI_PERF" compare a.scmi -- a.scmi
	[[ $output != *"B sends"* ]]
	# With enough runs it is significant, in a family of tests of its own.
	for i in 0 1 2 3 4 5; do
		make_run c$i.scmi $((25000 + i)) $((70 + i))
		make_run d$i.scmi $((25000 + i)) $((90 + i))
	done
	"$SCMI_PERF" compare -j c?.scmi -- d?.scmi >c.json
	[ "$(jq -c '[.tests, .total_tests, (.totals[] | .verdict,
		(.p_holm * 924 + 0.5 | floor))]' c.json)" = \
		'[3,2,"more",4,"more",4]' ]
}

# Timeouts are time, too; counts of any size fit.
@test "totals include timeouts and fit 80 columns" {
	filter=".series[0].counters += {begun: 1003, timed_out: 3} |
		.series[0].phases.timeout = {count: 3, sum_ns: 90000000,
			min_ns: 30000000, max_ns: 30000000,
			buckets: [[$(bucket 30000000), 3]]}"
	make_run a.scmi 25000 1000
	make_run b.scmi 25000 1000 6 "$filter"
	"$SCMI_PERF" compare -j a.scmi -- b.scmi |
		jq -e '.totals[1].difference == 90000000'
	for run in "98765432 99999" "98765432 100000" "98765432 90000000" \
		"99 9999999999"; do
		# shellcheck disable=SC2086
		make_run c0.scmi $run
		make_run c1.scmi 90 4999
		"$SCMI_PERF" compare a.scmi b.scmi -- c?.scmi >text
		grep messages text
		awk 'length > 80 { print; bad = 1 } END { exit bad }' text
	done
}

@test "sides of different sources are compared with a warning, in every format" {
	make_run a.scmi 25000
	make_run b.scmi 26000 1000 6 '.runs[0].source = "tracefs"'
	run -0 --separate-stderr "$SCMI_PERF" compare -j a.scmi -- b.scmi
	[[ $stderr == *"The source of A is bpf, that of B tracefs: "* ]]
	[ "$(jq -c '[.a.sources, .b.sources]' <<<"$output")" = '[["bpf"],["tracefs"]]' ]
	run -0 "$SCMI_PERF" compare -q a.scmi -- b.scmi
	[[ $output == *"The source of A is bpf, that of B tracefs"* ]]
	"$SCMI_PERF" compare -q --markdown=m.md --html=h.html a.scmi -- b.scmi
	grep "The source of A is bpf" m.md
	grep "The source of A is bpf" h.html
	make_run c.scmi 26000 1000 6 '.runs[0].source = "tracefs"'
	run -0 "$SCMI_PERF" compare b.scmi -- c.scmi
	[[ $output != *"The source of"* ]]
}
