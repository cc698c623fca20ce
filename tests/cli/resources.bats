# SPDX-License-Identifier: GPL-2.0-only
# Series of resources from logs: which sensor, clock or domain is slow.

bats_require_minimum_version 1.5.0
load runs.bash

setup_file() {
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	python3 "$BATS_TEST_DIRNAME/make_resources.py" >log.txt
	"$SCMI_PERF" import --by resource log.txt -o by.scmi 2>import.txt
	"$SCMI_PERF" import log.txt -o sums.scmi
	"$SCMI_PERF" report -j --by resource by.scmi >by.json
}

setup() {
	cd "${BATS_FILE_TMPDIR:?}" || return 1
	root=$BATS_TEST_DIRNAME/../..
}

# begun MESSAGE: print resource and begun transfers of each series of a message.
begun() {
	jq -c --arg name "$1" '[.series[] | select(.message_name == $name and
		.phase == "total") | [.resource, .count]] | unique' by.json
}

@test "each resource has the transfers of its payloads" {
	[ "$(begun SENSOR_READING_GET)" = \
		"$(jq -nc '[range(8) | [., 200]]')" ]
	[ "$(begun CLOCK_RATE_GET)" = '[[0,200],[1,200],[2,200]]' ]
	[ "$(begun CLOCK_RATE_SET)" = '[[2,200]]' ]
	[ "$(begun POWER_STATE_SET)" = '[[4,200]]' ]
	[ "$(begun BASE_DISCOVER_AGENT)" = '[[null,200]]' ]
	jq -e '[.outcomes[]? // .series[] | select(.resource == null)] | length > 0' by.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" by.json
	zcat by.scmi >by.profile
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" by.profile
}

@test "callers are listed by resource, or by message" {
	"$SCMI_PERF" report --by resource --callers by.scmi >by.txt
	[ "$(grep -c ": CLOCK_RATE_GET clk_2(2)$" by.txt)" -eq 1 ]
	[ "$(grep -c ": CLOCK_RATE_GET" by.txt)" -eq 3 ]
	"$SCMI_PERF" report --callers by.scmi >sums.txt
	[ "$(grep -c ": CLOCK_RATE_GET$" sums.txt)" -eq 1 ]
}

@test "names come from the replies that have them" {
	jq -e '[.series[] | select(.protocol == 21 and .resource != null) |
		.resource_name == "soc-temp\(.resource)"] | length > 8 and all' by.json
	jq -e '[.series[] | select(.message_name == "CLOCK_RATE_GET") |
		.resource_name == "clk_\(.resource)"] | length == 9 and all' by.json
	"$SCMI_PERF" report --by resource by.scmi |
		grep -F 'SENSOR SENSOR_READING_GET soc-temp3(3), '
	# A section of limits can have the name.
	printf '[* SENSOR_READING_GET total soc-temp3]\np50 = 100us\n' >name.ini
	run -2 "$SCMI_PERF" check by.scmi --limits name.ini
	# Without resources there are no names.
	run -1 grep soc-temp <(zcat sums.scmi)
}

# describe_sensors BYTES: print a log with the descriptions of twelve sensors, BYTES of
# each entry of 48 in the last one, and a reading of each.
describe_sensors() {
	python3 - "$1" <<-'END'
	import sys
	def transfer(token, message, command, reply):
	    head = f"pt=15 msg_id={message:02X} seq={token:04X}"
	    for at, event, rest in ((0, "xfer_begin", f"transfer_id={token:X} poll=0"),
	                            (1, "msg_dump", f"t=CMND s=0 pyld={command.hex()}"),
	                            (8, "msg_dump", f"t=RESP s=0 pyld={reply.hex()}"),
	                            (9, "xfer_end", f"transfer_id={token:X} s=0")):
	        kind, _, tail = rest.partition(" ") if event == "msg_dump" else ("", "", rest)
	        text = head.replace(" msg_id", f" {kind} msg_id") if kind else head
	        print(f" reader-1 [000] ..... 1.{token * 1000 + at:06}: scmi_{event}: {text} {tail}")
	number = lambda n: n.to_bytes(4, "little")
	entries = b"".join(number(i) + bytes(8) + f"temp{i}".encode().ljust(16, b"\0") + bytes(20)
	                   for i in range(12))
	transfer(1, 3, number(0), number(12) + entries[:len(entries) - 48 + int(sys.argv[1])])
	for i in range(12):
	    transfer(2 + i, 6, number(i) + bytes(4), bytes(8))
	END
}

# sensor_names FILE: print the names of the sensors of a log.
sensor_names() {
	"$SCMI_PERF" report -j --by resource "$1" |
		jq -c '[.series[] | select(.message == 6 and .phase == "total") |
			.resource_name]'
}

@test "long descriptions of sensors have names, but none that is cut" {
	describe_sensors 48 >sensors.txt
	[ "$(sensor_names sensors.txt)" = "$(jq -nc '[range(12) | "temp\(.)"]')" ]
	describe_sensors 40 >cut.txt
	[ "$(sensor_names cut.txt)" = "$(jq -nc '[range(12) | null]')" ]
	# Also if the length of the rest can be that of smaller entries.
	describe_sensors 12 >cut.txt
	[ "$(sensor_names cut.txt)" = "$(jq -nc '[range(12) | null]')" ]
}

