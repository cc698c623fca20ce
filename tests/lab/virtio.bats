# SPDX-License-Identifier: GPL-2.0-only
# Tests the virtio SCMI device and the reference transport for each requirement in
# docs/virtio-scmi-conformance.md. The guest's scripts print a line for each.

bats_require_minimum_version 1.5.0

# conforms SCRIPT OPTION...: run SCRIPT, which must succeed and print a line for each
# requirement that the conformance table assigns to it.
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

@test "the device meets each requirement, even with an invalid driver" {
	conforms virtio_device.sh --cpus 2
}

@test "the reference transport meets each requirement, on two CPUs" {
	conforms virtio_driver.sh --cpus 2
}

@test "the reference transport meets each requirement, on one CPU" {
	conforms virtio_driver.sh --cpus 1
}

# costs TRANSPORT: print p50 from begin to end and from begin to begin, with and
# without 20 us of service, for readings by one thread, in ns (instructions).
costs() {
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det \
		--out "$BATS_TEST_TMPDIR/$1" -- tests/lab/guest/cost.sh >&2
	jq -es 'if length == 2 and all(.failures == 0) then
		map(.total.p50_ns, .loop.p50_ns)[] else error end' \
		"$BATS_TEST_TMPDIR/$1/samples.json"
}

@test "the reference transport takes no more instructions than upstream's" {
	costs ref-virtio >"$BATS_TEST_TMPDIR/ours"
	costs virtio >"$BATS_TEST_TMPDIR/theirs"
	paste "$BATS_TEST_TMPDIR/ours" "$BATS_TEST_TMPDIR/theirs"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/ours")" -eq 4 ]
	paste "$BATS_TEST_TMPDIR/ours" "$BATS_TEST_TMPDIR/theirs" |
		awk '!($1 > 0 && $1 <= $2) { exit 1 }'
}

# The upstream source is from the source package of the lab's kernel.
@test "the reference transport has fewer lines than upstream's" {
	lab/scmi-lab build --modules-only --kernel 6.12
	ours=$(cat reference-transport/transports/ref_virtio*.[ch] | wc -l)
	theirs=$(wc -l <"${SCMI_LAB_BUILD:-build/lab}/modules/6.12/src/upstream/transports/virtio.c")
	echo "ref_virtio: $ours lines, upstream's virtio.c: $theirs"
	[ "$ours" -lt "$theirs" ]
}

# arm,max-msg-size in lab/dt is 512; before Linux 7 the SCMI core has no such property.
@test "messages of 512 bytes and their replies are whole" {
	lab/scmi-lab exec --kernel 7.2 --transport ref-virtio --profile det \
		--cpus 2 --out "$BATS_TEST_TMPDIR" \
		-- tests/lab/guest/long_messages.sh
}
