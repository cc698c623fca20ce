# SPDX-License-Identifier: GPL-2.0-only
# The SCMI device as another process for as long as CI has no time for: see
# scripts/test-boundary. vhost_user.bats has the short tests.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return 1
	local built=build/reference-transport/devices/vhost_user/scmi-vhost-user
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	SCMI_VHOST_USER=${SCMI_LAB_VHOST_USER:-$built}
	OUT=$BATS_TEST_TMPDIR/out
}

teardown() {
	[ -z "${backend:-}" ] || kill -KILL "$backend" 2>/dev/null || true
}

# guest DO OPTION...: run parts of vhost_user.sh over upstream's transport.
guest() {
	lab/scmi-lab exec --transport virtio --out "$OUT" --env "DO=$1" "${@:2}" \
		-- tests/lab/guest/vhost_user.sh
}

# requests: print the number of messages that the device has received. A signal before it
# is connected would end it.
requests() {
	grep 'a front end is connected' "$OUT.log" >/dev/null || { echo 0 && return; }
	kill -USR1 "$backend"
	jq .requests "$OUT.json" 2>/dev/null || echo 0
}

# clean NAME: all transfers of the load are in the report, without an anomaly.
clean() {
	"$SCMI_PERF" report -j "$OUT/$1.scmi" >"$OUT/$1.json"
	# shellcheck disable=SC2016 # jq's own
	jq -e --slurpfile truth "$OUT/$1.truth.json" '.anomalies == []
		and ([.counters.lost[]] | add) == 0 and .counters.untracked == 0
		and .counters.begun == $truth[0].begun and $truth[0].failures == 0
		and .counters.completed == $truth[0].begun' "$OUT/$1.json"
}

# many KERNEL DEVICE: 20,000 readings each by 1, 2, 4, 8 and 16 threads. A busy host may
# be late, so a message has a minute.
many() {
	local threads

	guest many --kernel "$1" --device "$2" --profile wall --cpus 2 \
		--timeout 3600 --reply-timeout 60000
	for threads in 1 2 4 8 16; do
		clean "many$threads"
		jq -e '.counters.begun == 20000' "$OUT/many$threads.json"
		python3 tests/lab/check_totals.py "$OUT/many$threads.scmi" \
			"$OUT/many$threads.truth.json"
	done
	# The device counts the messages of booting, too.
	jq -e '.requests >= 100000 and .replies == .requests and .dropped == 0' \
		"$OUT/platform.json"
}

@test "6.12, PCI: 100,000 transfers, 1 to 16 threads: no anomaly, none is lost" {
	many 6.12 vhost-user
}

@test "6.12, MMIO: 100,000 transfers, 1 to 16 threads: no anomaly, none is lost" {
	many 6.12 vhost-user-mmio
}

@test "7.2, PCI: 100,000 transfers, 1 to 16 threads: no anomaly, none is lost" {
	many 7.2 vhost-user
}

@test "7.2, MMIO: 100,000 transfers, 1 to 16 threads: no anomaly, none is lost" {
	many 7.2 vhost-user-mmio
}

# The first message times out after a minute, the next one waits for the rest. Mostly the
# device has not read the first one.
@test "a device that stands still for 70 s: one timeout, and its late reply" {
	mkdir -p "$OUT"
	"$SCMI_VHOST_USER" --listen "$OUT.socket" --counts "$OUT.json" 2>"$OUT.log" 3>&- &
	backend=$!
	until [ -S "$OUT.socket" ]; do
		kill -0 "$backend"
		sleep 0.1
	done
	guest still --device "vhost-user:$OUT.socket" --profile wall \
		--reply-timeout 60000 3>&- &
	lab=$!
	# Two thousand readings are the first part.
	until [ "$(requests)" -ge 3000 ]; do
		kill -0 "$lab"
		kill -0 "$backend"
		sleep 0.1
	done
	kill -STOP "$backend"
	sleep 70
	kill -CONT "$backend"
	wait "$lab"
	clean exact
	"$SCMI_PERF" report -j "$OUT/still.scmi" | jq -e '
		(.anomalies | map({(.kind): .count}) | add) as $anomalies
		| ($anomalies == {timeout: 1, late_reply: 1}
			or $anomalies == {not_taken: 1, late_reply: 1})
		and .counters.timed_out == 1 and .counters.begun == 20000
		and .counters.completed == 19999 and ([.counters.lost[]] | add) == 0'
}

# driver TRANSPORT: print the instructions (ns) of a driver for a message, without the
# device's time: p50 of its phases.
driver() {
	lab/scmi-lab run --transport "$1" --device vhost-user --profile exact \
		--load sensor:2000 --out "$OUT" >&2
	"$SCMI_PERF" report -j "$OUT/run.scmi" | jq -e '[.series[]
		| select(.phase == ("submit", "doorbell", "dispatch")) | .p50_ns]
		| if length == 3 then add else error end'
}

@test "exact: the reference transport takes fewer instructions than upstream's" {
	theirs=$(driver virtio)
	ours=$(driver ref-virtio)
	echo "# submit, doorbell and dispatch: ref-virtio $ours, upstream $theirs" >&3
	[ "$ours" -gt 0 ]
	[ "$ours" -lt "$theirs" ]
}

@test "the suite's scenarios, over both transports" {
	run --separate-stderr lab/scmi-lab suite --device vhost-user \
		--transports virtio,ref-virtio --out "$OUT"
	echo "$output"
	[ "$status" -eq 0 ]
	rows=$(find lab/scenarios -name '*.scenario' | wc -l)
	# No reply comes twice, and the platform's memory and cost are not the guest's.
	[ "$(grep -o '| never: ' <<<"$output" | wc -l)" -eq 6 ]
	[ "$(grep -o '| ok, faults' <<<"$output" | wc -l)" -eq $((2 * rows - 6)) ]
}
