# SPDX-License-Identifier: GPL-2.0-only
# What every command has in common. SCMI_PERF is the program under test.

bats_require_minimum_version 1.5.0

@test "--help lists the commands and goes to standard output" {
	run --separate-stderr "$SCMI_PERF" --help
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	for command in record top trace report import merge compare check calibrate doctor; do
		[[ $output == *"  $command "* ]]
	done
}

@test "--version prints the version" {
	run "$SCMI_PERF" --version
	[ "$status" -eq 0 ]
	[[ $output =~ ^scmi-perf\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
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

@test "every command's --help has an example" {
	for command in record top trace report import merge compare check calibrate doctor; do
		run "$SCMI_PERF" "$command" --help
		[ "$status" -eq 0 ]
		[[ $output == *Examples:*"scmi-perf $command"* ]]
	done
}

@test "every command refuses an unknown option with status 1" {
	for command in record top trace report import merge compare check calibrate doctor; do
		run --separate-stderr "$SCMI_PERF" "$command" --frobnicate
		[ "$status" -eq 1 ]
		[ -z "$output" ]
	done
}
