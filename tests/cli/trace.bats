# SPDX-License-Identifier: GPL-2.0-only
# trace where no trace is possible; what it does on a kernel with SCMI is tested
# in the lab.

bats_require_minimum_version 1.5.0

# refused MESSAGE OPTION...: nothing on standard output, and what is wrong.
refused() {
	local message=$1

	shift
	run --separate-stderr "$SCMI_PERF" trace "$@"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"$message"* ]]
}

@test "trace says that the kernel has no SCMI tracepoints and what to do" {
	[ "$(uname -m)" = x86_64 ] || skip "this kernel may have SCMI"
	refused "cannot trace: this kernel has no scmi:scmi_xfer_begin"
	[[ $stderr == *"hint: "*"import a log"* ]]
}

@test "trace refuses times without a unit, and a window that is empty" {
	refused "'5' is no duration" --min-lat 5
	refused "'x' is no duration" --max-lat x
	refused "'1' is no duration" -d 1
	refused "longer than 0" -d 0s
	refused "--min-lat is longer than --max-lat" --min-lat 2ms --max-lat 1ms
}

@test "trace refuses what is no number, and says which there are" {
	refused "'-1' is no number from 0 to 255" -c -1
	refused "'256' is no number from 0 to 255" -c 256
	refused "'x' is no number" -p x
	refused "--count is 1 or more" -n 0
	refused "'0' is no size" --ring-size 0
	refused "'2G' is no size" --ring-size 2G
}

@test "trace refuses protocols and transports that do not exist" {
	refused "there is no protocol 'NONE'" -P NONE
	refused "there is no message 'NONE'" -M NONE
	refused "there is no transport 'none'" -T none
	refused "'load' is one word too many" load
}
