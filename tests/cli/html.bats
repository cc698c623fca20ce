# SPDX-License-Identifier: GPL-2.0-only
# Reports in files: a page and pictures. The tests check their contents; only a person
# can check their appearance.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	gzip -n <"$root/tests/data/profile-v2.json" >v2.scmi
	# shellcheck source=tests/cli/pages.bash
	. "$BATS_TEST_DIRNAME/pages.bash"
	pages_begin
}

# with FILTER: applies a jq filter to v2.scmi and writes changed.scmi.
with() {
	zcat v2.scmi | jq -c "$@" | gzip -n >changed.scmi
}

@test "a page contains everything, with all pictures" {
	run --separate-stderr "$SCMI_PERF" report --html v2.html v2.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	page v2.html "5 of 12 transfers failed: 3 timed out, 2 could not be sent" \
		"12 begun = 6 completed (1 with an error status) + 3 timed" \
		"SENSOR_READING_GET" "the reply was in time, but its" \
		"timed out after 101.600 ms" "virtqueue_kick"
	[ "$(headings v2.html 4)" = "Where the time goes
Messages
Distribution of latency
Latency by percentile" ]
	[ "$(grep -c 'prefers-color-scheme' v2.html)" -eq 1 ]
	# No colour is fixed, so that the page's dark style can change all.
	run ! grep -E '(fill|stroke)="(rgb|#|black)' v2.html
}

@test "the title names label, host, kernel and date, or else the log" {
	with '.runs[0] += {label: "rc3", host: "board", kernel: "6.12.1",
		start_unix_s: 1795232700}'
	"$SCMI_PERF" report --html t.html changed.scmi
	page t.html "SCMI transfers: rc3, board, 6.12.1, 2026-11-21 03:45 UTC"
	"$SCMI_PERF" report --html t.html "$root/tests/data/virtio-vhost-user-scp.txt"
	page t.html "SCMI transfers: virtio-vhost-user-scp.txt"
	with '.runs[0].start_unix_s += 5 | .runs[0].duration_ns += 1'
	"$SCMI_PERF" merge -o two.scmi v2.scmi changed.scmi
	"$SCMI_PERF" report --html t.html two.scmi
	page t.html "SCMI transfers: 2 runs"
}

# slow_log: writes a log in which the rarest message takes the most time.
slow_log() {
	python3 "$root/tests/cli/make_log.py" slow >slow.log
}

@test "messages are named in the pictures, by time, with figures and links" {
	slow_log
	"$SCMI_PERF" report --html slow.html slow.log
	page slow.html "60 transfers · p50 5 ms · max 5 ms"
	tr -d '\n' <slow.html | sed 's/&#95;/_/g; s/&#58;/:/g; s/<li>/\n&/g' >rows
	# Two names of each message are links: of its time, and of its latency.
	grep '^<li><a' rows | sed -n '1,6s/.*href="#\([^"]*\)">\([^<]*\).*figure">\([^<]*\).*/\1 \2 \3/p' >times
	[ "$(cut -d ' ' -f 3 times | xargs)" = "VOLTAGE_LEVEL_SET SENSOR_READING_GET PERFORMANCE_LEVEL_SET CLOCK_RATE_SET POWER_STATE_GET RESET" ]
	[ "$(head -n 1 times)" = "s5 VOLTAGE VOLTAGE_LEVEL_SET 300 ms, 50.4 %" ]
	grep '<tbody id="s5">' slow.html >/dev/null
	# Its bar is the longest, and mostly of the time before the reply.
	grep -F '<rect class="transport" x="0.00%" y="0" width="99.90%" height="18"><title>transport: 299.7 ms, 99.9 %</title>' rows >/dev/null
	grep -F 'aria-label="transport 99.9 %, wakeup 0.1 %"' rows >/dev/null
	# Its latencies are in one bin, which has their number.
	grep -E '<title>[0-9.]+ ms to [0-9.]+ ms: 60 transfers, 100.0 %' rows
}

@test "a page does not grow with the time series" {
	for n in 100 500; do
		python3 "$root/tests/cli/make_timeline.py" 12 $n | gzip -n >$n.scmi
		"$SCMI_PERF" report --html $n.html $n.scmi
		page $n.html "These 8 of 12 messages took the most time"
		[ "$(stat -c %s $n.html)" -lt 600000 ]
	done
}

