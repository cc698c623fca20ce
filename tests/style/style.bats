# SPDX-License-Identifier: GPL-2.0-only
# What every file of the tree keeps to.

bats_require_minimum_version 1.5.0

sources() {
	git ls-files -- "$@"
}

scripts() {
	git grep -lE '^#!.*(bash|/sh|busybox sh)' -- ':!*.bats'
	sources '*.sh'
}

@test "C files are formatted as .clang-format says" {
	# Other versions lay out the same file differently.
	clang-format --version | grep -q 'version 14\.' ||
		skip "clang-format 14 is not here"
	sources '*.c' '*.h' | xargs clang-format --dry-run --Werror
}

@test "shell scripts pass shellcheck" {
	scripts | sort -u | xargs shellcheck -x
}

@test "every source file begins with its licence" {
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

@test "no line ends in white space" {
	run ! git grep -nIE '[[:space:]]+$' -- ':!tests/data'
}
