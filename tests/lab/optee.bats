# SPDX-License-Identifier: GPL-2.0-only
# The software TEE, tested by a script and a module in the guest. The lab fails the
# guest if its kernel log has a warning.

bats_require_minimum_version 1.5.0

# software_tee KERNEL TRANSPORT
software_tee() {
	lab/scmi-lab exec --kernel "$1" --transport "$2" --profile det \
		--service 20us --out "$BATS_TEST_TMPDIR" -- tests/lab/guest/optee.sh
	[ "$(grep -c '^ok: ' "$BATS_TEST_TMPDIR/console.log")" -eq 9 ]
}

@test "6.12: both modes, failing commands and malformed ones work as documented" {
	software_tee 6.12 optee
	software_tee 6.12 optee-smt
}

# Since Linux 7 a message in MSG mode has 104 bytes.
@test "7.2 and 7.3: the same" {
	software_tee 7.2 optee
	software_tee 7.3 optee-smt
}
