# SPDX-License-Identifier: GPL-2.0-only
# The exporter: its server, what it refuses, and that a scrape loses nothing.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	started=()
	# shellcheck source=tests/cli/exporter.bash
	. "$BATS_TEST_DIRNAME/exporter.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	profile=$root/tests/baseline/virtio.scmi
}

teardown() {
	end_all
}

# status ARG...: prints the HTTP status of a request.
status() {
	get -o /dev/null -w '%{http_code}' "$@"
}

@test "it serves the metrics of export, and ends on a signal" {
	start_exporter "$profile"
	get "$url" | grep -v '^[^{ ]*scmi_exporter\|_up \|# .* scmi_exporter\|# .* scmi_source_up' >served
	"$SCMI_PERF" export "$profile" --prometheus metrics
	diff metrics served
	get -D header "$url" >served
	grep -i $'^content-type: text/plain; version=0.0.4; charset=utf-8\r$' header
	[ "$(scraped scmi_exporter_scrapes_total)" -eq 2 ]
	get "${url%metrics}" | grep '<a href="/metrics">'
	stops "$exporter"
	run ! get "$url"
}

@test "docs/prometheus.md lists the metrics" {
	start_exporter "$profile"
	get "$url" | sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' | sort >served
	sed -n 's/^| \(`scmi_[^|]*\) | .*/\1/p' "$root/docs/prometheus.md" | grep -o 'scmi_[a-z_]*' | sort >listed
	[ "$(wc -l <served)" -gt 20 ]
	diff listed served
}

@test "protobuf is served only to those who prefer it" {
	local families='application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited'

	start_exporter "$profile"
	get -D header -H "Accept: $families;q=0.6,text/plain;q=0.3" "$url" >served
	grep -i '^content-type: application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited' header
	get -D header -H "Accept: $families;q=0.2,text/plain;q=0.3" "$url" >served
	grep -i '^content-type: text/plain' header
}

@test "other methods, paths, bodies and long headers are refused" {
	start_exporter "$profile"
	[ "$(status "$url")" = 200 ]
	[ "$(status -I "$url")" = 200 ]
	[ "$(status "$url?x=1")" = 200 ]
	for method in POST PUT DELETE OPTIONS TRACE CONNECT FROB; do
		[ "$(status -X "$method" "$url")" = 405 ]
	done
	[ "$(status --data-binary @"$profile" "$url")" = 405 ]
	[ "$(status -X GET -d body "$url")" = 413 ]
	[ "$(status -X GET -H 'Transfer-Encoding: chunked' -d body "$url")" = 413 ]
	[ "$(status --path-as-is "${url%metrics}../../etc/passwd")" = 404 ]
	[ "$(status "${url}/")" = 404 ]
	[ "$(status -H "X: $(head -c 10000 /dev/zero | tr '\0' a)" "$url")" = 431 ]
	[ "$(status "$url$(head -c 10000 /dev/zero | tr '\0' a)")" = 414 ]
	head -c 20000 /dev/urandom >noise
	timeout 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port && cat noise >&3 && cat <&3" >/dev/null 2>&1 || :
	[ "$(scraped scmi_exporter_refused_requests_total)" -ge 12 ]
	stops "$exporter"
}

@test "many slow clients do not stop scrapes for long" {
	start_exporter "$profile"
	"$root/tests/tools/hostile_clients.py" "$port" 200 60 >clients 3>&- &
	started+=($!)
	wait_until grep -q connected clients
	wait_until get --max-time 20 -o served "$url"
	grep '^scmi_transfers_total{.*} 2000$' served
	[ "$(scraped scmi_exporter_refused_requests_total)" -gt 0 ]
	# A file descriptor for each of at most 32 connections.
	[ "$(find "/proc/$exporter/fd" -mindepth 1 | wc -l)" -lt 64 ]
}

@test "100 scrapes a second lose no transfer of a followed log" {
	touch log
	start_exporter --follow log
	"$root/tests/tools/feed_log.py" log 2000 5 >fed 3>&- &
	feeder=$!
	wait_until get -o served "$url"
	"$root/tests/tools/scrape.py" "$url" 100 4 "$exporter" >scrapes
	cat scrapes
	wait "$feeder"
	[ "$(jq .scrapes scrapes)" -eq 400 ]
	# A body is about 30 KB: keeping them would be 11 MB.
	[ "$(jq .grown_kb scrapes)" -lt 6000 ]
	all_arrived() { [ "$(scraped scmi_transfers_total)" -eq "$(jq .transfers fed)" ]; }
	wait_until all_arrived
	[ "$(scraped scmi_replies_total)" -eq "$(jq '.transfers - .timeouts' fed)" ]
	[ "$(scraped scmi_errors_total)" -eq "$(jq .errors fed)" ]
	[ "$(scraped scmi_timeouts_total)" -eq "$(jq .timeouts fed)" ]
	[ "$(scraped scmi_anomalies_total 'anomaly="timeout"')" -eq "$(jq .timeouts fed)" ]
	[ "$(scraped scmi_latency_seconds_count 'phase="total"')" -eq "$(jq '.transfers - .timeouts' fed)" ]
	[ "$(scraped scmi_lost_total)" -eq 0 ]
	[ "$(scraped scmi_unparsed_lines_total)" -eq 0 ]
	stops "$exporter"
}

