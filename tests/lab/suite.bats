# SPDX-License-Identifier: GPL-2.0-only
# Every scenario over every transport, and that the table tells a bad one.

bats_require_minimum_version 1.5.0

# a_cell JSON DMESG: a cell of a scenario that wants "good", from what a guest
# has left.
a_cell() {
	# shellcheck disable=SC2034 # the libraries' own
	LAB_DIR=lab LAB_TOP=. LAB_COMMAND=suite
	for lib in common console cmd_suite; do
		# shellcheck source=/dev/null
		. "lab/lib/$lib.sh"
	done
	SUITE_DIR=$BATS_TEST_TMPDIR
	cat >"$SUITE_DIR/s.scenario" <<-'END'
		TITLE='a scenario'
		CHECK='.good'
		FIRED='.fired'
		NEVER='pigeon it has no wires'
	END
	printf '%s' "$1" >"$BATS_TEST_TMPDIR/s.json"
	printf '%s\n' "$2" >"$BATS_TEST_TMPDIR/dmesg.log"
	suite_cell s "${3:-mailbox}" "$BATS_TEST_TMPDIR"
}

GOOD='{"good": true, "fired": 3, "afterwards": {"failures": 0}}'

@test "a cell is ok, failed with the reason, or cannot be" {
	run -0 a_cell "$GOOD" ''
	[ "$output" = "ok, faults fired: 3" ]
	run -0 a_cell '' '' pigeon
	[ "$output" = "never: it has no wires" ]
	run -1 a_cell '' ''
	[ "$output" = "FAILED: no result" ]
	run -1 a_cell '{"good": false, "afterwards": {"failures": 0}}' ''
	[[ $output == "FAILED: not as it must be"* ]]
	run -1 a_cell '{"good": true, "afterwards": {"failures": 1}}' ''
	[[ $output == "FAILED: the transport does not work afterwards" ]]
}

@test "a complaint of the kernel fails the scenario that it came in" {
	warning='[    1.0] WARNING: CPU: 0 PID: 1 at here'
	run -1 a_cell "$GOOD" "[ 0.9] scmi-lab: scenario s
$warning"
	[[ $output == "FAILED: "*"WARNING: CPU: 0"* ]]
	run -0 a_cell "$GOOD" "[ 0.9] scmi-lab: scenario t
$warning
[ 1.1] scmi-lab: scenario s"
}

@test "what the suite does not have is refused by name" {
	run -1 lab/scmi-lab suite --out "$BATS_TEST_TMPDIR" --transports pigeon
	[[ $output == *"there is no transport 'pigeon'"* ]]
	run -1 lab/scmi-lab suite --out "$BATS_TEST_TMPDIR" --scenarios doom
	[[ $output == *"there is no scenario 'doom'"* ]]
	run -1 lab/scmi-lab suite
	[[ $output == *"--out DIR is needed"* ]]
}

@test "seven scenarios over four transports" {
	run -0 --separate-stderr lab/scmi-lab suite --out "$BATS_TEST_TMPDIR"
	echo "$output"
	[ "$(grep -o '| ok, faults' <<<"$output" | wc -l)" -eq 27 ]
	[ "$(grep -o '| never: ' <<<"$output" | wc -l)" -eq 1 ]
}
