# SPDX-License-Identifier: GPL-2.0-only
# Builds must not depend on the folder, because the deterministic figures depend on
# the build.

@test "two clones in different folders build the same bytes" {
	scripts/test-reproducible --no-install --quick --kernel 6.12
}
