# SPDX-License-Identifier: GPL-2.0-only
# Tests history with recordings of known values.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# nights COUNT STEP NS [FILTER]: writes nights/night0.scmi …, a day apart, with labels
# build0 …; from STEP on, transfers take NS ns more, and the jq FILTER applies.
nights() {
	local i ns filter day=86400

	mkdir -p nights
	for ((i = 0; i < $1; i++)); do
		# 25 us with a noise of some hundred ns that has no pattern.
		ns=$((25000 + i * i * 7919 % 601))
		filter=.
		if ((i >= $2)); then
			ns=$((ns + $3))
			filter=${4:-.}
		fi
		make_run "nights/night$i.scmi" $ns 100 6 \
			".runs[0].label = \"build$i\" |
			.runs[0].start_unix_s = $((1767322800 + i * day)) | $filter"
	done
}

@test "the first recording after a change is named, with figures and status 2" {
	nights 30 22 2000
	run -2 "$SCMI_PERF" history nights
	[[ $output == "1 change for the worse, at build22."* ]]
	[[ $output == *"recording 23 of 30, 2026-01-24 03:00 UTC"* ]]
	[[ $output == *"total p50"*" -> "*" us: +"* ]]
	# The same files in another order, and a later start of the same change.
	run -2 "$SCMI_PERF" history nights/night2*.scmi nights/night1*.scmi \
		nights/night[03456789].scmi
	[[ $output == "1 change for the worse, at build22."* ]]
	# Not in the last 7 recordings, but in the last 8.
	run -0 "$SCMI_PERF" history --last 7 nights
	[[ $output == "No change for the worse."* ]]
	run -2 "$SCMI_PERF" history --last 8 nights
	run -0 "$SCMI_PERF" history -P CLOCK --statistic p99 nights/night?.scmi ||
		[ "$status" -eq 3 ]
}

@test "no change, a faster one, and few recordings" {
	nights 30 30 0
	run -0 "$SCMI_PERF" history nights
	[[ $output == "No change for the worse."* ]]
	run -3 "$SCMI_PERF" history nights/night?.scmi
	[[ $output == "No change can be certain: at least 20 recordings"* ]]
	nights 30 15 -2000
	run -0 "$SCMI_PERF" history nights
	[[ $output == "No change for the worse."*"build15: better"* ]]
	# Few after the change: p cannot be small.
	nights 12 9 4000
	run -3 "$SCMI_PERF" history nights/night?.scmi nights/night1[01].scmi
	[[ $output == "1 suspected change for the worse, at build9."* ]]
}

@test "timeouts that begin at a recording are a change" {
	nights 30 24 0 '(.series[0].counters |= (.begun += 2 | .timed_out = 2)) |
		.series[0].anomalies.timeout = 2 |
		.series[0].phases.timeout = {count: 2, sum_ns: 512, min_ns: 256,
			max_ns: 256, buckets: [[256, 2]]}'
	run -2 "$SCMI_PERF" history --statistic p50 nights
	[[ $output == "1 change for the worse, at build24."* ]]
	[[ $output == *"SENSOR_READING_GET: timeouts"*"0.000 -> 1.961 %"* ]]
}

@test "deterministic recordings change with every difference" {
	nights 6 3 1 "$DETERMINISTIC"
	for i in 0 1 2 3 4 5; do
		make_run "nights/night$i.scmi" $((25000 + (i >= 3))) 100 6 \
			"$DETERMINISTIC | .runs[0].start_unix_s = 176732280$i |
			.runs[0].label = \"build$i\""
	done
	run -2 "$SCMI_PERF" history nights
	[[ $output == *"at build3."*"25.000 -> 25.001 us: +0.001"* ]]
	[[ $output == *"total p50: 25.000 us to 25.001 us"* ]]
	"$SCMI_PERF" history -j nights >h.json || [ $? -eq 2 ]
	[ "$(jq -c '.changes[0] | [.recording, .p, .series[0].shift]' h.json)" = \
		'[3,null,1]' ] ||
		[ "$(jq -c '.changes[0] | [.recording, .p, .series[0].shift]' \
			h.json)" = '[3,null,1.0]' ]
}

