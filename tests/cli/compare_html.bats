# SPDX-License-Identifier: GPL-2.0-only
# Tests compare's pages and pictures.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	# shellcheck source=tests/cli/pages.bash
	. "$BATS_TEST_DIRNAME/pages.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	pages_begin
}

# Makes runs of two messages. The second one differs.
make_sides() {
	local more='.series += [.series[0] | .message = 7]'

	make_runs a 25000 100 6 "$more"
	make_runs b 25000 100 6 "$more |
		.series[1].phases.total |= (.min_ns = 50176 | .max_ns = 50176 |
			.sum_ns = 50176000 | .buckets = [[1220, 1000]])"
}

@test "a page has verdict, overlays, table and environment" {
	make_sides
	run --separate-stderr "$SCMI_PERF" compare --html c.html a*.scmi -- b*.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	page c.html "B is slower in 4 and faster in 0 of 8 comparisons" \
		"6 runs: 12000 begun = 12000 completed" "a5.scmi" "b0.scmi" \
		"SCMI transfers, A: a0.scmi and 5 more; B: b0.scmi and 5 more" \
		"of all runs of a side together"
	[ "$(headings c.html 5)" = "Differences
Changed
Where the time goes
Distribution of latency
Latency by percentile" ]
	# The text has the same figures.
	"$SCMI_PERF" compare a*.scmi -- b*.scmi | awk '/^  total/ {
		printf "<th scope=\"row\">%s %s</th>", $1, $2
		for (i = 3; i <= 10; i++)
			printf "<td>%s</td>", $i
		printf "<td class=\"%s\">%s</td>\n", $11, $11 }' |
		sed 's/<\./\&#60;./' >rows
	[ "$(wc -l <rows)" -eq 8 ]
	while read -r row; do
		grep -qF "$row" c.html
	done <rows
}

@test "overlays show both sides of each message" {
	make_sides
	drawn "$SCMI_PERF" compare --svg svg --png png --pdf c.pdf \
		a*.scmi -- b*.scmi
	for name in latency percentiles phases; do
		xmllint --noout svg/$name.svg
		[ "$(head -c 4 png/$name.png | tail -c 3)" = PNG ]
	done
	page svg/latency.svg "SENSOR SENSOR_READING_GET: A" \
		"SENSOR SENSOR_AXIS_DESCRIPTION_GET: B"
	page svg/phases.svg A B "SENSOR SENSOR_READING_GET"
	[ "$(head -c 5 c.pdf)" = %PDF- ]
	[ ! -e svg/timeline.svg ]
	# Each curve ends at the slowest transfer: its latency in us, row, colour.
	[ "$(awk '/^"/ { title = $0 } NF == 4 { end[title] = $2 " " $3 " " $4 }
		END { for (t in end) print t, end[t] }' data/percentiles.dat |
		sort)" = "$(sort <<-'END'
		"SENSOR SENSOR_AXIS_DESCRIPTION_GET: A" 25.5 1 1
		"SENSOR SENSOR_AXIS_DESCRIPTION_GET: B" 50.176 1 2
		"SENSOR SENSOR_READING_GET: A" 25.5 2 1
		"SENSOR SENSOR_READING_GET: B" 25.5 2 2
	END
	)" ]
	# Each bar ends at the mean of all runs.
	[ "$(awk '{ print $1, $NF }' data/phases.dat)" = "$(cat <<-'END'
		"A" 25.25
		"B" 50.176
		"A" 25.25
		"B" 25.25
	END
	)" ]
}

# forest FILE: prints name, class of the point, its position and the text of each row.
forest() {
	tr -d '\n' <"$1" | sed 's/<h2>/\n/g' | grep '^Differences' | sed 's/<li[ >]/\n&/g' |
		sed -n 's/.*href="#\([^"]*\)">\([^<]*\).*<circle class="\([a-z]*\)" cx="\([^"]*\)%".*figure">\([^<]*\).*/\1 \2: \3 \4 \5/p' |
		sed 's/&#43;/+/g; s/&#40;/(/g; s/&#41;/)/g'
}

