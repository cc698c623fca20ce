# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Checks pages and pictures. Tests source this file.

# pages_begin: prepares an empty folder for page and drawn.
pages_begin() {
	mkdir tmp
	export TMPDIR=$PWD/tmp
}

# page FILE TEXT...: checks that FILE is a page, shows each TEXT, and that no
# temporary folder is left.
page() {
	"$BATS_TEST_DIRNAME/../tools/check_html.py" "$@"
	[ -z "$(ls tmp)" ]
}

# headings FILE [N]: prints the first N headings of sections.
headings() {
	sed -n 's/^<h2>\(.*\)<\/h2>$/\1/p' "$1" | head -n "${2:-100}"
}

# drawn COMMAND...: runs the command and copies gnuplot's input to the folder data.
drawn() {
	mkdir -p bin data
	# scmi-perf starts gnuplot with an almost empty environment.
	cat >bin/gnuplot <<-END
		#!/bin/bash
		cp ./*.dat '$PWD/data'
		exec "$(type -P gnuplot)" "\$@"
	END
	chmod +x bin/gnuplot
	PATH=$PWD/bin:$PATH "$@"
}
