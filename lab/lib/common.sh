# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # used by the other files
#
# Paths, messages and locks that every part of the lab shares.

# Downloads, kept between builds. Everything below it can be removed at will.
LAB_CACHE=${SCMI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scmi-perf}
# What is built from this tree.
LAB_BUILD=${SCMI_LAB_BUILD:-$LAB_TOP/build/lab}

# note MESSAGE...: a progress line; stdout stays free for data.
note() {
	printf 'lab: %s\n' "$*" >&2
}

# fail MESSAGE...: say what went wrong, without ending the script.
fail() {
	printf 'lab: error: %s\n' "$*" >&2
}

# die MESSAGE...: the same, and end with exit status 1.
die() {
	fail "$@"
	exit 1
}

# usage_error MESSAGE...: end because of a wrong command line.
usage_error() {
	die "$* (see: lab/scmi-lab $LAB_COMMAND --help)"
}

# option_value OPTION [VALUE...]: print the value that must follow OPTION.
option_value() {
	[ $# -ge 2 ] || usage_error "$1 needs a value"
	printf '%s' "$2"
}

# need_commands PACKAGE:COMMAND...: die unless each command is installed.
need_commands() {
	local pair missing=()

	for pair; do
		command -v "${pair#*:}" >/dev/null || missing+=("${pair%%:*}")
	done
	[ ${#missing[@]} -eq 0 ] ||
		die "missing tools; install them with: apt install ${missing[*]}"
}

# with_lock FILE WHAT FUNCTION [ARG...]: run FUNCTION in a subshell while
# holding FILE's lock, so that two runs never write the same folder. The lock
# is closed for everything FUNCTION leaves running in the background.
with_lock() {
	local file=$1 what=$2

	shift 2
	mkdir -p "$(dirname "$file")"
	(
		if ! flock -n 9; then
			note "waiting for another run that is $what"
			flock 9
		fi
		"$@"
	) 9>"$file"
}

# replace_dir NEW OLD: put folder NEW in the place of OLD. A reader sees the
# whole of one or of the other, never a part.
replace_dir() {
	rm -rf "$2"
	mv "$1" "$2"
}
