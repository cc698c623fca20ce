# SPDX-License-Identifier: GPL-2.0-only
# The virtio SCMI device and the reference transport, requirement by requirement
# (docs/virtio-scmi-conformance.md): the guest scripts do and judge, and print a
# line for each.

bats_require_minimum_version 1.5.0

# conforms SCRIPT OPTION...: all that the conformance table says of the script
# is printed, and nothing else fails.
conforms() {
	local name

	lab/scmi-lab exec --kernel 6.12 --transport ref-virtio --profile wall \
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

@test "the reference transport meets each requirement, on one CPU" {
	conforms virtio_driver.sh --cpus 1
}

# median TRANSPORT SERVICE SERIES: of 2000 readings by one thread, in ns, which
# are instructions.
median() {
	local out=$BATS_FILE_TMPDIR/$1-$2

	[ -e "$out/truth.json" ] ||
		lab/scmi-lab run --kernel 6.12 --transport "$1" --profile det \
			--observer none --service "$2" --load sensor:2000 \
			--out "$out"
	jq ".$3.p50_ns" "$out/truth.json"
}

@test "the reference transport costs no more instructions than upstream's" {
	for service in 0 20us; do
		for series in total loop; do
			ours=$(median ref-virtio $service $series)
			theirs=$(median virtio $service $series)
			echo "$service $series: ref-virtio $ours, virtio $theirs"
			[ "$ours" -le "$theirs" ]
		done
	done
}
