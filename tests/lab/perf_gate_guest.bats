# SPDX-License-Identifier: GPL-2.0-only
# The gate on deterministic guests: the tree passes against the committed
# baseline, what is the same passes, and 50 instructions more are found.
# PERF_GATE_TIMES says how often the same must pass (1). What else the script does
# is tested in tests/cli.

bats_require_minimum_version 1.5.0

# Its recording of the tree is what the others compare with.
setup_file() {
	export BASELINE=$BATS_FILE_TMPDIR/baseline STATUS=0
	scripts/perf-gate --no-install >"$BATS_FILE_TMPDIR/said" 2>&1 || STATUS=$?
	mkdir "$BASELINE"
	cp tests/baseline/limits.ini "$BASELINE/"
	cp build/perf-gate/ref-virtio/run.scmi "$BASELINE/ref-virtio.scmi"
}

@test "the tree passes this project's own gate, on all transports" {
	said=$BATS_FILE_TMPDIR/said
	cat "$said"
	# Another kernel or compiler than the baseline's is no regression of ours:
	# the gate says that it cannot tell, and what to do.
	if grep -m 1 -e "--update records it anew" "$said" >&3; then
		[ "$STATUS" -eq 3 ]
		return
	fi
	[ "$STATUS" -eq 0 ]
	[ "$(grep -c "limits: 0 failed, 0 inconclusive, " "$said")" -eq 4 ]
}

# fastest_submit PROFILE: the shortest time from begin to doorbell, in ns.
fastest_submit() {
	"$SCMI_PERF" report -j "$1" |
		jq '.series[] | select(.phase == "submit") | .min_ns'
}

@test "the unmodified transport passes" {
	for ((i = 0; i < ${PERF_GATE_TIMES:-1}; i++)); do
		run scripts/perf-gate --no-install --baseline "$BASELINE" \
			ref-virtio
		echo "$output"
		[ "$status" -eq 0 ]
		[[ $output == *"total mean regression: "*"; deterministic, "* ]]
	done
}

@test "50 instructions more in the send path fail the gate" {
	SCMI_LAB_REF_VIRTIO_CFLAGS="-include $PWD/tests/lab/extra_instructions.h -DEXTRA_INSTRUCTIONS=50" \
		run scripts/perf-gate --no-install --baseline "$BASELINE" \
		ref-virtio
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"FAIL "*"total mean regression: +0.0"* ]]
	[[ $output == *"FAIL "*"submit mean regression: +0.0"* ]]
	# The fastest is what no timer tick fell into: 50 more to the nanosecond.
	was=$(fastest_submit "$BASELINE/ref-virtio.scmi")
	is=$(fastest_submit build/perf-gate/ref-virtio/run.scmi)
	[ $((is - was)) -eq 50 ]
	xmllint --noout --schema tests/tools/junit.xsd \
		build/perf-gate/ref-virtio/junit.xml
	python3 -c '
import xml.etree.ElementTree as tree
assert tree.parse("build/perf-gate/ref-virtio/junit.xml").find(".//failure") is not None'
}
