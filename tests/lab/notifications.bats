# SPDX-License-Identifier: GPL-2.0-only
# Notifications in bursts of 1000, which the kernel's queue cannot hold. The platform
# counts what it sent, the load what its notifiers received, and when.

bats_require_minimum_version 1.5.0
load bursts.bash

# The guest of all tests but the first.
setup_file() {
	lab/scmi-lab exec --transport virtio --profile det --out "$BATS_FILE_TMPDIR/guest" \
		--file tests/lab/guest/bursts.sh -- tests/lab/guest/notifications.sh
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_FILE_TMPDIR/guest
}

# While the load unregisters, a few come that nobody handles.
@test "each notification is counted as handled by its users or as dropped" {
	OUT=$BATS_TEST_TMPDIR/out
	echo 'sensor 6 every 40 burst 1000' >"$BATS_TEST_TMPDIR/plan"
	lab/scmi-lab run --transport virtio --profile det \
		--fault "$BATS_TEST_TMPDIR/plan" \
		--load sensor:200,notify,gap=2000 --out "$OUT"
	"$SCMI_PERF" report -j "$OUT/run.scmi" >"$OUT/report.json"
	# shellcheck disable=SC2016 # jq's own
	jq -e --slurpfile load "$OUT/truth.json" \
		--slurpfile platform "$OUT/platform.json" '
		$load[0].notifications as $load | $platform[0] as $platform
		| ([.anomalies[] | select(.kind == "notification_dropped").count]
			| add) as $dropped
		| ([.series[] | select(.phase == "handling")]) as $handling
		| (.counters.notified - $dropped - $load.received) as $late
		| (([$handling[].sum_ns] | add) - $load.handling.sum_ns) as $after
		| $platform.notifications + $platform.notifications_lost > 5000
		and .counters.notified == $platform.notifications
		and $dropped > 500 and $late >= 0 and $late < 50
		and ([$handling[].count] | add) == $load.received
		and ([$handling[].max_ns] | max) >= $load.handling.max_ns
		and $after >= 0 and $after < 5000 * $load.received
		' "$OUT/report.json"
	# All belong to the instance: none is without its transport.
	run ! grep "notification$" <("$SCMI_PERF" report "$OUT/run.scmi")
}

@test "--message 0x15/1 selects a command, SENSOR_UPDATE the notification 0x15/1" {
	# selected NAME: print the counts of notifications and transfers.
	selected() {
		"$SCMI_PERF" report -j "$OUT/$1.scmi" |
			jq -c '.counters | [.notified, .begun]'
	}
	# The load has received fewer: some are in flight when it stops.
	updates=$(jq -s '.[1].notifications - .[0].notifications' \
		"$OUT/notification.before" "$OUT/notification.after")
	[ "$(jq .notifications.sensor_update "$OUT/notification.json")" -gt 0 ]
	[ "$(selected command)" = "[0,0]" ]
	[ "$(selected notification)" = "[$updates,0]" ]
	selected protocol | jq -e '.[0] > 0 and .[1] >= 50'
}

# BPF counts them by the same rule, see above.
@test "tracefs counts the notifications that the kernel dropped, as BPF does" {
	# shellcheck disable=SC2016 # variables of jq
	bursts_counted bpf "$BURSTS_HANDLED and \$full > 100"
	# shellcheck disable=SC2016 # variables of jq
	bursts_counted tracefs '$full > 100 and .meta.source == "tracefs" and $handling == []
		and .meta.hooks["scmi_notify/exit"] == "kprobe event"'
	# With a filter for other messages there is none.
	"$SCMI_PERF" report -j "$OUT/filtered.scmi" |
		jq -e '.counters.notified == 0 and .counters.begun > 0
			and (.anomalies | all(.kind == "timeout"))'
}

@test "trace prints each notification that the kernel dropped, through tracefs, too" {
	dropped=$(jq '[.anomalies[] | select(.kind == "notification_dropped").count] | add' \
		"$OUT/tracefs.report")
	jq -es --argjson dropped "$dropped" '
		map(select(.type == "anomaly")) | length == $dropped
		and all(.anomalies == ["notification_dropped"]
			and .message_type == "notification" and .transport == "virtio")
		and (map([.protocol_name, .message]) | unique) == [["SENSOR", 1], ["SENSOR", 6]]
		' "$OUT/trace.json"
}
