# SPDX-License-Identifier: GPL-2.0-only
# Series of resources: a recording agrees with what the load asked for. One guest answers
# all questions. kernels.bats tests other kernels and transports, less.bats those
# without types and without BPF.

bats_require_minimum_version 1.5.0
load resources.bash

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport mailbox --profile det --cpus 2 \
		--out "$OUT" -- tests/lab/guest/resources.sh
}

# about NAME MESSAGE MEMBER: print the resources of a message with a member of each.
about() {
	"$SCMI_PERF" report -j --by resource "$OUT/$1.scmi" | jq -c --arg message "$2" \
		--arg member "$3" '[.transfers[] | select(.message_name == $message) |
			[.resource, .[$member]]]'
}

@test "each resource has the requests that the load counted" {
	resources_equal "$OUT/each"
}

@test "without --by, the sums are those of the messages" {
	"$SCMI_PERF" report -j "$OUT/each.scmi" | jq -e '.counters.begun == 600
		and all(.transfers[]; .resource == null)
		and ([.transfers[].begun] | add) == 600'
}

@test "CLOCK_RATE_SET names its clock after the flags" {
	[ "$(about set CLOCK_RATE_SET completed)" = '[[0,20]]' ]
}

@test "fast channels have their domain" {
	[ "$(about fast PERFORMANCE_LEVEL_SET fast_calls)" = '[[1,20]]' ]
}

@test "notifications have the resource of their payload" {
	about notify SENSOR_UPDATE notified | jq -e 'length > 1 and all(.[1] > 0)
		and all(.[0] != null) and ([.[][0]] | unique | length) == length'
	# Their handling, which another hook measures, is that of the same series.
	"$SCMI_PERF" report -j --by resource "$OUT/notify.scmi" | jq -e '[.series[] |
		select(.phase == "handling")] | length > 1 and all(.resource != null)'
}

@test "--resource selects in the kernel" {
	resources_equal "$OUT/selected" \
		'.work == "clock" or (.work == "sensor" and .resource == 1)'
}

@test "without BPF, payloads come from scmi_msg_dump" {
	resources_equal "$OUT/tracefs"
}

@test "the slow sensor leads the report" {
	# In the first lines, with the name that the core has of it.
	"$SCMI_PERF" report --by resource "$OUT/slow.scmi" >"$OUT/slow.txt"
	grep -A 1 '^messages' "$OUT/slow.txt" | tr -s ' \n' ' ' |
		grep -E '^messages [0-9.]+ % SENSOR SENSOR_READING_GET [^,]+\(2\)'
	"$SCMI_PERF" report -j --by resource "$OUT/slow.scmi" | jq -e '[.series[] |
		select(.phase == "total" and .message_name == "SENSOR_READING_GET")] |
		max_by(.p50_ns).resource == 2 and length == 4 and all(.count == 20)
		and (map(select(.p50_ns > 1000000)) | length) == 1'
}
