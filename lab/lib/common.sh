# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # used by the other files
#
# Paths, messages and locks of all parts of the lab.

# Downloads, kept between builds. Everything in it may be removed at any time.
LAB_CACHE=${SCMI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scmi-perf}
# Everything built from this tree.
LAB_BUILD=${SCMI_LAB_BUILD:-$LAB_TOP/build/lab}

# note MESSAGE...: print a progress line on stderr, because stdout is for data.
note() {
	printf 'lab: %s\n' "$*" >&2
}

# fail MESSAGE...: print an error without ending the script.
fail() {
	printf 'lab: error: %s\n' "$*" >&2
}

# die MESSAGE...: print an error and exit with status 1.
die() {
	fail "$@"
	exit 1
}

# usage_error MESSAGE...: print an error about the command line and exit with status 1.
usage_error() {
	die "$* (see: lab/scmi-lab $LAB_COMMAND --help)"
}

# option_value OPTION [VALUE...]: print the value that must follow OPTION.
option_value() {
	[ $# -ge 2 ] || usage_error "$1 requires a value"
	printf '%s' "$2"
}

# table_field TABLE NAME FIELD: print the value of "FIELD=value" in the row of TABLE that
# starts with NAME, or nothing.
table_field() {
	awk -v name="$2" -v field="$3=" '$1 == name {
		for (i = 2; i <= NF; i++)
			if (index($i, field) == 1)
				print substr($i, length(field) + 1) }' <<<"$1"
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

# with_lock FILE WHAT FUNCTION [ARG...]: run FUNCTION in a subshell that holds FILE's
# lock, so that two runs never write the same folder. WHAT describes FUNCTION for
# those that wait.
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

# replace_dir NEW OLD: replace folder OLD by NEW. A reader never sees a part of one.
replace_dir() {
	rm -rf "$2"
	mv "$1" "$2"
}