@test "the slow sensor and the slow clock are on their own lines" {
	"$SCMI_PERF" report --by resource by.scmi >by.txt
	# In the first lines, and in the list of messages.
	grep -E '^messages .* SENSOR SENSOR_READING_GET soc-temp3\(3\)' by.txt
	head -12 by.txt | grep -F 'CLOCK CLOCK_RATE_GET clk_2(2): '
	grep -A 8 '^Messages by summed time' by.txt | grep -E '^ +200 ' >first.txt
	sed -n 1p first.txt | grep -F 'SENSOR SENSOR_READING_GET soc-temp3(3),'
	sed -n 2p first.txt | grep -F 'CLOCK CLOCK_RATE_GET clk_2(2),'
	jq -e '[.series[] | select(.message_name == "SENSOR_READING_GET" and
		.phase == "total")] | max_by(.p50_ns).resource == 3 and
		(map(.p50_ns > 700000) | map(select(.)) | length) == 1' by.json
}

@test "without --by, a profile with resources has the same report as one without" {
	for options in "" -j; do
		# shellcheck disable=SC2086 # none or one word
		diff <("$SCMI_PERF" report $options by.scmi) \
			<("$SCMI_PERF" report $options sums.scmi)
	done
	"$SCMI_PERF" report --by resource log.txt | diff - <("$SCMI_PERF" \
		report --by resource by.scmi)
	run -0 --separate-stderr "$SCMI_PERF" report --by resource sums.scmi
	[[ $stderr == *"'sums.scmi' has no resources: record or import it with --by resource"* ]]
}

@test "Linux 6.1's dumps, which have no instance, show resources" {
	python3 "$BATS_TEST_DIRNAME/make_resources.py" --first >first.txt
	diff <("$SCMI_PERF" report -j --by resource first.txt | jq -c '[.series[] |
			select(.phase == "total") | [.message_name, .resource, .count]]') \
		<(jq -c '[.series[] | select(.phase == "total") |
			[.message_name, .resource, .count]]' by.json)
}

@test "a log without dumps shows no resources, and the reason" {
	grep -v scmi_msg_dump log.txt >none.txt
	run -0 --separate-stderr "$SCMI_PERF" import --by resource none.txt -o none.scmi
	[[ $stderr == *"it has no scmi_msg_dump with a payload"* ]]
	# Half of a log: the others are counted.
	awk '/scmi_msg_dump/ && n++ % 2 { next } { print }' log.txt >half.txt
	run -0 --separate-stderr "$SCMI_PERF" import --by resource half.txt -o half.scmi
	[[ $stderr =~ [0-9]+" transfers without a resource: the log has no scmi_msg_dump of them" ]]
}

@test "trace prints the resource, and selects by it" {
	"$SCMI_PERF" trace --by resource --slowest 1 log.txt |
		grep ' 768.000 SENSOR_READING_GET(3) '
	[ "$("$SCMI_PERF" trace --resource SENSOR:3 -M SENSOR_READING_GET log.txt |
		grep -c 'SENSOR_READING_GET(3)')" -eq 200 ]
	"$SCMI_PERF" trace -j --resource 4 -M POWER_STATE_SET log.txt >trace.json
	jq -se 'map(select(.type == "transfer")) | length == 200 and all(.resource == 4)' trace.json
	head -2 trace.json | while read -r line; do
		"$root/tests/tools/validate_json.py" "$root/docs/trace.schema.json" - <<<"$line"
	done
	"$SCMI_PERF" trace --csv --by resource log.txt | grep ',CLOCK_RATE_SET,.*,ok,,2$' >/dev/null
	refused "invalid resource 'CLOK:5'" trace --resource CLOK:5 log.txt
}

@test "check: a fourth word selects a resource, three words all of them" {
	cat >limits.ini <<-'END'
	[* SENSOR_READING_GET total 3]
	p50 = 100us
	[* SENSOR_READING_GET total SENSOR:4]
	p50 = 100us
	[* SENSOR_READING_GET total]
	p50 = 100us
	END
	run -2 "$SCMI_PERF" check -j by.scmi --limits limits.ini
	jq -e '[.results[] | [.resource, .verdict]] == [[3, "fail"], [4, "pass"], [null, "pass"]]' \
		<<<"$output"
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" - <<<"$output"
	printf '[* CLOCK total SENSOR:3]\np50 = 1ms\n' >none.ini
	refused "matches no series" check by.scmi --limits none.ini
}

@test "compare --by resource finds the resource that changed" {
	sed 's/^SLOW_SENSOR, SLOW_CLOCK = 3/SLOW_SENSOR, SLOW_CLOCK = 5/' \
		"$BATS_TEST_DIRNAME/make_resources.py" | python3 - >other.txt
	"$SCMI_PERF" import --by resource other.txt -o other.scmi
	"$SCMI_PERF" compare -j --by resource by.scmi -- other.scmi >compare.json
	[ "$(jq -c '[.differences[] | select(.phase == "total" and
		.statistic == "p50" and .difference_ns != 0) | .resource] | sort' compare.json)" = '[3,5]' ]
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" compare.json
	"$SCMI_PERF" compare by.scmi -- other.scmi >sums.txt
	run -1 grep 'SENSOR_READING_GET.*(3)' sums.txt
}
