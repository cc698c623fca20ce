# SPDX-License-Identifier: GPL-2.0-only
# With four times as many series, a command takes about four times as long, not the
# square of it. Only processor time counts, and only its ratio. SCMI_PERF is the program
# under test.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "${BATS_FILE_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
	for side in a b; do
		for n in 5000 20000; do many "$side$n.scmi" "$n"; done
	done
	printf '[* * total]\nmax-regression = 3%%\n' >limits.ini
}

setup() {
	cd "${BATS_FILE_TMPDIR:?}" || return
}

# many FILE N: writes a run with N series.
many() {
	make_run "$1" 1 1 6 ".series[0] as \$s | .series = [range($2) as \$i |
		\$s | .channel = (\$i / 256 | floor) | .message = \$i % 256]"
}

# ms COMMAND...: prints the processor time in the program in ms.
ms() {
	local TIMEFORMAT=%3U seconds

	seconds=$({ time PATH=/nowhere "$@" >out 2>err; } 2>&1) || [ $? -ne 1 ]
	echo $((10#${seconds/./}))
}

# linear ARG...: checks the growth; Q in the arguments is the number of series.
linear() {
	local few many

	few=$(ms "$SCMI_PERF" "${@//Q/5000}")
	many=$(ms "$SCMI_PERF" "${@//Q/20000}")
	echo "$*: $few ms, then $many ms"
	[ "$few" -gt 0 ]
	[ "$many" -lt $((8 * few)) ]
}

@test "the time for a comparison does not grow with the square of the series" {
	linear compare aQ.scmi -- bQ.scmi
	linear compare -j aQ.scmi -- bQ.scmi
	linear compare --markdown page.md aQ.scmi -- bQ.scmi
	linear compare --html page.html aQ.scmi -- bQ.scmi
	grep -q '<html' page.html
}

@test "nor the time for a verdict, a merge or limits" {
	linear check aQ.scmi --limits limits.ini --baseline bQ.scmi
	linear check aQ.scmi --limits limits.ini --baseline bQ.scmi --junit junit.xml
	linear check aQ.scmi --limits limits.ini --baseline bQ.scmi --markdown page.md
	linear history aQ.scmi bQ.scmi
	linear merge -q aQ.scmi bQ.scmi -o m.scmi
	linear calibrate aQ.scmi
	linear export aQ.scmi --csv out.csv --prometheus out.prom --folded out.folded
}
