# SPDX-License-Identifier: GPL-2.0-only
# The errors of trace. The lab tests it on a kernel with SCMI.

bats_require_minimum_version 1.5.0

# shellcheck source=tests/cli/runs.bash
. "$BATS_TEST_DIRNAME/runs.bash"

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	data=$root/tests/data
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

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
	refused "unexpected argument 'load'" trace log load
}

@test "trace lists the transfers of a log, and its notifications, in 80 columns" {
	run --separate-stderr "$SCMI_PERF" trace "$data/import-trace-6.12.txt"
	[ "$status" -eq 0 ]
	[ "$(awk 'NR > 1 { print $1, $2, $3, $4 }' <<<"$output")" = \
"7044.000200 100.000 SENSOR_READING_GET ok
7044.002300 200.000 SENSOR_DESCRIPTION_GET -EOPNOTSUPP
7045.035100 30100.000 SENSOR_READING_GET timeout" ]
	[[ $stderr == *"3 transfers begun; of those that ended, 3 shown, 0 not"* ]]
	run --separate-stderr "$SCMI_PERF" trace "$data/import-anomalies.txt"
	[ "$(awk 'NR > 1 { print $4 }' <<<"$output" | paste -sd " ")" = \
		"timeout late_reply unexpected_reply unknown_type notification_dropped spurious_interrupt delayed delayed_before_reply wrong_state notified" ]
	[[ $output == *" 7044.060010 "*" SENSOR_TRIP_POINT_EVENT "*" notified"* ]]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
}

@test "every output has the same names of notifications" {
	log=$data/import-anomalies.txt
	names='SENSOR_TRIP_POINT_EVENT SENSOR_UPDATE'
	"$SCMI_PERF" import -q "$log" -o run.scmi
	of() { grep -aoE 'SENSOR_(TRIP_POINT_EVENT|UPDATE)|0x0[01]' | sort -u | paste -sd ' '; }
	[ "$("$SCMI_PERF" trace -j "$log" | grep '"message_type":"notification"' | of)" = "$names" ]
	[ "$("$SCMI_PERF" trace --csv "$log" | grep ,notification, | of)" = "$names" ]
	[ "$("$SCMI_PERF" trace "$log" | of)" = "$names" ]
	[ "$("$SCMI_PERF" trace -w "$log" | grep -v command | of)" = "$names" ]
	[ "$("$SCMI_PERF" report -j run.scmi | grep message_name | of)" = "$names" ]
	[ "$("$SCMI_PERF" report run.scmi | grep -v token | of)" = "$names" ]
	[ "$("$SCMI_PERF" top --batch -j run.scmi | of)" = "$names" ]
	"$SCMI_PERF" export -q --perfetto p.pb "$log"
	[ "$(grep -a SENSOR p.pb | of)" = "$names" ]
}

@test "trace prints a log as JSON, CSV and with all columns" {
	log=$data/import-anomalies.txt
	"$SCMI_PERF" trace -j "$log" >trace.json
	jq -c . trace.json | while read -r line; do
		"$root/tests/tools/validate_json.py" \
			"$root/docs/trace.schema.json" - <<<"$line"
	done
	[ "$(jq -sc 'map(select(.type == "transfer")) | map([.time_ns, .tid,
		.comm, .status, .total_ns, .phases.wakeup_ns])' trace.json)" = \
		'[[7044030200000,195,"cat",-110,30100000,null],[7044050300000,195,"cat",0,200000,100000]]' ]
	jq -se '.[0].kernel == null and .[-1].shown == 2 and .[-1].notified == 1 and
		(map(select(.type == "notification") | .message_name) ==
			["SENSOR_TRIP_POINT_EVENT"])' trace.json
	"$SCMI_PERF" trace --csv "$log" >trace.csv
	[ "$(awk -F, '{ print NF }' trace.csv | sort -u)" = 20 ]
	grep '^7044.050300000,transfer,0,"cat",195,unknown,SENSOR,SENSOR_READING_GET,command,27,200.000,,,,,100.000,100.000,ok,delayed_before_reply,$' trace.csv
	"$SCMI_PERF" trace -w "$log" | grep "SENSOR_READING_GET .* 30100.000 "
	refused "use only one of --csv, --json" trace -j --csv "$log"
	[[ $stderr == *use* ]]
}