@test "shifts are drawn by effect, with intervals, and lead to their rows" {
	make_sides
	"$SCMI_PERF" compare --html c.html a*.scmi -- b*.scmi
	forest c.html >drawn
	cat drawn
	[ "$(wc -l <drawn)" -eq 8 ]
	# The message that differs is first, at the right end of the axis.
	[[ "$(head -n 1 drawn)" =~ ^(d[0-9]+)\ total\ p50:\ slower\ ([0-9.]+)\ \+24.93\ us\ \(\+[0-9.]+\ %\)\ slower$ ]]
	grep "<tr class=\"total\" id=\"${BASH_REMATCH[1]}\"><th scope=\"row\">total p50</th>.*slower" c.html
	awk -v x="${BASH_REMATCH[2]}" 'BEGIN { exit !(x > 90 && x < 100) }'
	# That which does not is at the line of A, in another colour.
	line=$(grep -o '<line class="zero" x1="[0-9.]*' c.html | head -n 1 | grep -o '[0-9.]*$')
	[ "$(grep -c ": same $line +0" drawn)" -eq 4 ]
	# An interval is a line from its low to its high end.
	tr -d '\n' <c.html | grep '<title>A 25.250, B 50.176, B-A +24.93 us (+24.68 to +25.18) p = 0.0173</title><rect class="hit"[^>]*></rect><rect class="slower" x="95.99%" y="8" width="1.34%"' >/dev/null
}

@test "with many messages, only the shifts of those that changed are drawn" {
	local more='.series = [range(7) as $i | .series[0] | .message = $i]'

	make_run a.scmi 25000 1000 6 "$DETERMINISTIC | $more"
	zcat a.scmi | jq -c --argjson bucket "$(bucket 20000)" '.series[5].phases.total |= (.sum_ns = 20000000 |
		.min_ns = 20000 | .max_ns = 20000 | .buckets = [[$bucket, 1000]])' |
		gzip -n >b.scmi
	"$SCMI_PERF" compare --html c.html a.scmi -- b.scmi
	[ "$(forest c.html | cut -d ' ' -f 2-4 | xargs)" = \
		"total p50: faster total p90: faster total p99: faster total mean: faster" ]
	# Without a change there are totals.
	zcat a.scmi | jq -c '.runs[0].start_unix_s = 5' | gzip -n >same.scmi
	"$SCMI_PERF" compare --html c.html a.scmi -- same.scmi
	[ "$(forest c.html | grep -c 'total p[0-9]*: same')" -eq 18 ]
	page c.html "These are 24 of 28 totals"
}

@test "a side is named by its label, its kernel if that differs, or its file" {
	local i=0

	for name in a b; do
		make_run $name.scmi 2500$((++i)) 1000 6 ".runs[0] += {kernel: \"6.$name\", host: \"board\",
			start_unix_s: $((1795232700 + i))}"
		zcat $name.scmi | jq -c ".runs[0].label = \"rc$name\"" | gzip -n >labelled-$name.scmi
	done
	"$SCMI_PERF" compare --html c.html a.scmi -- b.scmi
	page c.html "SCMI transfers, A: 6.a; B: 6.b" "board - 6.a - 2026-11-21 03:45 UTC"
	"$SCMI_PERF" compare --html c.html labelled-a.scmi -- labelled-b.scmi
	page c.html "SCMI transfers, A: rca; B: rcb" "rcb - board - 6.b - 2026-11-21 03:45 UTC"
	# An equal label would name neither.
	zcat labelled-b.scmi | jq -c '.runs[0].label = "rca"' | gzip -n >equal.scmi
	"$SCMI_PERF" compare --html c.html labelled-a.scmi -- equal.scmi
	page c.html "SCMI transfers, A: 6.a; B: 6.b"
	zcat a.scmi | jq -c '.runs[0].start_unix_s += 5' | gzip -n >again.scmi
	"$SCMI_PERF" compare --html c.html a.scmi -- again.scmi
	page c.html "SCMI transfers, A: a.scmi; B: again.scmi"
}

