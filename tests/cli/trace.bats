# SPDX-License-Identifier: GPL-2.0-only
# The errors of trace. The lab tests it on a kernel with SCMI.

bats_require_minimum_version 1.5.0

# refused MESSAGE OPTION...: expects an error message, and no output.
refused() {
	local message=$1

	shift
	run --separate-stderr "$SCMI_PERF" trace "$@"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"$message"* ]]
}

@test "trace reports a kernel without SCMI tracepoints with a hint" {
	[ "$(uname -m)" = x86_64 ] || skip "this kernel may have SCMI"
	refused "cannot trace: this kernel has no scmi:scmi_xfer_begin"
	[[ $stderr == *"hint: "*"import a log"* ]]
}

@test "trace refuses times without a unit, and an empty range" {
	refused "invalid value '5' for --min-lat" --min-lat 5
	refused "invalid value 'x' for --max-lat" --max-lat x
	refused "invalid value '1' for --duration" -d 1
	refused "invalid value '0s' for --duration" -d 0s
	refused "--min-lat is longer than --max-lat" --min-lat 2ms --max-lat 1ms
}

@test "trace refuses invalid numbers and prints the valid range" {
	refused "invalid value '-1' for --channel (0 to 255)" -c -1
	refused "invalid value '256' for --channel (0 to 255)" -c 256
	refused "invalid value 'x' for --pid" -p x
	refused "invalid value '0' for --count (1 to " -n 0
	refused "invalid value '0' for --ring-size (1 to 1G" --ring-size 0
	refused "invalid value '2G' for --ring-size" --ring-size 2G
}

@test "trace refuses protocols and transports that do not exist" {
	refused "unknown protocol 'NONE'" -P NONE
	refused "unknown message 'NONE'" -M NONE
	refused "unknown transport 'none'" -T none
	refused "unexpected argument 'load'" load
}
