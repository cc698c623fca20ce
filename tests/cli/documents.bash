# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The commands in the documents' examples. Load it.

# commands PATTERN FILE...: print the lines of the blocks of code that start with PATTERN,
# a command each, without comments.
commands() {
	awk -v pattern="^ *($1) " '/^```/ { code = !code; next }
		code { line = line $0
			if (sub(/\\$/, "", line)) next
			if (line ~ pattern) print line
			line = "" }' "${@:2}" | sed 's/ #.*//; s/^ *//; s/ *$//'
}

# examples FILE...: print the commands of this program.
examples() {
	commands 'scmi-perf|scmi-top' "$@"
}

# file_examples FILE...: print those that read a recording, a log or a configuration.
file_examples() {
	examples "$@" | grep -E -e '^scmi-perf (report|compare|check|history|import|merge) ' \
		-e ' trace\.txt$' -e '--kernel-config=' | grep -v -e '^scmi-top' |
		sed 's/ *||$//'
}

# board_examples FILE...: print those that need a running kernel or a terminal, and what
# the README runs on a board through ssh.
board_examples() {
	sed -n "s/^ssh root@board '\(.*\)'\$/\1/p" "$@"
	examples "$@" | grep -E -e '^scmi-top( [^ ].*)?$' -e '^scmi-perf (stat|record) ' \
		-e '^scmi-perf doctor( --kernel-config)?$' -e '^scmi-perf trace ' \
		-e '^scmi-perf exporter --textfile ' |
		grep -v -e '{}' -e '^scmi-perf.* trace\.txt' | awk '!seen[$0]++'
}
