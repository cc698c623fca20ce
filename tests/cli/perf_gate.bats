# SPDX-License-Identifier: GPL-2.0-only
# scripts/perf-gate around a lab that only hands out prepared runs.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p lab tests
	cp -R "$root/scripts" .
	cp -R "$root/tests/baseline" tests/
	rm -f tests/baseline/{*.scmi,compilers}
	cat >lab/scmi-lab <<'END'
#!/bin/bash
while (($#)); do
	case $1 in
	--transport) transport=$2 ;;
	--out) out=$2 ;;
	esac
	shift
done
echo "booting $transport"
cp "runs/$transport.scmi" "$out/run.scmi"
END
	chmod +x lab/scmi-lab
	mkdir runs
	kernel "$DETERMINISTIC" 6.12 >filter
	for transport in loopback ref-virtio virtio mailbox; do
		make_run runs/$transport.scmi 25000 1000 6 "$(<filter)"
	done
}

# kernel FILTER VERSION: the filter for a run on this kernel.
kernel() {
	echo "$1 | .runs[0].kernel = \"$2\""
}

gate() {
	run scripts/perf-gate --no-install "$@"
	echo "$output"
}

@test "what was recorded passes, and leaves a JUnit file" {
	gate --update
	[ "$status" -eq 0 ]
	for transport in loopback ref-virtio virtio mailbox; do
		cmp runs/$transport.scmi tests/baseline/$transport.scmi
	done
	gate
	[ "$status" -eq 0 ]
	xmllint --noout --schema "$root/tests/tools/junit.xsd" \
		build/perf-gate/virtio/junit.xml
	[ "$(grep -c '0 failed, 0 inconclusive, 4 passed' <<<"$output")" = 4 ]
}

@test "some instructions more pass, 50 fail, whichever transport has them" {
	gate --update
	make_run runs/ref-virtio.scmi 25015 1000 6 "$(<filter)"
	gate
	[ "$status" -eq 0 ]
	make_run runs/ref-virtio.scmi 25050 1000 6 "$(<filter)"
	gate
	[ "$status" -eq 2 ]
	[[ $output == *"mean regression: +0.050 us"*"limit 0.020 us"* ]]
	gate loopback mailbox
	[ "$status" -eq 0 ]
	GITHUB_ACTIONS=true gate ref-virtio
	[[ $output == *"::error file=tests/baseline/limits.ini,line=4,"* ]]
}

@test "a run without its mark, with losses or anomalies does not pass" {
	gate --update
	make_run runs/virtio.scmi 25000 1000 6 "$(kernel . 6.12)"
	gate
	[ "$status" -eq 3 ]
	make_run runs/virtio.scmi 25000 1000 6 "$(<filter) | .lost.key_table = 1"
	gate
	[ "$status" -eq 3 ]
	make_run runs/virtio.scmi 25000 1000 6 \
		"$(<filter) | .series[0].anomalies.late_reply = 1"
	gate
	[ "$status" -eq 2 ]
}

@test "no baseline and a guest that fails are errors, another kernel cannot be told" {
	gate
	[ "$status" -eq 1 ]
	[[ $output == *"no tests/baseline/loopback.scmi; --update records it"* ]]
	gate --update
	make_run runs/virtio.scmi 25000 1000 6 "$(kernel "$DETERMINISTIC" 6.13)"
	make_run runs/mailbox.scmi 29000 1000 6 "$(<filter)"
	gate
	[ "$status" -eq 2 ]
	[[ $output == *"virtio.scmi is of Linux 6.12, and this is 6.13; --update"* ]]
	[[ $output == *"1 failed"* ]]
	gate virtio
	[ "$status" -eq 3 ]
	echo "gcc 2, clang 1" >tests/baseline/compilers
	gate loopback
	[ "$status" -eq 3 ]
	[[ $output == *"was built by gcc 2, clang 1, and this is gcc "*"; --update"* ]]
	gate --update loopback
	[ "$status" -eq 1 ]
	gate --update
	[ "$status" -eq 0 ]
	grep -qx "gcc [0-9]*, clang [0-9]*" tests/baseline/compilers
	rm runs/virtio.scmi
	gate virtio
	[ "$status" -eq 1 ]
	[[ $output == *"failed: lab/scmi-lab run --transport virtio"* ]]
	gate --frobnicate
	[ "$status" -eq 1 ]
}

@test "a guest that fails leaves the baseline as it was" {
	gate --update
	[ "$status" -eq 0 ]
	echo "gcc 2, clang 1" >tests/baseline/compilers
	cp -R tests/baseline before
	make_run runs/loopback.scmi 26000 1000 6 "$(<filter)"
	mv runs/virtio.scmi .
	gate --update
	[ "$status" -eq 1 ]
	[[ $output == *"tests/baseline is left as it was"* ]]
	diff -r before tests/baseline
	mv virtio.scmi runs
	gate --update
	[ "$status" -eq 0 ]
	cmp runs/loopback.scmi tests/baseline/loopback.scmi
	run ! grep -x "gcc 2, clang 1" tests/baseline/compilers
}
