# SPDX-License-Identifier: GPL-2.0-only
# Tests report and merge with profiles imported from real logs. The expected figures
# are sums of differences of the logs' timestamps, computed by hand.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	"$SCMI_PERF" import -q "$root/tests/data/virtio-vhost-user-scp.txt" \
		-o scp.scmi
	"$SCMI_PERF" import -q "$root/tests/data/virtio-fake-device.txt" \
		-o fake.scmi
}

# jq 1.7 prints 1146200.0, jq 1.6 drops the fraction.
total() {
	jq -c '.series[] | select(.phase == "total") | [.count, .min_ns,
		.max_ns, (.mean_ns | floor), .p90_ns]' "$@"
}

@test "JSON has the figures of the log" {
	"$SCMI_PERF" report -j scp.scmi >scp.json
	[ "$(total scp.json)" = "[5,755000,1803000,1146200,null]" ]
	"$SCMI_PERF" report --json fake.scmi >fake.json
	[ "$(total fake.json)" = "[5,529000,4492000,1382200,null]" ]
}

@test "JSON and profiles are valid against their schemas" {
	"$SCMI_PERF" merge -q scp.scmi fake.scmi -o both.scmi
	for file in scp.scmi fake.scmi both.scmi; do
		"$root/tests/tools/validate_json.py" \
			"$root/docs/profile.schema.json" "$file"
		"$SCMI_PERF" report -j "$file" |
			"$root/tests/tools/validate_json.py" \
				"$root/docs/report.schema.json" -
	done
}

@test "the validator finds errors" {
	zcat scp.scmi | jq -c '.series[0].born = 1' >wrong.json
	run "$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" \
		wrong.json
	[ "$status" -eq 1 ]
	[[ $output == *born* ]]
	"$SCMI_PERF" report -j scp.scmi | jq 'del(.counters.lost)' >wrong.json
	run "$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" \
		wrong.json
	[ "$status" -eq 1 ]
	[[ $output == *lost* ]]
}

@test "text fits 80 columns and names unit, resolution and message" {
	run --separate-stderr "$SCMI_PERF" report scp.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $output == *"SENSOR SENSOR_READING_GET"* ]]
	[[ $output == *"Latency in us"* ]]
	[[ $output == *"resolution of 1 us"* ]]
	[[ $output == *"5 begun = 5 completed"* ]]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
	[[ $output =~ \ total\ +5\ +755\ .*\ 1803\ +1146\.2 ]]
}

@test "a merge adds up in any order, and through pipes" {
	"$SCMI_PERF" merge scp.scmi fake.scmi -o a.scmi
	"$SCMI_PERF" merge -o - scp.scmi - <fake.scmi >b.scmi
	cmp a.scmi b.scmi
	"$SCMI_PERF" report -j - <a.scmi >a.json
	[ "$(total a.json)" = "[10,529000,4492000,1264200,1810431]" ]
	[ "$(jq '.counters.begun' a.json)" = 10 ]
	[ "$(jq '.meta.runs | length' a.json)" = 2 ]
	[ "$(jq -c '[.meta.runs[].command] | sort | map(split("/")[-1])' \
		a.json)" = '["virtio-fake-device.txt","virtio-vhost-user-scp.txt"]' ]
	"$SCMI_PERF" merge -q fake.scmi scp.scmi -o c.scmi
	diff <(jq .series a.json) <("$SCMI_PERF" report -j c.scmi | jq .series)
}

@test "a merge of two runs with equal times has the same percentiles" {
	zcat scp.scmi | jq -c '.runs[0].host = "other"' | gzip -n >same.scmi
	"$SCMI_PERF" merge -q scp.scmi same.scmi -o scp2.scmi
	"$SCMI_PERF" report -j scp2.scmi >twice.json
	# p90 is the last but one: its bucket reaches beyond the maximum.
	[ "$(total twice.json)" = "[10,755000,1803000,1146200,1803000]" ]
}