@test "trace selects transfers of a log by the filters of the live trace" {
	log=$data/import-trace-6.12.txt
	times() {
		"$SCMI_PERF" trace -q "$@" "$log" | awk 'NR > 1 { print $1 }' |
			paste -sd " "
	}
	[ "$(times --min-lat 150us)" = "7044.002300 7045.035100" ]
	[ "$(times --max-lat 150us)" = 7044.000200 ]
	[ "$(times --anomalies-only)" = 7045.035100 ]
	[ "$(times --slowest 2)" = "7045.035100 7044.002300" ]
	[ "$(times --slowest 2 -n 1)" = 7045.035100 ]
	[ "$(times -n 1)" = 7044.000200 ]
	[ "$(times -M SENSOR_DESCRIPTION_GET)" = 7044.002300 ]
	[ "$(times -P CLOCK)" = "" ]
	[ "$(times --comm cat)" = 7044.000200 ]
	[ "$(times --pid 2311)" = 7044.002300 ]
	[ "$(times --from 7044.001 --to 7045)" = 7044.002300 ]
	# Notifications have no duration and no anomaly.
	log=$data/import-anomalies.txt
	[ "$(times -M SENSOR_TRIP_POINT_EVENT)" = 7044.060010 ]
	[ "$(times -M SENSOR_TRIP_POINT_EVENT --min-lat 1us)" = "" ]
	[ "$(times -M SENSOR_TRIP_POINT_EVENT --anomalies-only)" = "" ]
}

# Of any number of transfers, those with the greatest durations.
@test "trace keeps the slowest transfers" {
	awk 'BEGIN { for (i = 0; i < 500; i++) {
		us = (i * 7919) % 500 + 1
		printf " a-1 [000] ..... %d.000000: scmi_xfer_begin: pt=15 msg_id=06 seq=1 transfer_id=%x poll=0\n a-1 [000] ..... %d.%06d: scmi_xfer_end: pt=15 msg_id=06 seq=1 transfer_id=%x s=0\n", 100 + i, i, 100 + i, us, i } }' \
		>log
	[ "$("$SCMI_PERF" trace -q --slowest 40 log |
		awk 'NR > 1 { print int($2) }')" = "$(seq 500 -1 461)" ]
	[ "$("$SCMI_PERF" trace -q --slowest 900 log | wc -l)" -eq 501 ]
}

@test "trace refuses recordings, logs without events, and live options with a log" {
	log=$data/import-trace-6.12.txt
	"$SCMI_PERF" import -q "$log" -o run.scmi
	refused "'run.scmi' is a recording: it has histograms" trace run.scmi
	[[ $stderr == *"hint: 'scmi-perf report run.scmi' lists"* ]]
	refused "no SCMI transfer event" trace /dev/null
	refused "open 'none': No such file" trace none
	for option in "-T virtio" "-I 1" "-c 1" -S "-d 1s" "--ring-size 1M"; do
		# shellcheck disable=SC2086
		refused "need a running kernel, not a FILE" trace $option "$log"
	done
	refused "--from, --to and --buffer need a FILE" trace --from 1
	refused "--from, --to and --buffer need a FILE" trace --to 0
	refused "invalid value '0' for --slowest (1 to 10000)" trace --slowest 0
}

# A task's name is any bytes: none of them may control a spreadsheet or a terminal.
@test "CSV has no formulas and no control characters" {
	about="pt=15 msg_id=06 seq=1 transfer_id=1"
	printf ' =1+"\a,2-1 [000] ..... 1.0: scmi_xfer_%s: %s %s\n' \
		begin "$about" poll=0 end "$about" s=0 >"$BATS_TEST_TMPDIR/log"
	run --separate-stderr "$SCMI_PERF" trace --csv "$BATS_TEST_TMPDIR/log"
	[[ ${lines[1]} == *",\"'=1+\"\"\x07,2\",1,"* ]]
}

@test "trace lists the timeouts in the kernel's own log" {
	printf '[ %s] arm-scmi firmware:scmi: timed out in resp(caller: do_xfer+0x164/0x568)\n' \
		5.000000 6.500000 >"$BATS_TEST_TMPDIR/log"
	run --separate-stderr "$SCMI_PERF" trace "$BATS_TEST_TMPDIR/log"
	[ "$(awk 'NR > 1 { print $1, $2, $4 }' <<<"$output")" = \
"5.000000 - timeout
6.500000 - timeout" ]
	[[ $stderr == *"2 transfers begun; of those that ended, 2 shown, 0 not shown"* ]]
	run --separate-stderr "$SCMI_PERF" trace -j "$BATS_TEST_TMPDIR/log"
	jq -se '[.[] | select(.type == "transfer")] | length == 2 and
		all(.total_ns == null and .status == -110 and
		    .anomalies == ["timeout"] and .phases == {})' <<<"$output"
	# Their duration is unknown, so no limit excludes them.
	run --separate-stderr "$SCMI_PERF" trace --min-lat 1s --csv "$BATS_TEST_TMPDIR/log"
	[ "$(grep -c ',transfer,' <<<"$output")" -eq 2 ]
	run --separate-stderr "$SCMI_PERF" trace --slowest 5 "$BATS_TEST_TMPDIR/log"
	[[ $stderr == *"0 shown, 2 not shown"* ]]
}
