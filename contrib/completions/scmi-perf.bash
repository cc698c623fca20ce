# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completes the commands of scmi-perf and, from its own --help, their options. bash loads
# it by its name, from share/bash-completion/completions.

# _scmi_perf_commands PROGRAM
_scmi_perf_commands() {
	"$1" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p'
}

# _scmi_perf_options PROGRAM [COMMAND]
_scmi_perf_options() {
	"$@" --help 2>/dev/null | sed -n 's/^ *\(-., \)\{0,1\} *\(--[a-z][a-z-]*\).*/\2/p'
}

_scmi_perf() {
	local current=${COMP_WORDS[COMP_CWORD]} program=("${COMP_WORDS[0]}") words='' word

	COMPREPLY=()
	# Words behind "--" belong to another program, or are files.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ $word != -- ]] || return
	done
	if [[ ${program[0]##*/} != scmi-top ]]; then
		if ((COMP_CWORD == 1)) || [[ ${COMP_WORDS[1]} == help ]]; then
			words="help $(_scmi_perf_commands "${program[0]}")"
		fi
		program+=("${COMP_WORDS[1]}")
	fi
	[[ -n $words || $current != -* ]] || words=$(_scmi_perf_options "${program[@]}")
	[[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

# With no word of ours, bash completes the names of files.
complete -o default -F _scmi_perf scmi-perf scmi-top