@test "losses are first in the text, and are in JSON" {
	zcat scp.scmi | jq -c '.lost.key_table = 7' | gzip -n >lossy.scmi
	run "$SCMI_PERF" report lossy.scmi
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == LOST:* ]]
	[[ ${lines[1]} == *"7 lost (key_table): "* ]]
	[ "$("$SCMI_PERF" report -j lossy.scmi |
		jq .counters.lost.key_table)" = 7 ]
	run --separate-stderr "$SCMI_PERF" merge -q scp.scmi lossy.scmi -o m.scmi
	[ "$status" -eq 0 ]
	[[ $stderr == *"7 lost (key_table): "* ]]
}

@test "invalid files are refused, each with a specific message" {
	: >empty.scmi
	refused "empty.scmi: empty" report empty.scmi
	refused "nowhere.scmi: no such file" report nowhere.scmi
	head -c 100 scp.scmi >short.scmi
	refused "short.scmi: truncated profile" report short.scmi
	zcat scp.scmi | jq -c '.series[0].counters.begun = 6' | gzip >sum.scmi
	refused "sum.scmi: corrupt profile: series 0: begun" report sum.scmi
	refused "not gzip-compressed" merge -o m.scmi scp.scmi \
		"$root/tests/data/virtio-fake-device.txt"
	zcat scp.scmi | sed s,profile/2,profile/3, | gzip >future.scmi
	refused "hint: upgrade scmi-perf" report future.scmi
	refused "sum.scmi: corrupt" merge scp.scmi sum.scmi -o no.scmi
	[ ! -e no.scmi ]
}

@test "phases, anomalies, notifications and fast channels are shown" {
	gzip -n <"$root/tests/data/profile-v2.json" >v2.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" v2.scmi
	"$SCMI_PERF" report -j v2.scmi >v2.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" v2.json
	[ "$(jq -c '[.series[] | select(.message_name == "CLOCK_RATE_SET")
		| .phase]' v2.json)" = '["total","submit","doorbell","service","dispatch","wakeup","delayed"]' ]
	# The phases from submit to wakeup add up to the total.
	[ "$(jq '[.series[] | select(.message_name == "CLOCK_RATE_SET")
		| if .phase == "total" then .sum_ns
		  elif .phase == "delayed" then 0 else -.sum_ns end]
		| add' v2.json)" = 0 ]
	[ "$(jq -c '[.anomalies[] | [.kind, .type, .message, .count]]' v2.json)" = \
		'[["timeout","command",6,1],["timeout","command",5,1],["lost_doorbell","command",5,1],["late_reply","command",5,1],["notification_dropped","notification",1,2]]' ]
	[ "$(jq -c '[.events[] | [.kind, .token, .cpu, .comm, .age_ns]]' \
		v2.json)" = '[["late_reply",42,3,"kworker/3:1",150000000],["notification_dropped",0,3,"swapper/3",null]]' ]
	[ "$(jq -c '[.counters | .notified, .fast_calls, .timed_out]' v2.json)" = "[12,9,3]" ]
	run --separate-stderr "$SCMI_PERF" report v2.scmi
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
	[[ $output == *$'\nAnomalies\n'*"lost_doorbell: the reply was in time"* ]]
	[[ $output == *"    12 notifications in 30.000 s, 0.4/s"* ]]
	[[ $output == *$'\nabsent    smc_send_message - '* ]]
}

@test "a hook of another transport than those of the transfers is not missed" {
	# over TRANSPORT: print the line of absent hooks.
	over() {
		jq -c --arg t "$1" '.series[].transport = $t | .runs[0].hooks += [
			{"name": "tee_client_invoke_func", "how": "none"}]' \
			"$root/tests/data/profile-v2.json" | gzip -n >over.scmi
		"$SCMI_PERF" report over.scmi | grep '^absent'
	}
	[[ $(over virtio) == "absent    smc_send_message - "* ]]
	[[ $(over optee) == "absent    smc_send_message tee_client_invoke_func - "* ]]
	[[ $(over unknown) == *" tee_client_invoke_func - "* ]]
}

