# SPDX-License-Identifier: GPL-2.0-only
# Tests the common options and errors. SCMI_PERF is the program under test.

bats_require_minimum_version 1.5.0

commands="record top trace report import exporter merge turns compare check history calibrate doctor"

setup() {
	cd "${BATS_TEST_TMPDIR:?}" || return
	ln -sf "$SCMI_PERF" scmi-top
}

@test "-h, --help and help list the commands on standard output" {
	for option in -h --help help; do
		run --separate-stderr "$SCMI_PERF" "$option"
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		for command in $commands; do
			[[ $output == *"  $command "* ]]
		done
	done
}

@test "help COMMAND, COMMAND -h and COMMAND --help print the same" {
	for command in $commands; do
		run --separate-stderr "$SCMI_PERF" "$command" --help
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		help=$output
		[[ $help == "Usage: scmi-perf $command "*Examples:*"scmi-perf $command"* ]]
		run "$SCMI_PERF" "$command" -h
		[ "$status" -eq 0 ]
		[ "$output" = "$help" ]
		run "$SCMI_PERF" help "$command"
		[ "$status" -eq 0 ]
		[ "$output" = "$help" ]
	done
	run ./scmi-top -h
	[ "$status" -eq 0 ]
	[[ $output == "Usage: scmi-top "* ]]
}

@test "-V and --version print the version and the commit, if there is one" {
	version='^scmi-perf [0-9]+\.[0-9]+\.[0-9]+( \(g[0-9a-f]{12}(-dirty)?\))?$'
	run "$SCMI_PERF" --version
	[ "$status" -eq 0 ]
	[[ $output =~ $version ]]
	same=$output
	for option in -V --version; do
		for program in "$SCMI_PERF" "$SCMI_PERF report" ./scmi-top; do
			# shellcheck disable=SC2086 # a program and its command
			run $program "$option"
			[ "$status" -eq 0 ]
			[ "$output" = "$same" ]
		done
	done
}

@test "without a command it prints the usage to standard error" {
	run --separate-stderr "$SCMI_PERF"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == Usage:* ]]
}

@test "an unknown command is an error that names it" {
	run --separate-stderr "$SCMI_PERF" frobnicate
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"'frobnicate'"* ]]
}

@test "an option before the command is an error that shows where it belongs" {
	for option in -v --quiet -o --frobnicate; do
		run --separate-stderr -1 "$SCMI_PERF" "$option" report run.scmi
		[ -z "$output" ]
		[[ $stderr == *"error: option '$option' stands before the command"* ]]
		[[ $stderr == *"hint: options follow it: scmi-perf report $option" ]]
	done
	run --separate-stderr -1 "$SCMI_PERF" -q
	[[ $stderr == *"scmi-perf COMMAND -q" ]]
}

@test "every command refuses an unknown option with status 1" {
	for command in $commands; do
		run --separate-stderr "$SCMI_PERF" "$command" --frobnicate
		[ "$status" -eq 1 ]
		[ -z "$output" ]
		[[ $stderr == *"error: unrecognized option '--frobnicate'"* ]]
		[[ $stderr == *"hint: 'scmi-perf $command --help'"* ]]
	done
}

# errors_are_json ARGUMENT...: checks that the command fails, and that each line on
# standard error is a JSON object with one key. Its messages are in $errors.
errors_are_json() {
	run --separate-stderr "$SCMI_PERF" "$@"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$(jq -c 'length' <<<"$stderr" | sort -u)" = 1 ]
	[ "$(jq -s length <<<"$stderr")" -eq "$(wc -l <<<"$stderr")" ]
	errors=$(jq -r '.error // empty' <<<"$stderr")
}

@test "with -j an unknown option or command is reported as JSON" {
	for command in $commands; do
		errors_are_json "$command" --frobnicate -j
		[ "$errors" = "unrecognized option '--frobnicate'" ]
		[[ $(jq -r '.hint // empty' <<<"$stderr") == *"$command --help"* ]]
	done
	errors_are_json frobnicate --json
	[ "$errors" = "unknown command 'frobnicate'" ]
	errors_are_json -j report run.scmi
	[ "$errors" = "option '-j' stands before the command" ]
}

@test "with -j a missing file is reported as JSON" {
	for command in report top "merge a -o b" "check a --limits b"; do
		# shellcheck disable=SC2086 # a command and its arguments
		errors_are_json $command -j 'no "such" file'
		[ -n "$errors" ]
	done
	errors_are_json report -j 'no "such" file'
	[[ $errors == *'no "such" file'* ]]
}

@test "with -j a broken profile is reported as JSON" {
	printf '{\033 \377 broken' >broken.scmi
	errors_are_json report --json broken.scmi
	[[ $errors == *broken.scmi* ]]
}

@test "with -j warnings and summaries are JSON" {
	printf 'x-1 [000] 1.0: scmi_xfer_begin: transfer_id=1 msg_id=6 protocol_id=21 seq=1 poll=0\n' >log
	run --separate-stderr "$SCMI_PERF" import -j log -o log.scmi
	[ "$status" -eq 0 ]
	[[ $(jq -r '.info // empty' <<<"$stderr") == *"wrote log.scmi"* ]]
}

@test "the program is hardened" {
	command -v readelf >/dev/null || skip "no readelf"
	readelf -dhls "$SCMI_PERF" >elf
	grep -q 'Type: .*DYN (Position-Independent' elf
	grep -q GNU_RELRO elf
	grep -qw BIND_NOW elf
	grep -q __stack_chk_fail elf
}
