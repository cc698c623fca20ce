# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Pages and pictures, for tests of those who write them. Source it.

# pages_begin: to be called in an empty folder, before page and drawn.
pages_begin() {
	mkdir tmp
	export TMPDIR=$PWD/tmp
}

# page FILE TEXT...: it is one, shows each TEXT, and no folder was left behind.
page() {
	"$BATS_TEST_DIRNAME/../tools/check_html.py" "$@"
	[ -z "$(ls tmp)" ]
}

# drawn COMMAND...: runs it, and keeps what gnuplot got in the folder data.
drawn() {
	mkdir -p bin data
	# It is started without an environment to speak of.
	cat >bin/gnuplot <<-END
		#!/bin/bash
		cp ./*.dat '$PWD/data'
		exec "$(type -P gnuplot)" "\$@"
	END
	chmod +x bin/gnuplot
	PATH=$PWD/bin:$PATH "$@"
}