@test "differences are drawn first, and the page states how many are missing" {
	for i in 0 1; do
		make_run "a$i.scmi" 25000 1000 6 "$DETERMINISTIC |
			.series = [range(6) as \$i | .series[0] | .message = \$i]"
	done
	zcat a1.scmi | jq -c --argjson bucket "$(bucket 20000)" '.series[5].phases.total |= (.sum_ns = 20000000 |
		.min_ns = 20000 | .max_ns = 20000 | .buckets = [[$bucket, 1000]])' |
		gzip -n >b.scmi
	drawn "$SCMI_PERF" compare --html c.html --svg svg a0.scmi -- b.scmi
	page c.html "These 4 of 6 messages differ, or took the most time" \
		"faster in 4 of 24 comparisons; deterministic: each is real"
	[ "$(grep -c '^"' data/latency.dat)" -eq 8 ]
	# The different one is drawn, although it took the least time.
	grep -q "^[.e+0-9]* 20 1 2$" data/percentiles.dat
}

# drawn_messages ARG...: prints the messages that compare draws, each once.
drawn_messages() {
	drawn "$SCMI_PERF" compare --svg svg "$@"
	sed -n 's/^"SENSOR \(.*\):.*/\1/p' data/latency.dat | sort -u
}

@test "a message with a difference in one phase is drawn" {
	# Five messages; the fifth takes the least time, and differs in service.
	make_run a.scmi 25000 1000 6 "$DETERMINISTIC |
		.series = [range(5) as \$i | .series[0] | .message = \$i] |
		.series[4] |= (.phases.total |= (.count = 500 |
			.sum_ns = 12500000 | .buckets[0][1] = 500) |
			.counters |= (.begun = 500 | .completed = 500) |
			.phases.service = .phases.total)"
	zcat a.scmi | jq -c --argjson bucket "$(bucket 20000)" '
		.series[4].phases.service |= (.sum_ns = 10000000 |
			.min_ns = 20000 | .max_ns = 20000 |
			.buckets[0][0] = $bucket)' | gzip -n >b.scmi
	cp a.scmi same.scmi
	drawn_messages a.scmi -- same.scmi >equal
	[ "$(wc -l <equal)" -eq 4 ]
	run ! grep SENSOR_TRIP_POINT_NOTIFY equal
	drawn_messages a.scmi -- b.scmi >differs
	[ "$(wc -l <differs)" -eq 4 ]
	grep -qx SENSOR_TRIP_POINT_NOTIFY differs
}

@test "a comparison of transports counts the baseline's time once" {
	# Each message takes 70 us in total, the fifth 62: it is left out.
	transport() {
		make_run "$1.scmi" "$2" 1000 6 ".series[0].transport = \"$1\" |
			.series = [range(5) as \$i | .series[0] |
				.message = \$i] | .series[4].phases.total |=
			(.sum_ns = $3 * .count | .min_ns = $3 | .max_ns = $3 |
				.buckets[0][0] = $(bucket "$3"))"
	}
	transport loopback 10000 30000
	transport virtio 30000 16000
	transport mailbox 30000 16000
	drawn_messages --by transport --baseline-transport loopback \
		loopback.scmi virtio.scmi mailbox.scmi >messages
	[ "$(wc -l <messages)" -eq 4 ]
	run ! grep SENSOR_TRIP_POINT_NOTIFY messages
}

