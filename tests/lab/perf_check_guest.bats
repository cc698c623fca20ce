# SPDX-License-Identifier: GPL-2.0-only
# scripts/perf-check on deterministic guests: the tree passes against the committed
# baseline, an unmodified transport passes, and 50 more instructions fail.
# PERF_CHECK_TIMES is how often the unmodified transport must pass (1). tests/cli
# tests the rest of the script.

bats_require_minimum_version 1.5.0

# The other tests compare with its recording of the tree.
setup_file() {
	export BASELINE=$BATS_FILE_TMPDIR/baseline STATUS=0
	scripts/perf-check --no-install >"$BATS_FILE_TMPDIR/output" 2>&1 || STATUS=$?
	mkdir "$BASELINE"
	cp tests/baseline/limits.ini "$BASELINE/"
	cp build/perf-check/ref-virtio/run.scmi "$BASELINE/ref-virtio.scmi"
}

@test "the tree passes scripts/perf-check on all transports" {
	output_file=$BATS_FILE_TMPDIR/output
	cat "$output_file"
	# With another kernel or compiler than the baseline's the check is
	# inconclusive and prints a remedy.
	if grep -m 1 -e "--update records a new baseline" "$output_file" >&3; then
		[ "$STATUS" -eq 3 ]
		return
	fi
	[ "$STATUS" -eq 0 ]
	[ "$(grep -c "limits: 0 failed, 0 inconclusive, " "$output_file")" -eq 4 ]
}

# fastest_submit PROFILE: the shortest time from start to doorbell, in ns.
fastest_submit() {
	"$SCMI_PERF" report -j "$1" |
		jq '.series[] | select(.phase == "submit") | .min_ns'
}

@test "the unmodified transport passes" {
	for ((i = 0; i < ${PERF_CHECK_TIMES:-1}; i++)); do
		run scripts/perf-check --no-install --baseline "$BASELINE" \
			ref-virtio
		echo "$output"
		[ "$status" -eq 0 ]
		[[ $output == *"total mean regression: "*"; deterministic, "* ]]
	done
}

@test "50 more instructions in the send path fail the check" {
	# Both builds have the same code, but one skips 50 instructions. The guests differ
	# in one word, so that nothing else moves in memory and changes the figures.
	flags="-include $PWD/tests/lab/extra_instructions.h -DEXTRA_INSTRUCTIONS=50"
	skipping=$BATS_TEST_TMPDIR/skipping
	SCMI_LAB_REF_VIRTIO_CFLAGS="$flags -DSKIP_EXTRA" \
		run scripts/perf-check --no-install --baseline "$BASELINE" ref-virtio
	echo "$output"
	mkdir "$skipping"
	cp tests/baseline/limits.ini "$skipping/"
	cp build/perf-check/ref-virtio/run.scmi "$skipping/ref-virtio.scmi"

	SCMI_LAB_REF_VIRTIO_CFLAGS=$flags run scripts/perf-check --no-install \
		--baseline "$skipping" ref-virtio
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"FAIL "*"total mean regression: +0.0"* ]]
	[[ $output == *"FAIL "*"submit mean regression: +0.0"* ]]
	# No timer tick fell into the fastest transfer, so it takes exactly 50 ns more.
	was=$(fastest_submit "$skipping/ref-virtio.scmi")
	is=$(fastest_submit build/perf-check/ref-virtio/run.scmi)
	echo "submit: $was ns, then $is ns"
	[ $((is - was)) -eq 50 ]
	xmllint --noout --schema tests/tools/junit.xsd \
		build/perf-check/ref-virtio/junit.xml
	python3 -c '
import xml.etree.ElementTree as tree
assert tree.parse("build/perf-check/ref-virtio/junit.xml").find(".//failure") is not None'
}