@test "the time series of each message is drawn on a clock, or in the time of the log" {
	python3 "$root/tests/cli/make_timeline.py" 3 90 | gzip -n >t.scmi
	"$SCMI_PERF" report --html t.html t.scmi
	page t.html "Times are UTC, of 2026-11-21" 03:45:00 03:45:30 03:46:30 \
		"89 to 90 s: 4 started · p50 522.2 us · max 524.3 us · 1 anomaly"
	[ "$(grep -c 'class="anomaly"' t.html)" -eq 1 ]
	# The second minute starts in the middle.
	zcat t.scmi | jq -c '.runs[0].start_unix_s += 50' | gzip -n >later.scmi
	"$SCMI_PERF" report --html later.html later.scmi
	page later.html 03:46:00 03:47:00
	run ! grep '>03&#58;45&#58;50<' later.html
	# Of a month, all of the axis has dates, six days apart.
	zcat t.scmi | jq -c '.interval_ns *= 28800 | .runs[0].duration_ns *= 28800 |
		.intervals[].end_ns *= 28800' | gzip -n >month.scmi
	"$SCMI_PERF" report --html month.html month.scmi
	page month.html 11-27 12-21
	run ! grep '>11&#45;28<' month.html
	slow_log
	"$SCMI_PERF" import -q --interval 1s -o log.scmi slow.log
	"$SCMI_PERF" report --html log.html log.scmi
	page log.html "Times are in s, as in the log" 7010 7020
	zcat t.scmi | jq -c '.runs[0].start_unix_s = 0' | gzip -n >none.scmi
	"$SCMI_PERF" report --html none.html none.scmi
	page none.html "Times are since the start of the recording" "40 s"
}

@test "the page has the figures of the JSON" {
	"$SCMI_PERF" report --html - v2.scmi >v2.html
	page v2.html
	"$SCMI_PERF" report -j v2.scmi |
		jq -r '.series[] | select(.phase == "total") |
			"<tr class=\"total\"><th>total</th><td>\(.count)</td>"' \
			>rows
	[ -s rows ]
	sed -i 's/<th>/<th scope="row">/' rows
	while read -r row; do
		grep -qF "$row" v2.html
	done <rows
	[ "$(grep -c 'class="total"' v2.html)" -eq "$(wc -l <rows)" ]
}

@test "a page's verdict: good, losses, or no transfers" {
	"$SCMI_PERF" import -q "$root/tests/data/virtio-vhost-user-scp.txt" \
		-o good.scmi
	"$SCMI_PERF" report --html good.html good.scmi
	page good.html "Nothing was lost, no transfer timed out"
	with '.lost.key_table = 7'
	"$SCMI_PERF" report --html lossy.html changed.scmi
	page lossy.html "Some events were not measured" "7 lost (key_table): record fewer messages"
	with '.series = [] | .events = []'
	run --separate-stderr "$SCMI_PERF" report --html none.html changed.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	page none.html "No SCMI transfer was seen"
	run --separate-stderr "$SCMI_PERF" report --svg no changed.scmi
	[ "$status" -eq 1 ]
	[[ $stderr == *"there is nothing to draw"* ]]
	[ ! -e no ]
}

@test "a transfer of 0 ns is drawn" {
	printf ' a-1 [000] ..... 1.000000: scmi_xfer_%s\n' \
		'begin: pt=15 msg_id=06 seq=0001 transfer_id=1 poll=0' \
		'end: pt=15 msg_id=06 seq=0001 transfer_id=1 s=0' >log
	"$SCMI_PERF" import -q log -o none.scmi
	[ "$("$SCMI_PERF" report -j none.scmi | jq '[.series[] |
		select(.phase == "total")][0].min_ns')" = 0 ]
	run --separate-stderr "$SCMI_PERF" report --html none.html --svg svg \
		none.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	page none.html
	page svg/percentiles.svg
	run --separate-stderr "$SCMI_PERF" compare --html c.html \
		none.scmi -- v2.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *"warning: The source of A is ftrace, that of B bpf: "* ]]
	page c.html
	# There is no time to split into phases.
	[ "$(headings none.html 3 | xargs)" = "Distribution of latency Latency by percentile Callers by task" ]
	page c.html "Where the time goes" "1 transfer · p50 0 ns · max 0 ns"
}

