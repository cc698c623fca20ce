# SPDX-License-Identifier: GPL-2.0-only
# The faults that only a device in another process can make, one in each guest, as Linux and
# scmi-perf see them: see scripts/test-boundary. A reply has a second, because a busy
# host may be late.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return 1
	local built=build/reference-transport/devices/vhost_user/scmi-vhost-user
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	SCMI_VHOST_USER=${SCMI_LAB_VHOST_USER:-$built}
	OUT=$BATS_TEST_TMPDIR/out
	pids=
}

teardown() {
	# shellcheck disable=SC2086 # a list
	[ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
}

# after THREADS FAULT...: 600 readings; reading 300 has the fault. All are accounted for.
after() {
	local name=$1

	echo "sensor 6 every 300 times 1 ${*:2}" >"$OUT.plan"
	lab/scmi-lab exec --transport virtio --device vhost-user --reply-timeout 1000 \
		--fault "$OUT.plan" --out "$OUT" --env "DO=$name" \
		-- tests/lab/guest/vhost_user.sh
	"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/report.json"
	# shellcheck disable=SC2016 # jq's own
	jq -s '{report: .[0], truth: .[1], platform: .[2],
		anomalies: (.[0].anomalies | map({(.kind): .count}) | add // {})}' \
		"$OUT/report.json" "$OUT/$name.truth.json" "$OUT/platform.json" >"$OUT/all.json"
	holds '.platform.faults == {"'"$2"'": 1} and .report.counters.begun == 600
		and .report.counters.completed == 600 - .truth.failures
		and .truth.timeouts == .report.counters.timed_out
		and .truth.failures == .truth.timeouts + (.anomalies.send_failed // 0)
		and ([.report.counters.lost[]] | add) == 0 and .report.counters.in_flight == 0'
}

# holds FILTER: check that a filter is true of {report, truth, platform, anomalies}.
holds() {
	jq -e "$1" "$OUT/all.json" >/dev/null || {
		jq -c '.anomalies, .truth, .platform' "$OUT/all.json"
		return 1
	}
}

# slow MS: no anomaly, but a transfer that took at least so long. The guest's clock runs while
# it waits, and is not that of the host to the millisecond.
slow() {
	holds '.anomalies == {} and .truth.failures == 0
		and ([.report.series[] | select(.phase == "total") | .max_ns] | max) >= '"$1"'000000'
}

@test "late interrupts, late doorbells and a pause are slow transfers" {
	after one late-doorbell 200ms
	slow 100
	# One thread is idle after its reply, so its next message is the late one.
	after one late-kick 200ms
	slow 100
	after one stop-reading 200ms
	slow 100
}

@test "without interrupts, lost doorbells are named" {
	after two no-interrupts 3000ms
	holds '(.anomalies | keys) == ["lost_doorbell"] and .truth.timeouts >= 1'
}

@test "a device that no longer hears or reads has not taken the messages" {
	after two lost-kick
	# The ring has room for 128 messages; the driver never rings again.
	holds '.anomalies == {not_taken: 128, send_failed: (.truth.failures - 128)}
		and .truth.failures >= 298'
	after two stop-reading 3000ms
	holds '.anomalies.not_taken >= 1
		and (.anomalies | keys - ["late_reply", "not_taken", "timeout"]) == []
		and .anomalies.late_reply == .truth.timeouts'
}

@test "after a wrong used ring Linux sends nothing more, which is counted" {
	after two used-jump 3
	holds '.anomalies.send_failed >= 298'
	grep 'virtio.*is not a head' "$OUT/dmesg.log"
	after two used-range
	holds '.anomalies.send_failed >= 298'
	grep 'virtio.*out of range' "$OUT/dmesg.log"
	after two used-twice
	holds '.anomalies.send_failed >= 298'
	grep 'virtio.*is not a head' "$OUT/dmesg.log"
}

@test "a length beyond the buffer changes nothing for Linux" {
	after two used-length 4096
	holds '.anomalies == {} and .truth.failures == 0'
}

# The device reads again what it had not replied to.
@test "a device that disconnects and comes back loses nothing that can wait" {
	after one disconnect 200ms
	slow 100
	after two disconnect 3000ms
	holds '(.anomalies | keys - ["late_reply", "not_taken", "timeout"]) == []
		and .truth.timeouts >= 1 and .anomalies.late_reply == .truth.timeouts'
}

# start SOCKET COMMAND...: start a program, and wait until it listens at SOCKET. Standard
# output is a pipe: that of rust-vmm must be one that can be polled.
start() {
	"${@:2}" > >(cat >"$1.log") 2>&1 3>&- &
	pids="$pids $!"
	until [ -S "$1" ]; do
		kill -0 "$!"
		sleep 0.1
	done
}

# SCMI_BACK_END is the command of another back end, with SOCKET for the path of its socket.
# One with an event index raises no further interrupt until the driver has seen the lost
# one, so the driver sees no reply any more; one without goes on.
@test "--between loses an interrupt of another back end" {
	back_end=${SCMI_BACK_END:-$SCMI_VHOST_USER --service 0 --listen SOCKET}
	# shellcheck disable=SC2086 # a list of words
	start "$OUT.back" ${back_end//SOCKET/$OUT.back}
	echo '* * every 400 times 1 lost-doorbell' >"$OUT.plan"
	start "$OUT.socket" "$SCMI_VHOST_USER" --between "$OUT.back" --listen "$OUT.socket" \
		--plan "$OUT.plan" --counts "$OUT.json"
	lab/scmi-lab exec --transport virtio --device "vhost-user:$OUT.socket" \
		--reply-timeout 300 --out "$OUT" --env DO=one -- tests/lab/guest/vhost_user.sh
	kill -TERM "${pids##* }"
	wait "${pids##* }"
	jq -e '.faults == {"lost-doorbell": 1}' "$OUT.json"
	"$SCMI_PERF" report -j "$OUT/one.scmi" | jq -e '
		(.anomalies | map({(.kind): .count}) | add) as $anomalies
		| $anomalies.lost_doorbell >= 1 and .counters.begun == 600
		and ($anomalies | keys - ["lost_doorbell", "send_failed"]) == []
		and .counters.completed == 600 - ([$anomalies[]] | add)
		and ([.counters.lost[]] | add) == 0'
}
