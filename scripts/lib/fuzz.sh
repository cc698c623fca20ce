# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Builds and runs the fuzz targets; scripts/lib/steps.sh comes first. Source it.

FUZZ_BUILD=build/fuzz
# Number of inputs of each fuzz target in scripts/test.
FUZZ_RUNS=${FUZZ_RUNS:-20000}

fuzz_build() {
	CC=clang configure "$FUZZ_BUILD" -Dtests=enabled -Dfuzz=true \
		-Db_sanitize=address,undefined -Db_lundef=false
	quietly build/log/fuzz.log ninja -C "$FUZZ_BUILD"
}

# fuzz_targets: print the names of all targets that were built.
fuzz_targets() {
	local target
	for target in "$FUZZ_BUILD"/tests/fuzz_*; do
		[[ ! -x $target || ! -f $target ]] || echo "${target##*/}"
	done
}

# fuzz_length TARGET: print the maximum length of an input.
fuzz_length() {
	case $1 in
	# A line of a log is cut after 4096 bytes, so a log has to be longer.
	fuzz_import | fuzz_perfetto) echo 10000 ;;
	# Its work grows with the square of an input's length.
	fuzz_top_model) echo 1024 ;;
	*) echo 4096 ;;
	esac
}

# fuzz_share TARGET RUNS: print the part of RUNS that a target gets in about the time in
# which a usual one gets all of them.
fuzz_share() {
	case $1 in
	# Each of its inputs draws twelve screens.
	fuzz_top_view) echo $(($2 / 20)) ;;
	# Each of its inputs is written in all formats.
	fuzz_exports | fuzz_reports) echo $(($2 / 10)) ;;
	fuzz_perfetto | fuzz_top_model) echo $(($2 / 4)) ;;
	*) echo "$2" ;;
	esac
}

# fuzz_run TARGET RUNS CORPUS [SEEDS]: run a target with RUNS inputs. Those that reach new
# code are kept in the folder CORPUS; SEEDS is a folder with more to start from.
fuzz_run() {
	local target=$1 runs=$2 corpus=$3
	shift 2
	mkdir -p "$corpus"
	quietly "build/log/$target.log" "$FUZZ_BUILD/tests/$target" \
		-runs="$runs" -seed=1 -max_len="$(fuzz_length "$target")" \
		-print_final_stats=1 -artifact_prefix="$FUZZ_BUILD/$target-" "$@"
}

# fuzz_inputs TARGET: print how many inputs the last run of a target had.
fuzz_inputs() {
	sed -n 's/^stat::number_of_executed_units: *//p' "build/log/$1.log"
}
