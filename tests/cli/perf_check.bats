# SPDX-License-Identifier: GPL-2.0-only
# scripts/perf-check with a lab that only copies prepared runs.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
	mkdir -p lab tests
	cp -R "$root/scripts" .
	# The lab below needs no packages.
	echo 'packages_need() { :; }' >>scripts/lib/packages.sh
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

# kernel FILTER VERSION: prints the filter for a run on this kernel.
kernel() {
	echo "$1 | .runs[0].kernel = \"$2\""
}

check() {
	run scripts/perf-check --no-install "$@"
	echo "$output"
}

@test "the recorded baseline passes and writes a JUnit file" {
	check --update
	[ "$status" -eq 0 ]
	for transport in loopback ref-virtio virtio mailbox; do
		cmp runs/$transport.scmi tests/baseline/$transport.scmi
	done
	check
	[ "$status" -eq 0 ]
	xmllint --noout --schema "$root/tests/tools/junit.xsd" \
		build/perf-check/virtio/junit.xml
	[ "$(grep -c '0 failed, 0 inconclusive, 4 passed' <<<"$output")" = 4 ]
}

@test "15 more instructions pass, 50 fail" {
	check --update
	make_run runs/ref-virtio.scmi 25015 1000 6 "$(<filter)"
	check
	[ "$status" -eq 0 ]
	make_run runs/ref-virtio.scmi 25050 1000 6 "$(<filter)"
	check
	[ "$status" -eq 2 ]
	[[ $output == *"mean regression: +0.050 us"*"limit 0.020 us"* ]]
	check loopback mailbox
	[ "$status" -eq 0 ]
	GITHUB_ACTIONS=true check ref-virtio
	[[ $output == *"::error file=tests/baseline/limits.ini,line=4,"* ]]
}

@test "a run that is not deterministic, has losses or anomalies does not pass" {
	check --update
	make_run runs/virtio.scmi 25000 1000 6 "$(kernel . 6.12)"
	check
	[ "$status" -eq 3 ]
	make_run runs/virtio.scmi 25000 1000 6 "$(<filter) | .lost.key_table = 1"
	check
	[ "$status" -eq 3 ]
	make_run runs/virtio.scmi 25000 1000 6 \
		"$(<filter) | .series[0].anomalies.late_reply = 1"
	check
	[ "$status" -eq 2 ]
}

@test "a missing baseline or a failed guest is an error, another kernel is inconclusive" {
	check
	[ "$status" -eq 1 ]
	[[ $output == *"tests/baseline/loopback.scmi does not exist; --update records it"* ]]
	check --update
	make_run runs/virtio.scmi 25000 1000 6 "$(kernel "$DETERMINISTIC" 6.13)"
	make_run runs/mailbox.scmi 29000 1000 6 "$(<filter)"
	check
	[ "$status" -eq 2 ]
	[[ $output == *"virtio.scmi was recorded on Linux 6.12, but this is 6.13; --update"* ]]
	[[ $output == *"1 failed"* ]]
	check virtio
	[ "$status" -eq 3 ]
	echo "gcc 2, clang 1" >tests/baseline/compilers
	check loopback
	[ "$status" -eq 3 ]
	[[ $output == *"was built by gcc 2, clang 1, but this is gcc "*"; --update"* ]]
	check --update loopback
	[ "$status" -eq 1 ]
	check --update
	[ "$status" -eq 0 ]
	grep -qx "gcc [0-9]*, clang [0-9]*" tests/baseline/compilers
	rm runs/virtio.scmi
	check virtio
	[ "$status" -eq 1 ]
	[[ $output == *"failed: lab/scmi-lab run --transport virtio"* ]]
	check --frobnicate
	[ "$status" -eq 1 ]
}

@test "a failed guest leaves the baseline unchanged" {
	check --update
	[ "$status" -eq 0 ]
	echo "gcc 2, clang 1" >tests/baseline/compilers
	cp -R tests/baseline before
	make_run runs/loopback.scmi 26000 1000 6 "$(<filter)"
	mv runs/virtio.scmi .
	check --update
	[ "$status" -eq 1 ]
	[[ $output == *"tests/baseline is unchanged"* ]]
	diff -r before tests/baseline
	mv virtio.scmi runs
	check --update
	[ "$status" -eq 0 ]
	cmp runs/loopback.scmi tests/baseline/loopback.scmi
	run ! grep -x "gcc 2, clang 1" tests/baseline/compilers
}
