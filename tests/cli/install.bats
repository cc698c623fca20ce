# SPDX-License-Identifier: GPL-2.0-only
# The files of "meson install", and that they work there: manual, schemas, completions of
# shells, units of systemd.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	export BUILD=${SCMI_PERF%/loader/scmi-perf} ROOT=${BATS_FILE_TMPDIR:?}/root
	DESTDIR=$ROOT meson install -C "$BUILD" --no-rebuild >/dev/null
	export PREFIX=$ROOT/usr/local
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# installed DIR: print the names of the files there.
installed() {
	(cd "$PREFIX/$1" && ls)
}

@test "programs, all documents and all schemas are installed" {
	[ "$(installed bin)" = "scmi-perf"$'\n'"scmi-top"$'\n'"scmi-vhost-user" ]
	"$PREFIX/bin/scmi-top" --help | grep '^Usage: scmi-top '
	diff <(installed share/scmi-perf/schemas) <(cd docs && ls -- *.schema.json)
	diff <(installed share/doc/scmi-perf/docs) <(cd docs && ls -- *.md *.png)
	cmp "$PREFIX/share/doc/scmi-perf/README.md" README.md
	cmp "$PREFIX/share/doc/scmi-perf/CHANGELOG.md" CHANGELOG.md
	diff -r "$PREFIX/share/doc/scmi-perf/LICENSES" LICENSES
	cmp "$PREFIX/share/scmi-perf/scmi-perf.cfg" contrib/kernel/scmi-perf.cfg
	diff -r "$PREFIX/share/scmi-perf/prometheus" contrib/prometheus
	diff -r "$PREFIX/share/scmi-perf/grafana" contrib/grafana
	[ -z "$(find "$ROOT" -type f -perm /022)" ]
}

@test "each command has its manual page, which renders without a warning" {
	local command page version

	version=$("$SCMI_PERF" --version | cut -d' ' -f1-2)
	"$SCMI_PERF" --help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p' >"$BATS_TEST_TMPDIR/commands"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/commands")" -gt 10 ]
	while read -r command; do
		page=$PREFIX/share/man/man1/scmi-perf-$command.1
		[ "$command" != top ] || page=$PREFIX/share/man/man1/scmi-top.1
		[ -s "$page" ]
	done <"$BATS_TEST_TMPDIR/commands"
	for page in "$PREFIX"/share/man/man*/*; do
		[ -z "$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" 2>&1 >/dev/null)" ]
		LC_ALL=C.UTF-8 MANWIDTH=80 man -l "$page" | grep "^$version  *20"
	done
}

@test "scmi-perf(1) lists each command, and the short options of all" {
	local command page=docs/man/scmi-perf.1.scd name

	"$SCMI_PERF" --help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p' >"$BATS_TEST_TMPDIR/commands"
	while read -r command; do
		name=scmi-perf-$command
		[ "$command" != top ] || name=scmi-top
		# Among the commands, and in SEE ALSO.
		[ "$(grep -cF "*$name*(1)" $page)" -ge 2 ]
		"$SCMI_PERF" "$command" --help |
			sed -En "s/^ +(-[a-zA-Z]), (--[a-z-]+).*/\1 \2 $command/p"
	done <"$BATS_TEST_TMPDIR/commands" | awk '
		$1 ~ /^-[hjqvV]$/ { all[$1 " " $2] = "all"; next }
		{ all[$1 " " $2] = all[$1 " " $2] (all[$1 " " $2] ? ", " : "") $3 }
		END { for (option in all) print option, all[option] }' | sort >"$BATS_TEST_TMPDIR/options"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/options")" -gt 20 ]
	sed '1,/^# SHORT OPTIONS/d; /^# EXIT STATUS/,$d' $page | sed -n 's/^[|:][[< ] *//p' |
		tr -d '*' | paste -d ' ' - - - | sort | diff "$BATS_TEST_TMPDIR/options" -
}

# in_bash WORD...: print the completions of the last word.
in_bash() {
	PATH=$PREFIX/bin:$PATH bash -c '
		. "$0/share/bash-completion/completions/scmi-perf"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_scmi_perf
		printf "%s\n" "${COMPREPLY[@]}"' "$PREFIX" "$@"
}

@test "bash completes commands, their options, and files behind them" {
	[ "$(in_bash scmi-perf rec)" = record ]
	[ "$(in_bash scmi-perf help co)" = compare ]
	[ "$(in_bash scmi-perf record --dur)" = --duration ]
	in_bash scmi-perf report --h | grep -x -e --html
	[ "$(in_bash scmi-top --iter)" = --iterations ]
	# The names of files are bash's own.
	[ -z "$(in_bash scmi-perf report run)" ]
	[ -z "$(in_bash scmi-perf record -- ls --hel)" ]
}

# in_zsh WORD...: print what the completion function passes to zsh.
in_zsh() {
	PATH=$PREFIX/bin:$PATH zsh -f -c '
		_describe() { print -l -- ${(P)2} }
		compadd() { shift; print -l -- ${(M)@:#$PREFIX*} }
		_files() { print files }
		file=$1; shift
		words=("$@") CURRENT=$# PREFIX=${@[-1]}
		_function() { source $file }
		_function' zsh "$PREFIX/share/zsh/site-functions/_scmi-perf" "$@"
}

@test "zsh completes commands with their summaries, options, and files" {
	command -v zsh >/dev/null || skip "zsh is not installed"
	in_zsh scmi-perf "" | grep -x 'record:measure the running kernel, write a profile'
	[ "$(in_zsh scmi-perf record --dur)" = --duration ]
	[ "$(in_zsh scmi-top --iter)" = --iterations ]
	[ "$(in_zsh scmi-perf report run)" = files ]
	[ "$(in_zsh scmi-perf record -- ls --hel)" = files ]
}

@test "systemd accepts all units" {
	local units=$PREFIX/lib/systemd/system name

	command -v systemd-analyze >/dev/null || skip "systemd is not installed"
	for name in scmi-perf-{record,flight,exporter} scmi-vhost-user; do
		sed "s|/usr/local/bin|$PREFIX/bin|" "$units/$name.service" \
			>"$BATS_TEST_TMPDIR/$name.service"
		run -0 systemd-analyze verify --man=no "$BATS_TEST_TMPDIR/$name.service"
		[ -z "$output" ]
	done
	grep -F '/usr/local/bin/scmi-perf record $OPTIONS -i 1s' "$units/scmi-perf-record.service"
	# Its conditions are valid: the program gets as far as the kernel.
	# shellcheck disable=SC2046 # several words
	run "$PREFIX/bin/scmi-perf" record -d 1ms -o "$BATS_TEST_TMPDIR/f.scmi" $(
		sed -n 's/^Environment="CONDITIONS=\(.*\)"/\1/p' "$units/scmi-perf-flight.service")
	[[ $output != *"invalid value"* && $output != *usage* ]]
}

@test "ninja uninstall leaves nothing behind" {
	local root=${BATS_TEST_TMPDIR:?}/root

	DESTDIR=$root meson install -C "$BUILD" --no-rebuild >/dev/null
	[ -e "$root/usr/local/bin/scmi-perf" ]
	ninja -C "$BUILD" uninstall >/dev/null
	[ -z "$(find "$root" -not -type d)" ]
}
