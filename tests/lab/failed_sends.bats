# SPDX-License-Identifier: GPL-2.0-only
# Messages that a transport rejects, for which the kernel has no event: a virtio device
# that stops answering, so that its ring fills up, and a TEE whose commands fail.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR/out
}

# drops TRANSPORT PLAN LOAD OPTION...: run LOAD on a platform with this fault plan.
drops() {
	echo "$2" >"$BATS_TEST_TMPDIR/plan"
	lab/scmi-lab run --transport "$1" --profile det \
		--fault "$BATS_TEST_TMPDIR/plan" --load "$3" --out "$OUT" "${@:4}"
	"$SCMI_PERF" report -j "$OUT/run.scmi" >"$OUT/report.json"
}

# dead LOAD OPTION...: run LOAD on a virtio device that drops each message.
dead() {
	drops virtio 'sensor 6 drop' "$@"
}

# accounts: each transfer of the load either timed out or was not sent, and both are
# anomalies.
accounts() {
	# shellcheck disable=SC2016 # jq's own
	jq -e --slurpfile load "$OUT/truth.json" '$load[0] as $load
		| (.anomalies | map({(.kind): .count}) | add) as $anomalies
		| .counters.begun == $load.transfers
		and .counters.timed_out == $load.timeouts
		and .counters.send_failed == $load.failures - $load.timeouts
		and .counters.in_flight == 0 and ([.counters.lost[]] | add) == 0
		and $anomalies == ({timeout: $load.timeouts,
			send_failed: ($load.failures - $load.timeouts)}
				| with_entries(select(.value > 0)))
		' "$OUT/report.json"
}

@test "a dead device: each message that the full ring rejects is counted" {
	dead sensor:4000
	accounts
	jq -e '.counters.timed_out == 128 and .counters.send_failed == 3872' \
		"$OUT/report.json"
}

@test "a dead device, tracepoints alone: each message is counted" {
	dead sensor:4000 --observer record:core
	accounts
}

# While some threads wait for their timeouts, others send thousands of messages, so
# that the core has to skip tokens.
@test "a dead device and 8 threads: each message is counted" {
	dead sensor:4000,threads=8 --cpus 2
	accounts
	jq -e '.counters.timed_out == 128' "$OUT/report.json"
}

@test "a dead device and 8 threads, tracepoints alone: each message is counted" {
	dead sensor:4000,threads=8 --cpus 2 --observer record:core
	accounts
	jq -e '.counters.timed_out == 128' "$OUT/report.json"
}

# expected NAME: print the counts of a load that every observer must have.
expected() {
	jq -cn --slurpfile load "$OUT/$1.truth.json" \
		--slurpfile platform "$OUT/$1.platform.json" '$load[0] as $load
		| ([$platform[0].rules[].fired] | add) as $read
		| {timeout: $read, not_taken: ($load.timeouts - $read),
		send_failed: ($load.failures - $load.timeouts)}'
}

# shows NAME: check each observer of a load. Nothing follows the last message that a
# thread could not send, so top and trace count it later.
shows() {
	local expected

	expected=$(expected "$1")
	"$SCMI_PERF" report -j "$OUT/$1.scmi" | jq -e --argjson expected "$expected" '
		(.anomalies | map({(.kind): .count}) | add) as $shown
		| all($expected | to_entries[]; ($shown[.key] // 0) == .value)
		and .counters.begun == .counters.timed_out + .counters.send_failed
			+ .counters.completed'
	jq -es --argjson expected "$expected" '
		([.[].anomalies[]?] | group_by(.) | map({(.[0]): length}) | add)
			as $shown
		| all($expected | to_entries[]; .value - ($shown[.key] // 0)
			| . >= 0 and . <= 4)
		and last.send_failed == $expected.send_failed
		and last.timed_out == $expected.timeout + $expected.not_taken
		' "$OUT/$1.trace.json"
	jq -es --argjson expected "$expected" 'last.total.since.anomalies as $shown
		| all($expected | to_entries[]; .value - ($shown[.key] // 0)
			| . >= 0 and . <= 4)' "$OUT/$1.top.json"
}

@test "record, trace and top show a device that stops reading, and one that is dead" {
	lab/scmi-lab exec --kernel 6.12 --transport virtio --profile det --cpus 2 \
		--out "$OUT" -- tests/lab/guest/dead_device.sh
	# The platform drops three messages and is late with two.
	jq -e '.timeout == 5 and .not_taken >= 2 and .send_failed == 0' \
		<(expected stopped)
	jq -e '.timeout == 8 and .not_taken == 0 and .send_failed == 192' \
		<(expected dead)
	shows stopped
	shows dead
}

# failing TRANSPORT OPTION...: every fifth command of eight threads fails.
failing() {
	drops "$1" 'sensor 6 every 5 drop' sensor:400,threads=8 --cpus 2 "${@:2}"
	accounts
	jq -e '.counters.send_failed == 80 and .counters.completed == 320' \
		"$OUT/report.json"
}

@test "OP-TEE: each message whose command fails is counted" {
	failing optee
	failing optee-smt
}

@test "OP-TEE, tracepoints alone: each message whose command fails is counted" {
	failing optee --observer record:core
}
