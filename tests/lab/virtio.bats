# SPDX-License-Identifier: GPL-2.0-only
# The virtio SCMI device and the reference transport, requirement by requirement
# (docs/virtio-scmi-conformance.md): the guest scripts do and judge, and print a
# line for each.

bats_require_minimum_version 1.5.0

# conforms SCRIPT OPTION...: all that the conformance table says of the script
# is printed, and nothing else fails.
conforms() {
	local name

	lab/scmi-lab exec --kernel 6.12 --transport ref-virtio --profile det \
		--timeout 600 "${@:2}" --out "$BATS_TEST_TMPDIR" \
		-- "tests/lab/guest/$1"
	while read -r name; do
		grep -qx "ok: $name" "$BATS_TEST_TMPDIR/console.log" ||
			{ echo "not tested: $name" && return 1; }
	done < <(grep -o "$1: [a-z0-9_]*" docs/virtio-scmi-conformance.md |
		cut -d' ' -f2)
}

@test "the device meets each requirement, whatever the driver does" {
	conforms virtio_device.sh --cpus 2
}

@test "the reference transport meets each requirement, on two CPUs" {
	conforms virtio_driver.sh --cpus 2
}
