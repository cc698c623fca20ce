# SPDX-License-Identifier: GPL-2.0-only
# The errors of trace. The lab tests it on a kernel with SCMI.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/cli/runs.bash
. "$BATS_TEST_DIRNAME/runs.bash"

@test "trace reports a kernel without SCMI tracepoints with a hint" {
	[ "$(uname -m)" = x86_64 ] || skip "this kernel may have SCMI"
	refused "cannot trace: this kernel has no scmi:scmi_xfer_begin" trace
	[[ $stderr == *"hint: "*"import a log"* ]]
}

@test "trace refuses times without a unit, and an empty range" {
	refused "invalid value '5' for --min-lat" trace --min-lat 5
	refused "invalid value 'x' for --max-lat" trace --max-lat x
	refused "invalid value '1' for --duration" trace -d 1
	refused "invalid value '0s' for --duration" trace -d 0s
	refused "--min-lat is longer than --max-lat" trace --min-lat 2ms --max-lat 1ms
}

@test "trace refuses invalid numbers and prints the valid range" {
	refused "invalid value '-1' for --channel (0 to 255)" trace -c -1
	refused "invalid value '256' for --channel (0 to 255)" trace -c 256
	# Neither a sign nor a blank, and 0400 is 400.
	for number in +1 " 1" 1x 0x 0400; do
		refused "invalid value '$number' for --channel (0 to 255)" trace -c "$number"
	done
	refused "invalid value 'x' for --pid" trace -p x
	refused "invalid value 'systemd-networkd' for --comm (at most 15" \
		trace -C systemd-networkd
	refused "invalid value '0' for --count (1 to " trace -n 0
	refused "invalid value '0' for --ring-size (1 to 1G" trace --ring-size 0
	refused "invalid value '2G' for --ring-size" trace --ring-size 2G
}

@test "trace refuses protocols and transports that do not exist" {
	refused "unknown protocol 'NONE'" trace -P NONE
	refused "unknown message 'NONE'" trace -M NONE
	refused "unknown transport 'none'" trace -T none
	refused "unexpected argument 'load'" trace load
}
