# SPDX-License-Identifier: GPL-2.0-only
# Tests import: SCMI instances and channels, which only scmi_msg_dump names.

bats_require_minimum_version 1.5.0

setup() {
	data=$(cd "$BATS_TEST_DIRNAME/../data" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	message='pt=13 msg_id=07 seq=0005'
}

# event CPU US NAME FIELDS: print a line of a trace.
event() {
	printf '          task-1 [00%d] .....  7.%06d: scmi_%s: %s\n' "$@"
}

# dump CPU US INSTANCE TYPE STATUS: print a dump of the message.
dump() {
	event "$1" "$2" msg_dump \
		"id=$3 ch=$((10 + $3)) pt=13 t=$4 msg_id=07 seq=0005 s=$5 pyld="
}

# imported LOG: print instance, channel, count and longest time, then anomalies.
imported() {
	"$SCMI_PERF" import -q "$1"
	"$SCMI_PERF" report -j run.scmi | jq -r '
		(.series[] | select(.phase == "total") |
		 "\(.instance) \(.channel) \(.count) \(.max_ns)"),
		(.anomalies[] | "\(.kind) \(.instance) \(.channel)")'
}

@test "two instances send the same message with one token at once" {
	{
		event 0 100 xfer_begin "$message transfer_id=1F4 poll=0"
		event 1 102 xfer_begin "$message transfer_id=1F5 poll=0"
		dump 1 109 1 CMND 0
		dump 0 110 0 CMND 0
		event 0 111 xfer_response_wait "$message transfer_id=1F4 tmo_ms=30 poll=0"
		event 1 112 xfer_response_wait "$message transfer_id=1F5 tmo_ms=30 poll=0"
		dump 1 199 1 RESP 0
		event 1 200 rx_done "$message transfer_id=1F5 msg_type=0"
		event 1 250 xfer_end "$message transfer_id=1F5 s=0"
		event 0 30150 xfer_end "$message transfer_id=1F4 s=-110"
		dump 1 40000 1 '!RESP' -1
		dump 0 50000 0 '!RESP' -1
	} >log
	[ "$(imported log)" = "1 17 1 148000
timeout 0 16
late_reply 0 16
unexpected_reply 1 17" ]
	"$SCMI_PERF" trace -j log |
		jq -se '[.[] | select(.type == "transfer") | [.instance, .channel]] == [[1, 17], [0, 16]]'
}

@test "dumps alone of two instances with one token" {
	{
		dump 0 100 0 CMND 0
		dump 1 105 1 CMND 0
		dump 1 200 1 RESP 0
		dump 0 400 0 RESP 0
	} >log
	[ "$(imported log)" = "0 16 1 300000
1 17 1 95000" ]
}

@test "an only instance has the channel of its dumps, also before the first one" {
	"$SCMI_PERF" import -q "$data/import-trace-6.12.txt"
	"$SCMI_PERF" report -j run.scmi |
		jq -e '[.series[] | [.instance, .channel]] | unique == [[0, 16]]'
	grep -v msg_dump "$data/import-trace-6.12.txt" >log
	"$SCMI_PERF" import -q log
	"$SCMI_PERF" report -j run.scmi |
		jq -e '[.series[] | [.instance, .channel]] | unique == [[0, 0]]'
}
