# SPDX-License-Identifier: GPL-2.0-only
# The SCMI device as another process, scmi-vhost-user behind QEMU's vhost-user-scmi-pci,
# with the kernel's own virtio transport. In the profile exact the guest's clock counts
# instructions while the guest works, and is the host's while it waits.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	export SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	local built=build/reference-transport/devices/vhost_user/scmi-vhost-user
	export SCMI_VHOST_USER=${SCMI_LAB_VHOST_USER:-$built}
	export FIRST=$BATS_FILE_TMPDIR/first SECOND=$BATS_FILE_TMPDIR/second
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

teardown() {
	[ -z "${backend:-}" ] || kill -KILL "$backend" 2>/dev/null || true
}

# Each kind of fault that Linux can see, and some that it accepts. None is for the sensor
# readings of the part "exact".
PLAN='
performance 8 every 9 times 1 lost-doorbell
power 5 every 4 times 1 drop
power 5 every 9 times 1 late 3000ms
reset 4 every 3 times 1 wrong-token
reset 4 every 5 times 1 wrong-type 2
reset 4 every 9 times 2 spurious a2p
clock 6 every 3 times 2 delay 5ms
clock 6 every 4 times 2 burst 20
clock 6 every 15 times 1 unexpected-delayed
voltage 8 every 5 times 3 error BUSY
voltage 8 every 7 times 2 short 4
voltage 8 every 9 times 1 oversize 100'

# guest OUT DO DEVICE OPTION...: run parts of vhost_user.sh.
guest() {
	lab/scmi-lab exec --transport virtio --device "$3" --out "$1" \
		--reply-timeout 2000 --env "DO=$2" "${@:4}" -- tests/lab/guest/vhost_user.sh
}

# holds NAME OUT FILTER: check that FILTER is true of a report; $truth is the load's.
holds() {
	"$SCMI_PERF" report -j "$2/$1.scmi" |
		jq -e --slurpfile truth_ "$2/$1.truth.json" '$truth_[0] as $truth
			| def anomalies: .anomalies | map({(.kind): .count}) | add // {};
			'"$3"
}

# clean NAME OUT: all transfers of the load are in the report, and nothing else is.
clean() {
	# shellcheck disable=SC2016 # jq's own
	holds "$1" "$2" 'anomalies == {} and ([.counters.lost[]] | add) == 0
		and .counters.untracked == 0 and .counters.in_flight == 0
		and .counters.begun == $truth.begun and $truth.failures == 0
		and .counters.completed == $truth.begun and .counters.errors == 0'
}

# requests: ask the back end for its counts, print the number of messages.
requests() {
	kill -USR1 "$backend"
	jq .requests "$SECOND/counts.json" 2>/dev/null || echo 0
}

# until_requests COUNT: wait until the back end has received COUNT messages.
until_requests() {
	until [ "$(requests)" -ge "$1" ]; do
		kill -0 "$lab"
		kill -0 "$backend"
		sleep 0.05
	done
}

# connect: start a back end that connects to QEMU, and wait until it has done so. An earlier
# signal would end it.
connect() {
	"$SCMI_VHOST_USER" --connect "$SECOND/socket" --service 20us --seed 42 \
		--counts "$SECOND/counts.json" 3>&- 2>"$SECOND/backend.log" &
	backend=$!
	until grep 'a front end is connected' "$SECOND/backend.log"; do
		kill -0 "$lab"
		kill -0 "$backend"
		sleep 0.05
	done
}

@test "the faults of a plan are named and counted across the boundary" {
	echo "$PLAN" >"$FIRST.plan"
	guest "$FIRST" "exact faults delayed" vhost-user --fault "$FIRST.plan"
	clean exact "$FIRST"
	cp "$FIRST.plan" "$FIRST/plan"
	cp "$FIRST/platform.json" "$FIRST/faults.platform.json"
	python3 tests/lab/check_anomalies.py "$FIRST" virtio faults
	# QEMU's device has one interrupt for both queues, and Linux serves the eventq
	# first. It prints a message for each delayed response that came before its reply.
	n=$(grep -c 'valid OoO Delayed Response' "$FIRST/dmesg.log")
	holds delayed "$FIRST" 'anomalies == {delayed_before_reply: '"$n"'}
		and .counters.begun == 40 and .counters.completed == 40'
	jq -e --slurpfile exact "$FIRST/exact.truth.json" '.delayed_responses == 40
		and .in_flight == 0 and .requests > $exact[0].begun' "$FIRST/platform.json"
}

# A back end that connects to QEMU, so that another one can follow it. Each part of the
# guest's script sends a known number of messages, so the back end's counts show when a
# part is under way.
@test "a back end that stands still or is killed loses only what it had" {
	mkdir -p "$SECOND"
	guest "$SECOND" "exact stopped killed" "vhost-user:$SECOND/socket,server" 3>&- &
	lab=$!
	until [ -S "$SECOND/socket" ]; do
		kill -0 "$lab"
		sleep 0.1
	done
	connect
	until_requests 7000
	kill -STOP "$backend"
	sleep 1
	kill -CONT "$backend"
	until_requests 30000
	kill -KILL "$backend"
	wait "$backend" || true
	connect
	wait "$lab"

	clean exact "$SECOND"
	clean stopped "$SECOND"
	# The guest waited, and its clock with it.
	holds stopped "$SECOND" '[.series[] | select(.phase == "service") | .max_ns] | max > 500000000'
	# Each of four threads has one message in flight.
	# shellcheck disable=SC2016 # jq's own
	holds killed "$SECOND" '.counters.timed_out <= 4 and $truth.failures == .counters.timed_out
		and .counters.completed == $truth.begun - .counters.timed_out
		and ([.counters.lost[]] | add) == 0
		and (anomalies | del(.timeout, .late_reply, .not_taken)) == {}
		and (anomalies | (.timeout // 0) + (.not_taken // 0)) == .counters.timed_out'
	jq -e '.failures == 0 and .begun == 100' "$SECOND/after.truth.json"
}

# phases DIR: print the bucket in which 99 % of the transfers are, which is the same in
# every guest. The fastest of them can take an instruction less than the others.
phases() {
	zcat "$1/exact.scmi" | jq -ce '.series[].phases | to_entries[]
		| select(.key == ("submit", "doorbell", "dispatch"))
		| .value.count as $n | [.key, $n,
			(.value.buckets[] | select(.[1] >= 0.99 * $n) | .[0])]'
}

@test "exact: two guests with two devices give the same submit, doorbell and dispatch" {
	[ "$(phases "$FIRST" | grep -c ',2000,[0-9]*]$')" -eq 3 ]
	diff <(phases "$FIRST") <(phases "$SECOND")
}

@test "exact: figures are within a bucket of the load's own stamps" {
	for out in "$FIRST" "$SECOND"; do
		"$SCMI_PERF" report -j "$out/exact.scmi" >"$out/exact.json"
		cp "$out/exact.scmi" "$out/run.scmi"
		python3 tests/lab/check_truth.py "$out/exact.json" "$out/exact.truth.json"
	done
}
