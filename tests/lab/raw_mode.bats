# SPDX-License-Identifier: GPL-2.0-only
# The raw mode of the SCMI core, in the guest of 32-bit Arm, whose core has it: messages
# that a program sends through debugfs are answered, and scmi-perf measures them beside
# those of drivers.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	command -v arm-linux-gnueabihf-gcc >/dev/null ||
		skip "arm-linux-gnueabihf-gcc is not installed"
	export SCMI_PERF=${SCMI_PERF:-$PWD/build/loader/scmi-perf} OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12-armmp --transport mailbox --out "$OUT" -- \
		tests/lab/guest/raw_mode.sh
	"$SCMI_PERF" import -o "$OUT/log.scmi" "$OUT/trace.txt"
	for name in tracefs bpf log; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.json"
	done
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# check NAME FILTER: check that FILTER is true for a recording.
check() {
	jq -e "$2" "$OUT/$1.json" >/dev/null || { "$SCMI_PERF" report "$OUT/$1.scmi" && return 1; }
}

# words FILE: print the words of a file of messages in hexadecimal.
words() {
	od -An -v -tx4 "$1" | xargs
}

# The header with its token, the status, and the version of the Base protocol.
@test "a message through raw mode is answered" {
	[ "$(words "$OUT/version")" = "00044000 00000000 00020001" ]
}

# Each reply has a header, a status, and 100 MHz in two words.
@test "each message of a burst has its reply, and none is in the file of errors" {
	for name in tracefs bpf; do
		[ "$(words "$OUT/$name.replies" |
			grep -o '[0-9a-f]*5006 00000000 05f5e100 00000000' | sort -u | wc -l)" = 40 ]
	done
	[ ! -s "$OUT/errors" ]
}

@test "doctor reports raw mode, and a recording stays possible" {
	jq -e '.possible and (.checks | map(select(.subject == "raw mode")) |
		length == 1 and .[0].state == "note")' "$OUT/doctor.json" || {
		jq . "$OUT/doctor.json"
		return 1
	}
}

@test "each source counts messages of raw mode and of drivers, without an anomaly" {
	for name in tracefs bpf log; do
		check $name '.counters | .begun == 240 and .completed == 240
			and .untracked == 0 and .timed_out == 0 and .errors == 0
			and ([.lost[]] | add) == 0'
		check $name '.anomalies | length == 0'
		check $name '.series | map(select(.phase == "total") |
			{(.message_name): .count}) | add ==
			{"CLOCK_RATE_GET": 40, "SENSOR_READING_GET": 200}'
	done
}

# The service takes 20 us; the stamps may be some instructions apart. Ends come from a
# worker, one after the other.
@test "tracefs shows the transport and the phases of messages of raw mode" {
	# shellcheck disable=SC2016 # variables of jq
	check tracefs '.series | map(select(.message_name == "CLOCK_RATE_GET")) |
		(map(.transport) | unique == ["mailbox"]) and
		(map({(.phase): .}) | add |
			.service.count == 40 and .service.min_ns >= 19000
			and .wakeup.count == 40)'
	check tracefs '[.senders.callers[] | select(.message_name == "CLOCK_RATE_GET").comm]
		| length > 0 and all(startswith("kworker"))'
}
