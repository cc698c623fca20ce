# SPDX-License-Identifier: GPL-2.0-only
# The static files of scripts/static: their size, their licences, and what they do on a
# board that has nothing else; and a release.

bats_require_minimum_version 1.5.0

load ../cli/documents.bash

setup_file() {
	local version

	cd "$BATS_TEST_DIRNAME/../.." || return 1
	command -v qemu-aarch64 >/dev/null || skip "qemu-aarch64 is not installed"
	export SCMI_PERF=${SCMI_PERF:-$PWD/build/loader/scmi-perf}
	scripts/static --no-install arm64 amd64
	version=$("$SCMI_PERF" --version | sed 's/^scmi-perf \([0-9.]*\).*/\1/')
	export STATIC=$PWD/build/dist/scmi-perf-$version
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

@test "a static file is small, needs nothing, and has the licences of its libraries" {
	local library

	[ "$(stat -c %s "$STATIC-arm64")" -le 2500000 ]
	readelf -h "$STATIC-arm64" | grep 'Machine: *AArch64'
	run ! grep -e INTERP -e DYNAMIC <(readelf -lW "$STATIC-arm64")
	run ! grep -e '\.symtab' -e '\.debug' <(readelf -SW "$STATIC-arm64")
	# The build machine has no part in it, but its clang.
	ninja -C build/static/arm64 -t deps bpf/transfer.bpf.o >"${BATS_TEST_TMPDIR:?}/headers"
	grep '/bpf/bpf_helpers\.h$' "$BATS_TEST_TMPDIR/headers"
	run ! grep ' /usr/include/' "$BATS_TEST_TMPDIR/headers"
	(cd build/dist && sha256sum -c "${STATIC##*/}-arm64.sha256" "${STATIC##*/}-amd64.sha256")
	qemu-aarch64 "$STATIC-arm64" --licenses >"$BATS_TEST_TMPDIR/licenses"
	cmp "$BATS_TEST_TMPDIR/licenses" <("$STATIC-amd64" --licenses |
		sed "s/^=== libc6-dev$/=== libc6/")
	for library in GPL-2.0-only LGPL-2.1 libbpf-dev libc6 libelf-dev libjansson-dev \
		libtinfo6 libtraceevent-dev zlib1g-dev; do
		grep -x -A3 "=== $library" "$BATS_TEST_TMPDIR/licenses"
	done
	grep -q 'GNU LESSER GENERAL PUBLIC LICENSE' "$BATS_TEST_TMPDIR/licenses"
}

# same ARGUMENT...: run the program of this build and both static files, with equal
# output.
same() {
	"$SCMI_PERF" "$@" >built.out 2>&1
	qemu-aarch64 "$STATIC-arm64" "$@" >arm64.out 2>&1
	"$STATIC-amd64" "$@" >amd64.out 2>&1
	diff built.out arm64.out
	diff built.out amd64.out
	[ -s built.out ]
}

@test "static files for two architectures give the results of this build" {
	local data=$PWD/tests/data log

	cd "${BATS_TEST_TMPDIR:?}"
	cp "$data"/import-trace-*.txt .
	gzip -k import-trace-6.12.txt
	for log in import-trace-*; do
		same report -j "$log"
		same report "$log"
		same trace -j "$log"
		same top -b "$log"
	done
	same report --html - import-trace-6.12.txt
	same help record
}

@test "the file named scmi-top is scmi-top" {
	ln -s "$STATIC-amd64" "${BATS_TEST_TMPDIR:?}/scmi-top"
	"$BATS_TEST_TMPDIR/scmi-top" --help | grep '^Usage: scmi-top '
}

@test "on a board with the static file alone, all examples of the documents run" {
	local number out=${BATS_TEST_TMPDIR:?}

	# Two seconds are enough.
	board_examples README.md docs/*.md |
		sed -E 's/-d [0-9]+[smh]/-d 2s/; s/-n 10/-n 2/' >"$out/examples"
	{
		cat tests/lab/guest/static_file.sh
		printf '# EXAMPLES\n%s\n# PAYLOAD\n' "$(<"$out/examples")"
		base64 "$STATIC-arm64"
	} >"$out/board.sh"
	lab/scmi-lab exec --transport mailbox --profile det --timeout 300 --out "$out" -- \
		"$out/board.sh"
	cat "$out/examples.out"
	[ "$(wc -l <"$out/examples")" -gt 10 ]
	diff <(sed 's/[^ ]* [^ ]* [^ ]* [^ ]* //' "$out/examples.out") "$out/examples"
	# Debian's kernel does not show its configuration, so all lines of it are printed.
	run ! grep -v -e '^0 ' -e '--kernel-config$' "$out/examples.out"
	# scmi-top draws its screen, without a terminfo database on the board.
	number=$(grep -n 'scmi-top --follow' "$out/examples" | cut -d: -f1)
	grep -F $'\e[H\e[J' "$out/example$number.out" >/dev/null
	grep "^scmi-perf ${STATIC##*-}" "$out/version.out"
	grep -i 'SENSOR_READING_GET: 300' "$out/stat.out"
	jq -e '.counters.completed == 300' "$out/report.json"
	grep '<svg' "$out/page.html" >/dev/null
	[ "$(grep -c SENSOR_READING_GET "$out/trace.out")" -eq 3 ]
	[ -s "$out/top.out" ]
}

@test "a release has sources, notes, checksums, and the same static file from a clone" {
	local clone=${BATS_TEST_TMPDIR:?}/clone commit version=${STATIC##*-}

	commit=$(git -c user.name=test -c user.email=test stash create)
	git clone -q --shared --no-checkout . "$clone"
	git -C "$clone" checkout -q "${commit:-HEAD}"
	# A compiler cache would return this folder's objects.
	(cd "$clone" && CCACHE_DISABLE=1 scripts/release --no-install arm64)
	(cd "$clone/build/dist" && sha256sum -c SHA256SUMS)
	tar -xJf "$clone/build/dist/scmi-perf-$version.tar.xz" -O "scmi-perf-$version/CHANGELOG.md" |
		cmp - CHANGELOG.md
	tar -tJf "$clone/build/dist/scmi-perf-$version.tar.xz" >"$BATS_TEST_TMPDIR/files"
	diff <(sed "s|^scmi-perf-$version/||" "$BATS_TEST_TMPDIR/files" | grep -v '/$' | grep . | sort) \
		<(git -C "$clone" ls-files | sort)
	grep '^- .*scripts/static' "$clone/build/dist/NOTES.md"
	# With changes that are not committed, this folder's version has another name.
	[[ -n $commit ]] || cmp "$STATIC-arm64" "$clone/build/dist/${STATIC##*/}-arm64"
}
