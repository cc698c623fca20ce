# SPDX-License-Identifier: GPL-2.0-only
# A processor that is busy with other work delays one phase, which depends on the kind
# of work: masked interrupts, a softirq, a task of higher priority, the reply's path.

bats_require_minimum_version 1.5.0

# delays TRANSPORT [ARGUMENT]: run delays.sh and check its measurements, with an argument
# of the kernel's command line.
delays() {
	local how

	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det \
		--service 50us --timeout 300 --out "$BATS_TEST_TMPDIR" \
		--append "${2:-}" -- tests/lab/guest/delays.sh
	for how in none irq softirq task reply; do
		"$SCMI_PERF" report -j "$BATS_TEST_TMPDIR/$how.scmi" \
			>"$BATS_TEST_TMPDIR/$how.report"
	done
	python3 tests/lab/check_delays.py "$BATS_TEST_TMPDIR" "$@"
}

@test "mailbox: a busy processor delays service, dispatch or wakeup, by its cause" {
	delays mailbox
}

@test "virtio: a busy processor delays service, dispatch or wakeup, by its cause" {
	delays virtio
}

@test "smc-irq: a busy processor delays service, dispatch or wakeup, by its cause" {
	delays smc-irq
}

@test "mailbox-threaded: delays of the interrupt's thread are in dispatch" {
	delays mailbox-threaded
}

# Here the kernel makes a thread of a handler whose driver did not ask for one.
@test "smc-irq, threadirqs: delays of the interrupt's thread are in dispatch" {
	delays smc-irq threadirqs
}