@test "a time series is in JSON, adds up, and is dropped by a merge" {
	gzip -n <"$root/tests/data/profile-intervals.json" >i.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" i.scmi
	"$SCMI_PERF" report -j i.scmi >i.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" i.json
	[ "$(jq -c '[.interval_ns, [.intervals[].end_ns]]' i.json)" = \
		"[10000000,[10000000,19999999]]" ]
	[ "$(jq -c '[.intervals[1].deltas[] | [.message, .completed, .anomalies,
		.phases.total.p50_ns]]' i.json)" = \
		'[[0,1,{},3007],[1,1,{"late_reply":1},3007]]' ]
	"$SCMI_PERF" report i.scmi >i.txt
	[ -s i.txt ]
	jq '.runs[0].start_unix_s += 1' "$root/tests/data/profile-intervals.json" |
		gzip -n >later.scmi
	"$SCMI_PERF" merge -q i.scmi later.scmi -o m.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" m.scmi
	[ "$("$SCMI_PERF" report -j m.scmi |
		jq -c '[.counters.completed, .interval_ns, .intervals]')" = "[6,null,[]]" ]
	# Both the schema and the reader refuse this.
	zcat i.scmi | jq -c 'del(.interval_ns)' | gzip >bad.scmi
	run "$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" bad.scmi
	[ "$status" -ne 0 ]
	refused "bad.scmi: corrupt profile: interval_ns is missing" report bad.scmi
}

@test "a merge adds anomalies up and keeps the last events" {
	gzip -n <"$root/tests/data/profile-losses.json" >losses.scmi
	gzip -n <"$root/tests/data/profile-v2.json" >v2.scmi
	jq '.runs[0].start_unix_s += 1' "$root/tests/data/profile-v2.json" |
		gzip -n >later.scmi
	"$SCMI_PERF" merge -q v2.scmi losses.scmi later.scmi -o m.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" m.scmi
	"$SCMI_PERF" report -j m.scmi >m.json
	# A timeout is one anomaly, and losses.scmi has one.
	[ "$(jq '[.anomalies[] | select(.kind == "timeout" or
		.kind == "lost_doorbell") | .count] | add' m.json)" = 7 ]
	[ "$(jq .counters.timed_out m.json)" = 7 ]
	[ "$(jq -c '[.events[].kind] | unique_by(.), length' m.json)" = \
		$'["late_reply","notification_dropped"]\n4' ]
}

@test "a file of the development format is refused" {
	zcat scp.scmi | sed s,profile/2,profile/1, | gzip >old.scmi
	refused "old.scmi: its format is scmi-perf-profile/1, a development format" \
		report old.scmi
	refused "record again, or import the log again" report old.scmi
}

@test "losses and every counter are reported" {
	gzip -n <"$root/tests/data/profile-losses.json" >losses.scmi
	"$SCMI_PERF" report -j losses.scmi >losses.json
	[ "$(jq -c '[.counters | .begun, .completed, .errors, .timed_out,
		.send_failed, .aged_out, .in_flight, .overlapped]' losses.json)" = \
		"[11,6,1,1,1,1,2,1]" ]
	[ "$(jq -c '[.counters.lost[]] | add' losses.json)" = 15 ]
	[ "$(jq -c '[.series[] | .count] | add' losses.json)" = 17 ]
	run "$SCMI_PERF" report losses.scmi
	[[ $output == *"protocol 0x80 message 0x03, instance 1, channel 2"* ]]
}

@test "wrong usage is an error" {
	refused "no FILE given" report
	refused "one FILE at a time" report scp.scmi fake.scmi
	refused "at least 2 FILEs" merge scp.scmi -o m.scmi
	refused "-o FILE is required" merge scp.scmi fake.scmi
}

@test "a full disk is an error" {
	run bash -c '"$SCMI_PERF" report scp.scmi >/dev/full'
	[ "$status" -eq 1 ]
	[[ $output == *"write standard output: No space left"* ]]
	run bash -c '"$SCMI_PERF" merge scp.scmi fake.scmi -o - >/dev/full'
	[ "$status" -eq 1 ]
	[[ $output == *"write standard output: No space left"* ]]
}