@test "transports are drawn over each other" {
	drawn "$SCMI_PERF" compare --by transport --baseline-transport loopback \
		--html t.html --svg svg "$root"/tests/baseline/*.scmi
	page t.html "The others are slower than loopback in" \
		"virtio (B), against loopback (A)"
	page svg/percentiles.svg "SENSOR SENSOR_READING_GET: loopback" \
		"SENSOR SENSOR_READING_GET: ref-virtio" \
		"SENSOR SENSOR_READING_GET: virtio" \
		"SENSOR SENSOR_READING_GET: mailbox"
	# Each transport has a mean and a colour.
	[ "$(wc -l <data/phases.dat)" -eq 4 ]
	[ "$(awk 'NF == 4 && !/^"/ { print $3, $4 }' data/latency.dat |
		sort -u)" = "$(printf '1 %d\n' 1 2 3 4)" ]
}

@test "a page reports losses, too few runs, and sides without a common message" {
	make_run a.scmi 25000
	make_run b.scmi 26000 1000 6 '.lost.key_table = 7'
	"$SCMI_PERF" compare --html c.html a.scmi -- b.scmi
	page c.html "Some events were not measured" "B is incomplete: 7 lost (key_table)" \
		"No difference can be significant: a side has one run only."
	make_run b.scmi 26000 1000 6 '.unparsed_lines = 3'
	"$SCMI_PERF" compare --html c.html a.scmi -- b.scmi
	page c.html "Some events were not measured" \
		"B is incomplete: 3 lines of logs could not be parsed"
	make_run other.scmi 25000 1000 7
	run --separate-stderr "$SCMI_PERF" compare --html c.html \
		a.scmi -- other.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	page c.html "the sides have no latency in common"
	make_run empty.scmi 1 1 6 '.series = []'
	"$SCMI_PERF" compare --html c.html empty.scmi -- empty.scmi
	page c.html "the sides have no latency in common"
	refused "there is nothing to draw" compare --svg no a.scmi -- other.scmi
	[ ! -e no ]
}

@test "a merged file has one row for all its runs" {
	environment() {
		echo ".runs[0] += {kernel: \"$1\", host: \"board\",
			duration_ns: $2}"
	}
	make_run a.scmi 25000 1000 6 "$(environment 6.12 1000000000)"
	make_run b.scmi 25000 1000 6 "$(environment 6.13 2500000000)"
	"$SCMI_PERF" merge -o ab.scmi a.scmi b.scmi
	make_run c.scmi 25000 1000 6 "$(environment 6.12 1000000000)"
	"$SCMI_PERF" compare --html c.html ab.scmi -- c.scmi
	tr -d '\n' <c.html | sed 's/<tr>/\n&/g' >rows
	grep -q 'ab.scmi</td><td class="string">several</td><td class="string">-</td><td class="string">board</td><td>3.500</td><td>2000</td>' rows
	grep -q '>c.scmi</td><td class="string">6.12</td><td class="string">-</td><td class="string">board</td><td>1.000</td><td>1000</td>' rows
}

@test "the page needs no gnuplot, but --pdf does" {
	make_sides
	run --separate-stderr env PATH=/nowhere "$SCMI_PERF" compare \
		--html c.html a*.scmi -- b*.scmi
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	page c.html "B is slower in 4" "Latency by percentile"
	run --separate-stderr env PATH=/nowhere "$SCMI_PERF" compare \
		--pdf no.pdf a*.scmi -- b*.scmi
	[ "$status" -eq 1 ]
	[ ! -e no.pdf ]
}

@test "hostile strings and file names are only shown" {
	name=$'"><script>`touch pwned`\n{=99 x}'
	make_run b.scmi 25000
	make_run "$name.scmi" 25000 1000 6 "$(cat <<-'END'
		.runs[0] += {kernel: "</td><script>alert(1)</script>",
			host: "'\"><b onclick=\"x", arch: "`touch pwned`"}
	END
	)"
	"$SCMI_PERF" compare --html "$name.html" --svg "$name" \
		"$name.scmi" -- b.scmi
	page "$name.html" "</td><script>alert(1)</script>" "'\"><b onclick=" \
		'<script>`touch pwned`\x0a{=99 x}.scmi'
	run ! grep -q '<script' "$name.html"
	page "$name/latency.svg"
	find . -name pwned | run ! grep .
}

@test "text is printed in addition to files only on request" {
	make_sides
	"$SCMI_PERF" compare -j --html c.html a*.scmi -- b*.scmi >c.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" c.json
	page c.html
	run "$SCMI_PERF" compare --markdown=- --html c.html a*.scmi -- b*.scmi
	[[ $output == "### SCMI latency"* ]]
	"$SCMI_PERF" compare --html - a*.scmi -- b*.scmi >c.html
	page c.html
	refused "--json and --html - both write to standard output" \
		compare -j --html - a*.scmi -- b*.scmi
	refused "--markdown - and --html - both" \
		compare --markdown - --html - a*.scmi -- b*.scmi
	refused "write /dev/full: No space left" compare --html /dev/full \
		a0.scmi -- b0.scmi
}