# hostile STRING SHOWN: puts it into every string of a profile.
hostile() {
	with --arg s "$1" '.runs[0] += {host: $s, command: $s, kernel: $s,
		arch: $s, tool: $s} |
		.runs[0].hooks += [{name: $s, how: ("x" + $s)}] |
		.events[].comm = ($s | .[0:15])'
	"$SCMI_PERF" report --html hostile.html --svg svg --png png \
		--pdf hostile.pdf changed.scmi
	page hostile.html "$2"
	[ "$(grep -o "<h[123]>" hostile.html | wc -l)" -eq \
		"$(grep -o "</h[123]>" hostile.html | wc -l)" ]
	[ ! -e "$BATS_TEST_TMPDIR/pwned" ]
}

@test "hostile strings: quotes" {
	hostile "'\"><b onclick=\"x" "'\"><b onclick=\"x"
}

@test "hostile strings: a script" {
	hostile '</dd><script>alert(1)</script>&lt;' \
		'</dd><script>alert(1)</script>&lt;'
	run ! grep -q '<script' hostile.html
}

@test "hostile strings: new lines and control characters" {
	hostile $'a\n</body>\r\e[2Jb' 'a\x0a</body>\x0d\x1b[2Jb'
	LC_ALL=C run ! grep -q $'[\e\r]' hostile.html
}

@test "hostile strings: commands of gnuplot" {
	hostile "\`touch pwned\`\"; system('touch $PWD/pwned'); {/=99 x} @y" \
		"\`touch pwned\`\"; system('touch $PWD/pwned'); {/=99 x} @y"
	find . -name pwned | run ! grep .
}

@test "hostile names of files and folders" {
	name=$'"<script>`touch pwned`\n|touch pwned'
	cp v2.scmi "$name.scmi"
	mkdir "$name"
	TMPDIR=$PWD/$name "$SCMI_PERF" report --html "$name.html" \
		--svg "$name.svg" --pdf "$name.pdf" "./$name.scmi"
	[ -z "$(ls "$name")" ]
	page "$name.html"
	page "$name.svg/latency.svg"
	[ "$(head -c 5 "$name.pdf")" = %PDF- ]
	[ ! -e pwned ]
	run --separate-stderr "$SCMI_PERF" report --html "$name/no/x" v2.scmi
	[ "$status" -eq 1 ]
	[[ $stderr == *'write "<script>`touch pwned`\x0a|'* ]]
}

