# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash

# equal_boots FUNCTION: check that two deterministic boots have the same figures. FUNCTION
# N boots a guest and prints its figures; N is 1, 2, and 3 if the first two differ, which
# QEMU causes once in a while (lab/README.md).
equal_boots() {
	local n other

	for n in 1 2 3; do
		"$1" $n >"$BATS_TEST_TMPDIR/figures.$n"
		[ -s "$BATS_TEST_TMPDIR/figures.$n" ]
		for ((other = 1; other < n; other++)); do
			! cmp "$BATS_TEST_TMPDIR"/figures.{$other,$n} || return 0
		done
	done
	return 1
}
