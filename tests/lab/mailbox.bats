# SPDX-License-Identifier: GPL-2.0-only
# The software mailbox controller, tested by a script in the guest. The lab fails the
# guest if its kernel log has a warning.

bats_require_minimum_version 1.5.0

# software_mailbox TRANSPORT
software_mailbox() {
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det \
		--service 40ms --out "$BATS_TEST_TMPDIR" -- tests/lab/guest/mailbox.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq 10 ]
}

@test "both channels, interrupts, polling, invalid doorbells and lengths work as documented" {
	software_mailbox mailbox
}

@test "with a thread for its interrupts: the same" {
	software_mailbox mailbox-threaded
}