@test "after the end of its input it serves the last counts" {
	start_exporter --follow - <"$root/tests/data/import-anomalies.txt"
	ended() { [ "$(scraped scmi_source_up)" -eq 0 ]; }
	wait_until ended
	"$SCMI_PERF" export -q "$root/tests/data/import-anomalies.txt" --prometheus metrics
	[ "$(scraped scmi_anomalies_total)" -eq \
		"$(awk '/^scmi_anomalies_total/ { n += $NF } END { print n }' metrics)" ]
}

@test "--textfile writes in each interval and at the end" {
	touch log
	"$SCMI_PERF" exporter --follow log --textfile scmi.prom -i 100ms 2>messages 3>&- &
	exporter=$!
	started+=("$exporter")
	wait_until grep -q '^scmi_source_up 1$' scmi.prom
	"$root/tests/tools/feed_log.py" log 1000 1 >fed
	grown() { grep '^scmi_transfers_total' scmi.prom | awk '{ n += $NF } END { exit n != 1000 }'; }
	wait_until grown
	promtool check metrics <scmi.prom || ! command -v promtool >/dev/null
	# No listening socket without --listen.
	[ "$(find "/proc/$exporter/fd" -lname 'socket:*' | wc -l)" -eq 0 ]
	stops "$exporter"
	[ ! -s messages ]
	[ "$(find . -name '*.prom*' | wc -l)" -eq 1 ]
	run --separate-stderr -1 "$SCMI_PERF" exporter --follow log --textfile missing/scmi.prom
	[[ $stderr == *"write missing/scmi.prom: No such file or directory" ]]
}

@test "messages beyond --max-series are added up" {
	start_exporter --max-series 1 "$root/tests/data/import-anomalies.txt"
	[ "$(scraped scmi_folded_series)" -gt 2 ]
	all=$(scraped scmi_message_anomalies_total)
	[ "$(scraped scmi_anomalies_total)" -eq "$all" ]
	get "$url" | grep '^scmi_transfers_total{.*message="other"}'
	[ "$(get "$url" | grep -c '^scmi_transfers_total{')" -eq 2 ]
}

@test "--phases selects the histograms" {
	start_exporter --phases total,wakeup "$profile"
	[ "$(get "$url" | sed -n 's/^scmi_latency_seconds_count{.*phase="\([a-z]*\)".*/\1/p' | xargs)" = \
		"total wakeup" ]
}

@test "wrong options and an address in use are errors" {
	refused() {
		run --separate-stderr -1 timeout 20 "$SCMI_PERF" exporter "${@:2}"
		[[ $stderr == *"$1"* ]]
	}
	refused "invalid value 'localhost:80' for --listen" --listen localhost:80 "$profile"
	refused "invalid value 'x' for --phases" --phases total,x "$profile"
	refused "invalid value '0' for --max-series" --max-series 0 "$profile"
	refused "invalid value '1ms' for --interval" -i 1ms "$profile"
	refused "--follow cannot be used with a FILE" --follow log "$profile"
	refused "need a running kernel" -P SENSOR "$profile"
	refused "open 'missing'" --follow missing
	start_exporter "$profile"
	refused "listen at 127.0.0.1:$port: Address already in use" --listen "127.0.0.1:$port" "$profile"
	start_exporter --listen 0.0.0.0:0 "$profile"
	grep 'warning: other machines can read the metrics' exporter.log
}

@test "--on acts on transfers of a followed log, and stop ends the exporter" {
	"$root/tests/tools/make_senders_log.py" >log
	start_exporter --follow log --on 'latency(SENSOR)>10ms' --do snapshot --every 1ms
	wait_until [ -e snapshot-1.ndjson ]
	jq -es '.[-1] | .type == "snapshot" and .value == 15005000' snapshot-1.ndjson
	[ "$(scraped scmi_transfers_total)" -eq 2202 ]
	stops "$exporter"
	grep 'warning: latency(SENSOR)>10ms at 2.025005 s: SENSOR SENSOR_READING_GET, after 15.01 ms' \
		exporter.log
	# The last counts include all that came before.
	run -0 timeout 30 "$SCMI_PERF" exporter --textfile out.prom --follow log \
		--on anomaly=timeout --do stop
	[ "$(awk '/^scmi_transfers_total{/ { n += $2 } END { print n }' out.prom)" -eq 2202 ]
	run -1 "$SCMI_PERF" exporter --on anomaly "$profile"
	[[ $output == *"--on needs transfers that end, not a FILE"* ]]
	run -1 "$SCMI_PERF" exporter --follow log --on anomaly --do trace-off
	[[ $output == *"--do trace-off needs a running kernel"* ]]
}
