# SPDX-License-Identifier: GPL-2.0-only
# The exporter as a client of OTLP: what it sends, and what it does without a receiver.

bats_require_minimum_version 1.5.0

setup() {
	tools=$BATS_TEST_DIRNAME/../tools
	started=()
	# shellcheck source=tests/cli/exporter.bash
	. "$BATS_TEST_DIRNAME/exporter.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	profile=$BATS_TEST_DIRNAME/../baseline/virtio.scmi
	mkdir received
}

teardown() {
	end_all
}

# receive STATUS...: starts a receiver that answers with these statuses; sets port.
receive() {
	"$tools/otlp_receiver.py" received "$@" >port 3>&- &
	started+=($!)
	wait_until [ -s port ]
	port=$(<port)
}

# push ARG...: starts an exporter that sends to the receiver each 100 ms.
push() {
	"$SCMI_PERF" exporter --otlp "http://127.0.0.1:$port" --interval 100ms "$@" \
		2>exporter.log 3>&- <&0 &
	exporter=$!
	started+=("$exporter")
}

# decode NUMBER: prints a request that was received as JSON.
decode() {
	"$tools/decode_otlp.py" "received/$1.pb"
}

@test "a request has the counters and histograms of the profile" {
	receive 200
	OTEL_EXPORTER_OTLP_HEADERS='x-key=a b, authorization = Bearer%20t,secret' push "$profile"
	wait_until [ -e received/1.pb ]
	decode 1 >points
	grep -x /v1/metrics received/1.header
	grep -ix 'content-type: application/x-protobuf' received/1.header
	grep -ix 'x-key: a b' received/1.header
	grep -ix 'authorization: Bearer t' received/1.header
	grep 'warning: header 3 of OTEL_EXPORTER_OTLP_HEADERS is ignored: not name=value' exporter.log
	run ! grep secret exporter.log received/1.header
	jq -e --arg host "$(uname -n)" '.scope == "scmi-perf" and .resource["service.name"] == "scmi-perf"
		and .resource["host.name"] == $host' points
	zcat "$profile" >profile.json
	jq -e --slurpfile p profile.json '
		def sum($name): [.points[] | select(.name == $name).value] | add;
		sum("scmi.transfers") == ([$p[0].series[].counters.begun] | add)
		and sum("scmi.timeouts") == ([$p[0].series[].counters.timed_out] | add)' points
	# Each phase of each series: count, sum and the percentiles of the report.
	"$SCMI_PERF" report -j "$profile" >report.json
	jq -e --slurpfile r report.json '
		def us($ns): $ns / 1e9;
		def at($h; $share): ($h.buckets | to_entries | map(.key |= tonumber) | sort_by(.key)) as $b
			| ($h.count * $share | ceil) as $rank
			| first(range($b | length) | select(([$b[:. + 1][].value] | add) >= $rank))
			| pow(2; ($b[.].key + 0.5) / pow(2; $h.scale));
		[$r[0].series[] | select(.type == "command")] as $rows
		| [.points[] | select(.name == "scmi.latency")] as $h
		| ($h | length) == ($rows | length) and ($h | length) >= 7
		and ($h | all(. as $one
			| first($rows[] | select(.message_name == $one.labels.message
				and .phase == $one.labels.phase)) as $row
			| $one.unit == "s" and $one.count == $row.count
			and ($one.sum * 1e9 | round) == $row.sum_ns
			and ($one.min * 1e9 | round) == $row.min_ns
			and ($one.max * 1e9 | round) == $row.max_ns
			and (at($one; 0.5) / us($row.p50_ns) | . > 0.985 and . < 1.015)))' points
	stops "$exporter"
}

