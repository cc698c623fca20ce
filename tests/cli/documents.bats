# SPDX-License-Identifier: GPL-2.0-only
# The documents: their links point to files, and the commands in their examples exist, with
# these options; those that read a recording or a log are run.

bats_require_minimum_version 1.5.0

load documents.bash

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

documents() {
	git ls-files -- '*.md'
}

@test "links between documents point to files" {
	local file link

	documents | while read -r file; do
		grep -o '](\([^):#]*\)[)#]' "$file" | sed 's/^](//; s/[)#]$//' |
			while read -r link; do
				[ -z "$link" ] || [ -e "$(dirname "$file")/$link" ] ||
					{ echo "$file: $link does not exist" && return 1; }
			done
	done
}

@test "examples use commands and options that exist" {
	local words word count=0

	examples README.md docs/*.md >"${BATS_TEST_TMPDIR:?}/examples"
	while read -ra words; do
		if [ "${words[0]}" = scmi-top ]; then
			words=(scmi-perf top "${words[@]:1}")
		fi
		"$SCMI_PERF" "${words[1]}" --help >"$BATS_TEST_TMPDIR/help"
		for word in "${words[@]:2}"; do
			[ "$word" != -- ] || break
			[[ $word == -?* ]] || continue
			word=${word%%=*}
			[[ $word == --* ]] || word=${word:0:2}
			grep -E -e "(^|[ ,])$word([=,[ ]|\$)" "$BATS_TEST_TMPDIR/help" >/dev/null ||
				{ echo "${words[*]}: there is no option $word" && return 1; }
		done
		count=$((count + 1))
	done <"$BATS_TEST_TMPDIR/examples"
	[ "$count" -gt 20 ]
}

@test "examples use commands and options of the lab that exist" {
	local words word count=0

	commands lab/scmi-lab README.md docs/*.md lab/README.md >"${BATS_TEST_TMPDIR:?}/examples"
	while read -ra words; do
		lab/scmi-lab "${words[1]}" --help >"$BATS_TEST_TMPDIR/help"
		for word in "${words[@]:2}"; do
			[ "$word" != -- ] || break
			[[ $word == --* ]] || continue
			grep -E -e "(^|[ [])$word([] =,:]|\$)" "$BATS_TEST_TMPDIR/help" >/dev/null ||
				{ echo "${words[*]}: there is no option $word" && return 1; }
		done
		count=$((count + 1))
	done <"$BATS_TEST_TMPDIR/examples"
	[ "$count" -gt 20 ]
}

@test "examples that read files run" {
	local data=$PWD/tests/data examples=${BATS_TEST_TMPDIR:?}/examples command count=0

	file_examples README.md docs/*.md >"$examples"
	cat "$examples"
	mkdir -p "${BATS_TEST_TMPDIR:?}"/run/{linux,nights,out}
	# The kernel's build adds what follows from the lines.
	{ cat contrib/kernel/scmi-perf.cfg && echo CONFIG_DEBUG_INFO=y; } \
		>"$BATS_TEST_TMPDIR/run/linux/.config"
	cd "${BATS_TEST_TMPDIR:?}/run" || return 1
	cp "$data/import-trace-6.12.txt" trace.txt
	cp "$data"/wall/wall-0[1-5].scmi out/
	for name in a1 a2 a3 a4 b1 b2 b3 b4; do
		cp "$data/wall/wall-1${name#?}.scmi" "out/$name.scmi"
		[[ $name != a* ]] || cp "$data/wall/wall-0${name#?}.scmi" "out/$name.scmi"
	done
	for name in 1 2 3 4; do
		mv "out/wall-0$name.scmi" "old$name.scmi"
		cp "$data/wall/wall-1$name.scmi" "new$name.scmi"
	done
	cp old1.scmi run.scmi
	cp old1.scmi before.scmi
	cp new1.scmi after.scmi
	cp old2.scmi board1.scmi
	cp new1.scmi board2.scmi
	printf '[* * total]\nmax-regression = 900%%\n' >limits.ini
	cp linux/.config .config
	cp old*.scmi nights/
	: >accepted.txt
	ln -s "$SCMI_PERF" scmi-perf
	export RECORD=false GITHUB_STEP_SUMMARY=$PWD/summary.md
	while read -r command; do
		echo "$command"
		PATH=$PWD:$PATH bash -c "$command" >output 2>&1 || [[ $? == [23] && $command =~ \ (check|history)\  ]] ||
			{ cat output && return 1; }
		count=$((count + 1))
	done <"$examples"
	[ "$count" -gt 15 ]
	grep '<svg' run.html >/dev/null
	[ -s all.scmi ] && [ -s junit.xml ]
}

# tests/lab/own.bats runs the lab's commands of docs/test-your-own.md. static.bats runs those
# that need a running kernel. Of these few only the options are checked here: turns.bats, turns_guest.bats, exporter.bats and export.bats have others like
# them, and the last two are screens.
@test "no other examples are left" {
	file_examples README.md docs/*.md >"${BATS_TEST_TMPDIR:?}/files"
	examples README.md docs/*.md | sed 's/ *||$//' | grep -vxF -e '' \
		-f <(board_examples README.md docs/*.md) -f "$BATS_TEST_TMPDIR/files" |
		sort -u >"$BATS_TEST_TMPDIR/rest"
	diff - "$BATS_TEST_TMPDIR/rest" <<'END'
scmi-perf export trace.dat --perfetto transfers.pftrace
scmi-perf exporter
scmi-perf record -o {} -- ./run-load
scmi-perf turns './install-build old' './install-build new' -n 12 -o out --
scmi-perf turns ./install-old ./install-new -o out -- scmi-perf record -o {} -- ./run-load
scmi-top  6.12.95+deb12-arm64  aarch64  mailbox        paused  0:00:09  00:00:14
scmi-top  6.12.95+deb12-arm64  aarch64  mailbox        paused  0:00:27  00:00:32
END
}
