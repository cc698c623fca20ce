# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Progress messages of scripts with several steps. Source it.

STEP_START=$SECONDS

# step TEXT: print the start of a step, with the elapsed time.
step() {
	printf '[%3d s] %s\n' $((SECONDS - STEP_START)) "$*" >&2
}

# quietly LOG COMMAND...: run a command with its output in LOG, and print the end of
# LOG if it fails.
quietly() {
	local log=$1
	shift
	mkdir -p "$(dirname "$log")"
	if "$@" >"$log" 2>&1; then
		return 0
	fi
	echo "failed: $*" >&2
	tail -n 40 "$log" >&2
	echo "(full log: $log)" >&2
	return 1
}

# configure DIR OPTION...: run meson setup, again when the folder exists. Warnings
# are errors here, but not by default: a user's newer compiler has warnings of its own.
configure() {
	local dir=$1 log=build/log/configure-${1//\//-}.log again=()
	shift
	[[ ! -f $dir/build.ninja ]] || again=(--reconfigure)
	quietly "$log" meson setup "${again[@]}" -Dwerror=true \
		"$@" "$dir"
}
