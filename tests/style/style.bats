# SPDX-License-Identifier: GPL-2.0-only
# Rules for every file of the tree.

bats_require_minimum_version 1.5.0

sources() {
	git ls-files -- "$@"
}

scripts() {
	git grep -lE '^#!.*(bash|/sh|busybox sh)' -- ':!*.bats'
	sources '*.sh'
}

# formatter: print the name of clang-format 14. Other versions format the same file
# differently.
formatter() {
	local name
	for name in clang-format-14 clang-format; do
		if "$name" --version 2>/dev/null | grep -q 'version 14\.'; then
			echo "$name"
			return
		fi
	done
	return 1
}

# lacks_package NAME: true if the distribution does not have it. False if apt has no
# index yet.
lacks_package() {
	apt-cache show bash >/dev/null 2>&1 && ! apt-cache show "$1" >/dev/null 2>&1
}

@test "C files are formatted according to .clang-format" {
	if ! name=$(formatter); then
		lacks_package clang-format-14 || skip "clang-format 14 is not installed"
		echo "# formatting not checked: this distribution has no clang-format 14" >&3
		return
	fi
	sources '*.c' '*.h' | xargs "$name" --dry-run --Werror
}

@test "shell scripts pass shellcheck" {
	scripts | sort -u | xargs shellcheck -x
}

@test "every source file starts with its licence" {
	missing=()
	while read -r file; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: ' ||
			missing+=("$file")
	done < <(
		sources '*.c' '*.h' '*.sh' '*.bats' '*.dts' '*.py' '*.scd' \
			'*meson.build' meson_options.txt '*Kbuild' '*.gp'
		scripts
	)
	printf '%s\n' "${missing[@]}"
	[ "${#missing[@]}" -eq 0 ]
}

@test "no source file is longer than 500 lines" {
	long=$(sources '*.c' '*.h' '*.sh' '*.bats' | xargs wc -l |
		awk '$1 > 500 && $2 != "total"')
	echo "$long"
	[ -z "$long" ]
}

# "git add -A" commits also the files that a test or a person has left at the top.
@test "the top level has the known files and folders only" {
	run -0 git ls-files -- ':(glob)*'
	[ "$output" = ".clang-format
.editorconfig
.gitignore
ARCHITECTURE.md
CHANGELOG.md
CONTRIBUTING.md
README.md
meson.build
meson_options.txt" ]
	[ "$(git ls-files | sed -n 's,/.*,,p' | LC_ALL=C sort -u | paste -sd' ')" = \
		".ci .github LICENSES analysis base bpf contrib docs lab loader profile reference-transport reports scripts tests" ]
}

@test "tests enter their temporary folder, or fail" {
	# 'cd ""' succeeds: a function of a test that runs without bats would write here.
	run ! git grep -nE 'cd "?\$\{?BATS_[A-Z]+_TMPDIR[}"/]' -- tests
}

@test "no line ends in white space" {
	run ! git grep -nIE '[[:space:]]+$' -- ':!tests/data'
}

@test "includes point from higher to lower layers" {
	tests/style/arrows
}

@test "every file name and every type name is unique" {
	run -0 tests/style/unique
}

@test "the recipes for Yocto and Buildroot match the build" {
	run -0 tests/style/recipes
}

@test "texts avoid the words of tests/style/words.txt" {
	run -0 tests/style/words
}