@test "pictures are written as separate files" {
	run --separate-stderr "$SCMI_PERF" report --svg svg --png png \
		--pdf v2.pdf v2.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	for name in latency percentiles phases; do
		page svg/$name.svg
		xmllint --noout svg/$name.svg
		[ "$(head -c 4 png/$name.png | tail -c 3)" = PNG ]
	done
	page svg/latency.svg "SENSOR SENSOR_READING_GET" \
		"CLOCK CLOCK_RATE_SET, virtio"
	page svg/phases.svg "CLOCK CLOCK_RATE_SET, virtio" doorbell service
	# Pictures are as wide as a slide.
	for name in latency percentiles phases; do
		head -n 1 svg/$name.svg | grep 'viewBox="0 0 960 540"'
		[ "$(od -A n -t u1 -j 16 -N 8 png/$name.png | xargs)" = "0 0 7 128 0 0 4 56" ]
	done
	# Each message has a panel; colours are those of phases, so all curves are dark.
	page svg/percentiles.svg "SENSOR SENSOR_READING_GET" "CLOCK CLOCK_RATE_SET, virtio"
	[ "$(grep -o 'stroke="var(--c[0-9a-f]*' svg/percentiles.svg | sort -u | wc -l)" -eq 3 ]
	[ "$(head -c 5 v2.pdf)" = %PDF- ]
	# Existing files are replaced.
	"$SCMI_PERF" report --svg svg v2.scmi
}

@test "a curve and a bar show the measured values" {
	. "$BATS_TEST_DIRNAME/runs.bash"
	make_run a.scmi 25000
	"$SCMI_PERF" report --svg svg a.scmi
	# A log has only totals, so the bar has one piece. It took 1000 times 25 us.
	page svg/phases.svg "SENSOR SENSOR_READING_GET" 25 unsplit
	page svg/latency.svg "SENSOR SENSOR_READING_GET" 25
	page svg/percentiles.svg 99.9
}

# intervals TIMES: a recording with two intervals, its samples multiplied.
intervals() {
	jq -c --argjson n "$1" 'def more: map_values(. * $n);
		def samples: .count *= $n | .sum_ns *= $n |
			.buckets |= map([.[0], .[1] * $n]);
		(.series[], .intervals[].deltas[]) |=
			(.counters |= more | .anomalies |= more |
			.phases |= map_values(samples))' \
		"$root/tests/data/profile-intervals.json" | gzip -n >intervals.scmi
}

# block FILE TITLE: prints the data under this title.
block() {
	awk -v title="\"$2\"" '
		/^"/ { on = $0 == title; next }
		on && NF { print }' "$1"
}

@test "a time series has a picture: heat map, percentiles, rate, anomalies" {
	intervals 200
	drawn "$SCMI_PERF" report --svg svg --png png --html i.html \
		intervals.scmi
	page svg/timeline.svg p50 p99 anomalies "per s" "time [ms]" 40000
	xmllint --noout svg/timeline.svg
	[ "$(head -c 4 png/timeline.png | tail -c 3)" = PNG ]
	page i.html "Latency over time" "a larger share of the transfers"
	# 200 transfers in the first 10 ms, 400 and late replies in the next.
	[ "$(block data/timeline.dat rate)" = "$(printf '%s\n' "0 20000" \
		"0.01 20000" "0.01 40000.004" "0.019999999 40000.004")" ]
	[ "$(block data/timeline.dat anomalies)" = \
		"$(printf '%s\n' "0.005 0" "0.0149999995 46000.0046")" ]
	# The first transfers took 1 us, the next ones 3 us.
	for line in p50 p99; do
		[ "$(block data/timeline.dat $line)" = "$(printf '%s\n' \
			"0 1.003" "0.01 1.003" "0.01 3.007" \
			"0.019999999 3.007")" ]
	done
	block data/timeline.dat cells | awk '
		$1 == 0 && $3 <= 1 && 1.003 <= $4 && $5 == 12 { first++ }
		$1 == 0.01 && $3 <= 3 && 3.007 <= $4 && $5 == 12 { second++ }
		END { exit NR != 2 || first != 1 || second != 1 }'
}

@test "missing percentiles and anomalies of a time series are not drawn" {
	intervals 1
	run --separate-stderr drawn "$SCMI_PERF" report --svg svg --pdf i.pdf \
		intervals.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	page svg/timeline.svg p50
	run "$root/tests/tools/check_html.py" svg/timeline.svg p99
	[ "$status" -eq 1 ]
	# No transfer ended in the first interval.
	zcat intervals.scmi | jq -c '.series[0].phases = {} |
		.series[0].counters += {begun: 1, completed: 0, in_flight: 1} |
		.intervals[0].deltas[0] |= (.phases = {} | .counters = {begun: 1}) |
		del(.intervals[1].deltas[0])' | gzip -n >quiet.scmi
	run --separate-stderr drawn "$SCMI_PERF" report --svg quiet quiet.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	[ "$(block data/timeline.dat p50)" = \
		"$(printf '%s\n' "0.01 3.007" "0.019999999 3.007")" ]
	# Without an anomaly, gnuplot must not warn.
	zcat intervals.scmi | jq -c '(.series[], .intervals[].deltas[]) |=
		(.anomalies = {})' | gzip -n >good.scmi
	run --separate-stderr "$SCMI_PERF" report --svg good good.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	page good/timeline.svg p50
	# Without a time series, timeline.svg is missing.
	"$SCMI_PERF" report --svg none v2.scmi
	[ ! -e none/timeline.svg ]
}

@test "a page needs no gnuplot, but --svg, --png and --pdf do" {
	run --separate-stderr env PATH=/nowhere "$SCMI_PERF" report \
		--html v2.html v2.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	"$SCMI_PERF" report --html - v2.scmi | cmp - v2.html
	for format in svg png pdf; do
		run --separate-stderr env PATH=/nowhere "$SCMI_PERF" \
			report --$format no v2.scmi
		[ "$status" -eq 1 ]
		[[ $stderr == *"gnuplot: not found"* ]]
		[ ! -e no ]
	done
}

@test "gnuplot never executes a template beside the program" {
	mkdir -p copy/bin copy/reports/pictures share/scmi-perf
	cp "$SCMI_PERF" copy/bin/scmi-perf
	echo 'system("touch '"$PWD"'/executed"); exit' >copy/reports/pictures.gp
	cp copy/reports/pictures.gp copy/reports/pictures
	for name in pictures style tics; do
		cp copy/reports/pictures.gp $name.gp
	done
	run --separate-stderr copy/bin/scmi-perf report --svg svg v2.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	[ ! -e executed ]
	page svg/latency.svg
}

@test "the time for a page does not grow with the square of the series" {
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	make_run many.scmi 1 1 6 '.series[0] as $s | .series = [range(46000) as $i |
		$s | .channel = ($i / 256 | floor) | .message = $i % 256]'
	run --separate-stderr bash -c 'ulimit -t 8 && PATH=/nowhere exec "$@"' \
		limit "$SCMI_PERF" report --html many.html many.scmi
	[ "$status" -eq 0 ]
	[ "$(grep -c 'class="total"' many.html)" -eq 46000 ]
}

@test "the checker finds errors" {
	"$SCMI_PERF" report --html v2.html v2.scmi
	for wrong in '<script>x</script>' '<p onclick="x">y</p>' \
		'<img src="x">' '<p style="background:url(x)">y</p>' '<p>' \
		'</p>' '<table><caption>x</caption><tr><td>1</td></tr><tr></tr></table>' \
		'<table><tr><td>1</td></tr></table>' \
		'<table><caption>x</caption><tr><th>1</th></tr></table>' \
		'<a href="#nowhere">x</a>' '<a href="http://x/">x</a>' '<a href="#s0"></a>' \
		'<p id="s0">x</p>' '<svg></svg>' '<svg role="img" aria-label=" "></svg>' \
		'<div tabindex="0">x</div>' '<h1>x</h1>'; do
		sed "s|<h2>Environment|${wrong//&/\\&}&|" v2.html >wrong.html
		run "$root/tests/tools/check_html.py" wrong.html
		[ "$status" -eq 1 ]
	done
	for wrong in 's| lang="en"||' 's|<h1>SCMI|<h1>Other|' 's|<title>.*</title>||' \
		's|</style>|a{color:#123456}&|'; do
		sed "$wrong" v2.html >wrong.html
		run "$root/tests/tools/check_html.py" wrong.html
		[ "$status" -eq 1 ]
	done
	run "$root/tests/tools/check_html.py" v2.html "not in it"
	[ "$status" -eq 1 ]
}

@test "texts and pictures have enough contrast, light and dark" {
	"$SCMI_PERF" report --html v2.html v2.scmi
	"$root/tests/tools/check_contrast.py" v2.html
	for wrong in 's/--soft:#[0-9a-f]*/--soft:#808080/' 's/--wakeup:#[0-9a-f]*/--wakeup:#e0c0ff/' \
		's/--driver:#[0-9a-f]*/--driver:#909090/2' 's/--line:/--lines:/' \
		's/--submit:#[0-9a-f]*;/&--another:#000000;/'; do
		tr -d '\n' <v2.html | sed "$wrong" >wrong.html
		run ! "$root/tests/tools/check_contrast.py" wrong.html
		[[ $output == "wrong.html, "* ]]
	done
}

@test "wrong usage and full disks are errors" {
	run --separate-stderr "$SCMI_PERF" report -j --html - v2.scmi
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"both write to standard output"* ]]
	run --separate-stderr "$SCMI_PERF" report --html /dev/full v2.scmi
	[ "$status" -eq 1 ]
	[[ $stderr == *"write /dev/full: No space left"* ]]
	run --separate-stderr "$SCMI_PERF" report --svg v2.scmi v2.scmi
	[ "$status" -eq 1 ]
	[[ $stderr == *"write v2.scmi/latency.svg: Not a directory"* ]]
}