@test "no string of a profile becomes a command of a CI runner" {
	local words
	words=$(printf '%.0s ::stop-commands::t \u3000::a::b x##[add-mask]e ##vso[c]' {1..20})
	zcat scp.scmi | jq -c --arg words "$words" \
		'.runs[0] += {command: $words, host: $words}' | gzip -n >words.scmi
	printf '  ##[mask]e-77 [000] .....  1.%s: scmi_xfer_%s\n' \
		0 'begin: pt=15 msg_id=06 seq=0001 transfer_id=1 poll=0' \
		05 'end: pt=15 msg_id=06 seq=0001 transfer_id=1 s=-110' >task.log
	"$SCMI_PERF" import -q task.log -o task.scmi
	run -0 "$SCMI_PERF" report words.scmi
	[[ $output == *'\x3a:stop-commands'* ]]
	[[ $output != *'##'* ]]
	run ! grep -P '^[\s\p{Zs}]*::' <<<"$output"
	run -0 "$SCMI_PERF" report task.scmi
	[[ $output == *'#\x23[mask]e (77)'* ]]
	run -1 "$SCMI_PERF" report 'no ##[x] file'
	[[ $output == *'no #\x23[x] file'* ]]
}

@test "fast channels have a rate, last values and times between calls" {
	printf 'a-1 [0] %s: scmi_fc_call: pt=13 msg_id=%s res_id:%s vals=%s\n' \
		1.000000 05 3 1:5 1.500000 05 3 2:5 1.750000 05 3 2:4 \
		1.750000 07 0 9:0 >fast.txt
	"$SCMI_PERF" import -q fast.txt -o fast.scmi
	run --separate-stderr -0 "$SCMI_PERF" report fast.scmi
	text=$(xargs <<<"$output")
	[[ $text == *"fast PERFORMANCE PERFORMANCE_LIMITS_SET, domain 3: 3 calls, 4/s, last values 2 and 4, 250 ms to 500 ms apart, on average 375 ms PERFORMANCE"* ]]
	[[ $text == *"PERFORMANCE_LEVEL_SET, domain 0: 1 call, 1.333/s, last value 9"* ]]
	"$SCMI_PERF" report fast.scmi --html fast.html
	grep -F 'domain 3: 3 calls, 4/s, last values 2 and 4, 250 ms to 500 ms apart' fast.html
	"$SCMI_PERF" report -j fast.scmi >fast.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" fast.json
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" fast.scmi
	[ "$(jq -c '.fast_channels[0] | [.domain, .calls, .per_second, .periods, .period_sum_ns, .period_min_ns, .period_max_ns]' fast.json)" = \
		"[3,3,4,2,750000000,250000000,500000000]" ]
	[ "$(jq -c '.fast_channels[1] | [.message_name, .last_values, .period_sum_ns]' fast.json)" = \
		'["PERFORMANCE_LEVEL_SET",[9,0],null]' ]
	# Merged twice: times between calls of two recordings do not count.
	sed 's/ 1\./ 2./' fast.txt >again.txt
	"$SCMI_PERF" import -q again.txt -o again.scmi
	"$SCMI_PERF" merge -q fast.scmi again.scmi -o twice.scmi
	[ "$("$SCMI_PERF" report -j twice.scmi | jq -c '.fast_channels[0] | [.calls, .periods, .period_sum_ns]')" = \
		"[6,4,1500000000]" ]
}

@test "a number of 1 stands before a singular" {
	local many='1 (transfer|call|line|run|event|test|end|notification|response)s'

	make_run one.scmi 1000 1 6 '.gaps = {unannounced: 1, not_searched: 1,
		fast_channel: 1} | .untracked = 1 | .unparsed_lines = 1
		| .runs[0].self_runs = 1 | .runs[0].self_ns = 5'
	"$SCMI_PERF" report one.scmi --html one.html
	run -0 "$SCMI_PERF" report one.scmi
	text=$(xargs -d '\n' <<<"$output" | tr -s ' ')
	[[ $text == *"1 transfer without a call of do_xfer()"* ]]
	[[ $text == *"1 transfer timed out in a virtqueue"* ]]
	[[ $text == *"1 call of further fast channels"* ]]
	[[ $text == *"1 end or delayed response of"* ]]
	[[ $text == *"1 run of scmi-perf's BPF programs"* ]]
	grep -F '1 call of further fast channels' one.html
	echo "a-1 [0] 1.0: scmi_xfer_begin: pt=15 msg_id=06 seq=1 transfer_id=1 poll=0" >one.txt
	run -0 "$SCMI_PERF" import one.txt -o import.scmi
	[[ $output == *"read 1 line: 1 SCMI event used"* ]]
	[[ $output == *" 1 transfer begun"* ]]
	text="$text $output $(cat one.html)"
	! grep -E "\b$many" <<<"$text"
	make_run two.scmi 1000 2 6 '.gaps = {unannounced: 2, fast_channel: 2}'
	run -0 "$SCMI_PERF" report two.scmi
	[[ $output == *"2 transfers without a call"*"2 calls of further"* ]]
}

