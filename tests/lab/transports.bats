# SPDX-License-Identifier: GPL-2.0-only
# Every transport: measurements are correct (loopback: see measure.bats), and its
# modules can be reloaded under load without leaks.
# SCMI_LAB_ROUNDS: number of reloads of a transport's modules (2).

bats_require_minimum_version 1.5.0

# agrees_on TRANSPORT LOAD: check that record agrees with the load's stamps.
agrees_on() {
	lab/scmi-lab run --kernel 6.12 --transport "$1" --profile det --load "$2" \
		--service uniform:10us..90us --out "$BATS_TEST_TMPDIR"
	"$SCMI_PERF" report -j "$BATS_TEST_TMPDIR/run.scmi" \
		>"$BATS_TEST_TMPDIR/report.json"
	python3 tests/lab/check_truth.py "$BATS_TEST_TMPDIR/report.json" \
		"$BATS_TEST_TMPDIR/truth.json"
	jq -e '.begun == .transfers and .failures + .unsampled == 0' \
		"$BATS_TEST_TMPDIR/truth.json"
}

# reloaded TRANSPORT RESULTS [KERNEL [OPTION...]]: run reload.sh, which must print RESULTS
# successes.
reloaded() {
	lab/scmi-lab exec --kernel "${3:-6.12}" --transport "$1" --profile wall --cpus 2 \
		--timeout 3000 "${@:4}" --append 'slab_debug=U log_buf_len=16M' \
		--env "ROUNDS=${SCMI_LAB_ROUNDS:-2}" --out "$BATS_TEST_TMPDIR" \
		-- tests/lab/guest/reload.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq "$2" ]
}

@test "ref-virtio: every percentile of mixed work equals the load's" {
	agrees_on ref-virtio mixed:1200
}

@test "virtio: every percentile of mixed work equals the load's" {
	agrees_on virtio mixed:1200
}

@test "mailbox: every percentile of mixed work equals the load's" {
	agrees_on mailbox mixed:1200
}

@test "mailbox: every percentile of polled messages equals the load's" {
	agrees_on mailbox clock:500,poll
}

@test "smc: every percentile equals the load's and the firmware's" {
	agrees_on smc mixed:1200
}

@test "smc-irq: every percentile, polled or not, equals the load's and the firmware's" {
	agrees_on smc-irq mixed:1200,poll
}

@test "OP-TEE, both modes: every percentile equals the load's and the TEE's" {
	agrees_on optee mixed:1200
	agrees_on optee-smt mixed:1200
}

@test "loopback: modules and devices are reloaded under four threads" {
	reloaded loopback 8
}

@test "ref-virtio: modules and devices are reloaded under four threads" {
	reloaded ref-virtio 9
}

@test "virtio: modules and devices are reloaded under four threads" {
	reloaded virtio 8
}

# Since Linux 7.2 a transport of upstream keeps its node bound without a device.
@test "virtio, Linux 7.3: modules and devices are reloaded under four threads" {
	reloaded virtio 8 7.3
}

@test "ref-virtio, Linux 7.3: modules and devices are reloaded under four threads" {
	reloaded ref-virtio 9 7.3
}

@test "mailbox: modules and devices are reloaded under four threads" {
	reloaded mailbox 8
}

@test "mailbox-threaded: modules and devices are reloaded under four threads" {
	reloaded mailbox-threaded 8
}

@test "mailbox-polled: modules and devices are reloaded under four threads" {
	# On a busy host the platform can be late: Linux warns if it is so late that the
	# channel is not free again after another two timeouts.
	reloaded mailbox-polled 8 7.2 --reply-timeout 2000
}

@test "smc-irq: modules and devices are reloaded under four threads" {
	reloaded smc-irq 7
}

@test "smc-irq beside a mailbox: modules and devices are reloaded under four threads" {
	reloaded mailbox+smc-irq 7
}

@test "OP-TEE: modules and devices are reloaded under four threads" {
	reloaded optee 8
}

@test "OP-TEE, SMT: modules and devices are reloaded under four threads" {
	reloaded optee-smt 8
}
