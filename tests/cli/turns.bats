# SPDX-License-Identifier: GPL-2.0-only
# Tests turns with recordings of known values. tests/lab/turns_guest.bats records two builds.

bats_require_minimum_version 1.5.0

setup() {
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	make_run src.scmi 25000
}

# turns ARG...: runs turns, with A and B that write their name to log.
turns() {
	run --separate-stderr "$SCMI_PERF" turns 'printf A >>log' 'printf B >>log' "$@"
}

@test "builds are installed and recorded in turns, A B B A" {
	turns -n 3 -o out -- sh -c 'cp src.scmi {}; printf " %s " {} >>log'
	[ "$status" -eq 0 ]
	[ "$(cat log)" = "A out/a01.scmi B out/b01.scmi B out/b02.scmi A out/a02.scmi A out/a03.scmi B out/b03.scmi " ]
	[ "$(cd out && echo *)" = "a01.scmi a02.scmi a03.scmi b01.scmi b02.scmi b03.scmi" ]
	[[ $stderr == *"scmi-perf compare out/a*.scmi -- out/b*.scmi"* ]]
}

@test "names sort by number, and the default is twelve of each in turns/" {
	turns -- cp src.scmi {}
	[ "$status" -eq 0 ]
	[ "$(cat log)" = ABBAABBAABBAABBAABBAABBA ]
	[ "$(find turns -name 'a*.scmi' | sort | tail -n 1)" = turns/a12.scmi ]
	rm -r turns
	turns -n 100 -- cp src.scmi {}
	[ -e turns/a001.scmi ]
	[ -e turns/b100.scmi ]
}

@test "a failing command ends it, and what was recorded is kept" {
	run --separate-stderr "$SCMI_PERF" turns true \
		'test ! -e turns/b02.scmi -a ! -e turns/b01.scmi' -n 4 -- cp src.scmi {}
	[ "$status" -eq 1 ]
	[[ $stderr == *"B 'test "*"': exit status 1"* ]]
	[[ $stderr == *"2 of 8 recordings are in turns, all before turns/b02.scmi"* ]]
	[ "$(cd turns && echo *)" = "a01.scmi b01.scmi" ]
	turns -- sh -c 'exit 7' {}
	[ "$status" -eq 1 ]
	[[ $stderr == *"sh: exit status 7"*"0 of 24"* ]]
	turns -- nowhere {}
	[ "$status" -eq 1 ]
	[[ $stderr == *"run nowhere: No such file"* ]]
}

@test "an earlier file does not pass for a new recording" {
	mkdir turns
	cp src.scmi turns/a01.scmi
	turns -- true {}
	[ "$status" -eq 1 ]
	[[ $stderr == *"did not write turns/a01.scmi"* ]]
	turns -- sh -c 'echo >{}'
	[ "$status" -eq 1 ]
	[[ $stderr == *"turns/a01.scmi: not an scmi-perf profile"* ]]
}

@test "recordings of a longer series are not mixed with these" {
	turns -n 3 -- cp src.scmi {}
	rm log
	turns -n 2 -- cp src.scmi {}
	[ "$status" -eq 1 ]
	[[ $stderr == *"3.scmi is not of these 2 recordings of each build"* ]]
	[ ! -e log ]
	turns -n 3 -- cp src.scmi {}
	[ "$status" -eq 0 ]
}

@test "an earlier series is not mixed with a new one that fails" {
	turns -n 2 -- cp src.scmi {}
	turns -n 2 -- sh -c 'exit 1' {}
	[ "$(cd turns && echo *)" = "a02.scmi b01.scmi b02.scmi" ]
	run --separate-stderr "$SCMI_PERF" turns true 'exit 1' -n 2 -- cp src.scmi {}
	[ "$status" -eq 1 ]
	[ "$(cd turns && echo *)" = a01.scmi ]
	turns -n 1 -- cp src.scmi {}
	[[ $stderr == *"1 recording of each build is in turns"* ]]
}

@test "a signal ends the command that runs, and what was recorded is reported" {
	run --separate-stderr timeout -s INT 2 "$SCMI_PERF" turns true 'sleep 60' \
		-- cp src.scmi {}
	[ "$status" -eq 124 ]
	[[ $stderr == *"1 of 24 recordings are in turns"* ]]
}

@test "turns refuses wrong usage" {
	refused "A and B are required" turns a -- cp src.scmi {}
	refused "unexpected argument 'c'" turns a b c -- cp src.scmi {}
	refused "with {} for the file" turns a b -- cp src.scmi
	refused "-- RECORD" turns a b
	refused "invalid value '0' for --runs" turns -n 0 a b -- cp {}
	refused "nowhere/x: No such file" turns a b -o nowhere/x -- cp {}
}