@test "--explain adds the meaning of the profile's phases, to text only" {
	run "$SCMI_PERF" report --explain scp.scmi
	[ "$status" -eq 0 ]
	[[ $output == *$'\nPhases, transport unknown:\n  total '* ]]
	[[ $output != *$'\n  doorbell '* ]]
	# The call into the TEE contains more than the TEE's own time.
	make_run tee.scmi 1000 10 6 '.series[0].transport = "optee"
		| .series[0].phases.service = .series[0].phases.total'
	run -0 "$SCMI_PERF" report --explain tee.scmi
	[[ $(xargs <<<"$output") == *"service the call into the TEE, with the wait for a free thread of it, and with its requests to Linux meanwhile (RPC) (if long: the events optee:optee_invoke_fn_begin and _end,"* ]]
	refused "--explain is for text only" report --explain -j scp.scmi
	refused "--explain is for text only" report --explain --html page scp.scmi
	[ ! -e page ]
}

@test "errors are counted by status, and add up in a merge" {
	local seq=0 status

	# Success, errnos that the core makes of BUSY and DENIED, and another one.
	for status in 0 -16 -16 -13 -1000; do
		printf ' a-1 [0] %d.0001: scmi_xfer_%s\n' \
			$seq "begin: pt=14 msg_id=07 seq=0001 transfer_id=1 poll=0" \
			$((seq++)) "end: pt=14 msg_id=07 seq=0001 transfer_id=1 s=$status"
	done >errors.txt
	run -0 "$SCMI_PERF" report errors.txt
	[[ $(xargs -d '\n' <<<"$output" | tr -s ' ') == *"5 completed (4 with an error status: 1 DENIED, 2 BUSY, 1 other)"* ]]
	"$SCMI_PERF" import -q errors.txt -o errors.scmi
	"$root/tests/tools/validate_json.py" "$root/docs/profile.schema.json" errors.scmi
	jq -c '.series[0].statuses' <(zcat errors.scmi) | grep -Fx '{"DENIED":1,"BUSY":2,"other":1}'
	sed 's/^ a/ other/' errors.txt >again.txt
	"$SCMI_PERF" import -q again.txt -o again.scmi
	"$SCMI_PERF" merge -q errors.scmi again.scmi -o twice.scmi
	"$SCMI_PERF" report -j twice.scmi >twice.json
	"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" twice.json
	[ "$(jq -c '[.counters.statuses, .transfers[0].statuses] | unique' twice.json)" = \
		'[{"DENIED":2,"BUSY":4,"other":2}]' ]
	# Profiles of earlier versions have no statuses.
	zcat errors.scmi | jq -c 'del(.series[].statuses)' | gzip -n >old.scmi
	run -0 "$SCMI_PERF" report old.scmi
	[[ $output == *"(4 with an error status)"* ]]
	"$SCMI_PERF" compare -j errors.scmi -- again.scmi >compare.json
	"$root/tests/tools/validate_json.py" "$root/docs/compare.schema.json" compare.json
	[ "$(jq -c .b.statuses compare.json)" = '{"DENIED":1,"BUSY":2,"other":1}' ]
	run -0 "$SCMI_PERF" compare errors.scmi -- again.scmi
	[[ $(xargs <<<"$output") == *"4 with an error status: 1 DENIED, 2 BUSY, 1 other"* ]]
}