@test "wide histograms have fewer buckets, and all samples" {
	# 1 us to 10 s are 23 octaves, 2976 buckets of the finest scale.
	awk 'BEGIN { for (i = 0; i < 8; i++) for (j = 0; j < 10; j++) {
		t += 20; us = 10 ^ i
		printf " a-1 [000] ..... %.6f: scmi_xfer_begin: transfer_id=%d msg_id=6 protocol_id=21 seq=%d poll=0\n",
			t, ++n, n
		printf " a-1 [000] ..... %.6f: scmi_rx_done: transfer_id=%d msg_id=6 protocol_id=21 seq=%d msg_type=0\n",
			t + us / 1e6, n, n
		printf " a-1 [000] ..... %.6f: scmi_xfer_end: transfer_id=%d msg_id=6 protocol_id=21 seq=%d status=0\n",
			t + us / 1e6, n, n } }' >log
	receive 200
	push log
	wait_until [ -e received/1.pb ]
	decode 1 | jq -e '[.points[] | select(.name == "scmi.latency" and .labels.phase == "total")]
		| length == 1 and (.[0] | .count == 80 and .scale == 3 and .n_buckets <= 320
			and (.buckets | length) == 8 and all(.buckets[]; . == 10))'
	stops "$exporter"
}

@test "while no receiver answers it waits longer, reports it once, and loses nothing" {
	"$tools/feed_log.py" log 500 1 >truth
	receive 503 0 503 200
	push --follow log
	wait_until [ -e received/5.pb ]
	[ "$(grep -c warning exporter.log)" -eq 1 ]
	# The answer, as a terminal may show it.
	grep -F "warning: send metrics to http://127.0.0.1:$port/v1/metrics: status 503: no\\x1b[31mthing" exporter.log
	! grep '^::error' exporter.log
	grep 'accepts metrics again, after 3 failed requests' exporter.log
	decode 5 | jq -e --slurpfile t truth '
		def sum($name): [.points[] | select(.name == $name).value] | add;
		sum("scmi.transfers") == $t[0].transfers and sum("scmi.timeouts") == $t[0].timeouts
		and sum("scmi.exporter_failed_pushes") == 3 and sum("scmi.exporter_pushes") >= 1'
	# At least 1 + 2 + 4 s, by the times of the requests.
	decode 1 | jq '.points[0].time_ns' >first
	decode 4 | jq '.points[0].time_ns' >fourth
	[ $((($(<fourth) - $(<first)) / 1000000)) -ge 7000 ]
	stops "$exporter"
}

@test "an answer is reported if only a part was accepted" {
	# An empty partial_success, as the OpenTelemetry collector answers.
	receive 200:0a00
	push "$profile"
	wait_until [ -e received/2.pb ]
	stops "$exporter"
	[ ! -s exporter.log ]
	rm received/* port
	receive 200:0a070801120362616400
	push "$profile"
	wait_until [ -e received/3.pb ]
	stops "$exporter"
	[ "$(grep -c 'warning: .* has accepted only a part of the metrics: .*bad' exporter.log)" -eq 1 ]
}

@test "the end sends what came since the last request, or reports that it could not" {
	local n

	"$tools/feed_log.py" log 100 0.5 >truth
	receive 200
	"$SCMI_PERF" exporter --otlp "http://127.0.0.1:$port" --interval 1h --follow log \
		2>exporter.log 3>&- &
	exporter=$!
	started+=("$exporter")
	wait_until [ -e received/1.pb ]
	decode 1 >before
	# More than is read at once.
	"$tools/feed_log.py" log 20000 0.1 >more
	stops "$exporter"
	n=$(find received -name '*.pb' | wc -l)
	[ "$n" -eq 2 ]
	decode 2 | jq -e --slurpfile t truth --slurpfile m more '[.points[] | select(.name == "scmi.transfers").value]
		| add == $t[0].transfers + $m[0].transfers'
	# The same counter, from the same start.
	decode 2 | jq -e --slurpfile b before '.points[0].start_ns == $b[0].points[0].start_ns'
	kill "${started[0]}"
	"$SCMI_PERF" exporter --otlp "http://127.0.0.1:$port" --interval 100ms "$profile" 2>exporter.log 3>&- &
	exporter=$!
	wait_until grep -q 'warning: send metrics' exporter.log
	stops "$exporter"
}

@test "a URL that is none is refused" {
	for bad in x ftp://host/ http:// 'http://a b/' file:///etc/passwd; do
		run -1 "$SCMI_PERF" exporter --otlp "$bad" "$profile"
		[[ $output == *"'$bad' is not a URL of http or https"* ]]
	done
}
