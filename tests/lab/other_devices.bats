# SPDX-License-Identifier: GPL-2.0-only
# Measures the doorbells and interrupts of another virtio device, which run the same
# functions of the kernel as those of SCMI. In a deterministic guest a nanosecond is an
# instruction.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --transport virtio --profile det --out "$OUT" \
		-- tests/lab/guest/other_devices.sh
}

# added NAME FUNCTION: print the instructions that a recording adds to each call.
added() {
	echo $(($(jq ".$2" "$OUT/$1.json") - $(jq ".$2" "$OUT/alone.json")))
}

# limited NAME KICK INTERRUPT: check that a recording adds more than nothing, and at most
# these numbers.
limited() {
	local kick interrupt

	kick=$(added "$1" kick)
	interrupt=$(added "$1" interrupt)
	echo "$1: +$kick of $2 kick, +$interrupt of $3 interrupt"
	[ "$kick" -gt 0 ] && [ "$kick" -le "$2" ]
	[ "$interrupt" -gt 0 ] && [ "$interrupt" -le "$3" ]
}

@test "hooks of BPF cost the doorbells and interrupts of other devices little" {
	jq -c . "$OUT/alone.json"
	[ "$(jq '.kick > 10 and .interrupt > 10' "$OUT/alone.json")" = true ]
	limited transport 420 210
	limited all 420 210
	limited kprobes 1900 950
}

@test "tracepoints alone, and tracefs, cost other devices nothing" {
	for name in core tracefs; do
		[ "$(added $name kick)" -eq 0 ]
		[ "$(added $name interrupt)" -eq 0 ]
	done
}