@test "an accepted change has status 0, and moves the baseline" {
	nights 50 22 2000
	printf '# a wanted one\n\n build22 \n' >accepted
	run -0 "$SCMI_PERF" history --accept accepted nights
	[[ $output == "No change for the worse."*"build22: worse, accepted"* ]]
	# All of them: the change ends the baseline, until it is accepted.
	run -0 "$SCMI_PERF" history --baseline nights
	[ "${#lines[@]}" -eq 22 ]
	"$SCMI_PERF" history --baseline --accept accepted nights >files
	[ "$(wc -l <files)" -eq 28 ]
	[ "$(head -1 files)" = nights/night22.scmi ]
	# A change after it is found, and is not in the baseline.
	for ((i = 45; i < 50; i++)); do
		make_run "nights/night$i.scmi" $((30000 + i * i * 7919 % 601)) \
			100 6 ".runs[0].label = \"build$i\" |
			.runs[0].start_unix_s = $((1767322800 + i * 86400))"
	done
	run -2 "$SCMI_PERF" history --accept accepted nights
	[[ $output == "1 change for the worse, at build45."* ]]
	[ "$("$SCMI_PERF" history --baseline --accept accepted nights | wc -l)" \
		-eq 23 ]
	echo build99 >accepted
	run --separate-stderr -2 "$SCMI_PERF" history --accept accepted nights
	[[ $stderr == *"no recording has the accepted label 'build99'"* ]]
	printf 'a\001b\n' >accepted
	refused "accepted:1: the label has a control character" \
		history --accept accepted nights
	printf 'a\0b\n' >accepted
	refused "read accepted: not a text of at most 1 MiB" \
		history --accept accepted nights
	: >accepted
	run -2 "$SCMI_PERF" history --accept accepted nights
	refused "read missing: No such file" history --accept missing nights
}

@test "recordings without a start time are in the order given, or a warning" {
	nights 30 22 2000 '.runs[0].start_unix_s = 0'
	run --separate-stderr -2 "$SCMI_PERF" history nights
	[[ $stderr == *"8 of 30 recordings have no start time"* ]]
	[[ $output == *"at build22."*"30 recordings, in the order given"* ]]
}

@test "JSON is valid against its schema, and the page has the picture" {
	nights 30 22 2000
	for options in "" "-M SENSOR_READING_GET" "-P CLOCK" "--phase transport"; do
		# shellcheck disable=SC2086
		"$SCMI_PERF" history -j $options nights >h.json || [ $? -ne 1 ]
		"$root/tests/tools/validate_json.py" \
			"$root/docs/history.schema.json" h.json
	done
	"$SCMI_PERF" history -j nights >h.json || [ $? -eq 2 ]
	[ "$(jq -c '[.recordings[22].label, .changes[0].recording, .worse,
		(.series | length), (.series[0].values | length)]' h.json)" = \
		'["build22",22,1,4,30]' ]
	jq '.changes[0].state = "maybe"' h.json >wrong.json
	run -1 "$root/tests/tools/validate_json.py" \
		"$root/docs/history.schema.json" wrong.json
	"$SCMI_PERF" history --html page.html nights || [ $? -eq 2 ]
	[ "$(grep -o '<svg' page.html | wc -l)" -eq 4 ]
	[ "$(grep -o '<circle' page.html | wc -l)" -eq 120 ]
	grep '<title>build22, 2026-01-24 .*: worse, p' page.html
}

@test "blocks in a UTF-8 locale, ASCII in another" {
	nights 30 22 2000
	LC_ALL=C.UTF-8 "$SCMI_PERF" history nights >utf8 || true
	grep '│█' utf8
	LC_ALL=C "$SCMI_PERF" history nights >ascii || true
	grep '|[*#]' ascii
	run ! grep -P '[^\x00-\x7f]' ascii
}

@test "a value beyond the scale has the highest block, or the lowest" {
	nights 30 30 0
	make_run nights/night3.scmi 25000000000 100 6 \
		'.runs[0].label = "build3" | .runs[0].start_unix_s = 1767582000'
	LC_ALL=C "$SCMI_PERF" history nights >text || [ $? -eq 3 ]
	grep -A 1 'total mean: 25' text | grep -E '^    [^#]{3}#'
	# All others are equal.
	for ((i = 0; i < 30; i++)); do
		make_run "nights/night$i.scmi" $((i == 3 ? 99000 : 25000)) 100 6 \
			".runs[0].start_unix_s = $((1767322800 + i * 86400))"
	done
	LC_ALL=C "$SCMI_PERF" history nights >text || [ $? -eq 3 ]
	grep -A 1 'total mean: 25' text | grep -E '^    [^#]{3}#[^#]{26}$'
}

@test "recordings without a latency are inconclusive" {
	nights 20 20 0 .
	for ((i = 0; i < 20; i++)); do
		make_run "nights/night$i.scmi" 1 1 6 \
			".series = [] | .runs[0].start_unix_s = 100$((i + 10))"
	done
	run -3 "$SCMI_PERF" history --html page.html nights
	grep 'class="verdict warn">No message has a latency' page.html
	grep '<summary>20 recordings<' page.html
}

@test "wrong arguments are refused" {
	mkdir empty
	refused "folder empty has no profile" history empty
	refused "no FILE given" history
	refused "invalid value 'p42' for --statistic" history --statistic p42 empty
	refused "--baseline prints the names" history --baseline -j empty
	refused "--baseline prints the names" history --baseline --html page.html empty
	nights 3 3 0
	cp nights/night0.scmi copy.scmi
	refused "are the same recording" history nights copy.scmi
	refused "not written: it is" history --html nights/night0.scmi nights
}

@test "a FIFO in a folder is not waited for" {
	mkdir nights
	mkfifo nights/pipe.scmi
	run -1 timeout 20 "$SCMI_PERF" history nights
	[[ $output == *"folder nights has no profile, a file *.scmi" ]]
}
