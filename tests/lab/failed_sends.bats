# SPDX-License-Identifier: GPL-2.0-only
# A device that stops answering: its ring fills up, and the transport rejects every
# later message. The kernel has no event for that.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR/out
}

# dead LOAD OPTION...: run LOAD on a virtio device that drops each message.
dead() {
	echo 'sensor 6 drop' >"$BATS_TEST_TMPDIR/plan"
	lab/scmi-lab run --transport virtio --profile det \
		--fault "$BATS_TEST_TMPDIR/plan" --load "$1" --out "$OUT" "${@:2}"
	"$SCMI_PERF" report -j "$OUT/run.scmi" >"$OUT/report.json"
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
		and $anomalies == {timeout: $load.timeouts,
			send_failed: ($load.failures - $load.timeouts)}
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
