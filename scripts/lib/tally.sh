# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Counts the test results of all test runners. Source it.

TALLY_PASSED=0
TALLY_FAILED=0
TALLY_SKIPPED=0
# The failed tests and what they printed, for the end, where a long log is looked at first.
TALLY_FAILURES=()

# tally NAME COMMAND...: run and count one test. Exit status 77 is a skip.
tally() {
	local name=$1 status=0
	shift
	"$@" || status=$?
	case $status in
	0) TALLY_PASSED=$((TALLY_PASSED + 1)) && echo "ok $name" ;;
	77) TALLY_SKIPPED=$((TALLY_SKIPPED + 1)) && echo "skip $name" ;;
	*)
		TALLY_FAILED=$((TALLY_FAILED + 1)) && echo "not ok $name"
		TALLY_FAILURES+=("failed: $name")
		;;
	esac
}

# tally_meson BUILD: run and count the tests of a Meson build folder. The test cases of
# TAP programs are counted individually.
tally_meson() {
	local build=$1 counts
	meson test -C "$build" --print-errorlogs || true
	counts=$(python3 - "$build/meson-logs/testlog.junit.xml" <<'END'
import sys, xml.etree.ElementTree as tree
passed = skipped = 0
failed = []
for case in tree.parse(sys.argv[1]).iter("testcase"):
    if case.find("failure") is not None or case.find("error") is not None:
        failed.append(case.get("classname") + " " + case.get("name"))
    elif case.find("skipped") is not None:
        skipped += 1
    else:
        passed += 1
print(passed, len(failed), skipped, *failed, sep="\n")
END
	)
	tally_add "$(head -n 3 <<<"$counts" | paste -sd " ")"
	tally_remember "$build" <(tail -n +4 <<<"$counts")
}

# tally_remember WHERE FILE: remember failed tests, a line each; the lines with # behind one
# are the first that it printed.
tally_remember() {
	local line
	while read -r line; do
		[[ $line == '#'* ]] && line="  $line" || line="failed: $1: $line"
		TALLY_FAILURES+=("$line")
	done <"$2"
}

# tally_bats PATH: run and count a bats file, or a folder of them.
tally_bats() {
	local log
	log=$(tally_log "$1")
	bats --tap "$1" | tee "$log" || true
	tally_tap "$log"
}

# tally_bats_jobs JOBS FILE...: run and count bats files, JOBS at a time. The results of
# a file are printed when it has ended.
tally_bats_jobs() {
	local jobs=$1 file
	shift
	# shellcheck disable=SC2016 # the inner bash expands it
	for file; do
		printf '%s\0%s\0' "$file" "$(tally_log "$file")"
	done | xargs -0 -n 2 -P "$jobs" bash -c \
		'bats --tap "$1" >"$2" 2>&1; cat "$2"' bash || true
	for file; do
		tally_tap "$(tally_log "$file")"
	done
}

# tally_log PATH: print the name of a bats file's log.
tally_log() {
	mkdir -p build/log
	echo "build/log/bats-${1//\//-}${SCMI_LAB_VARIANT:+-$SCMI_LAB_VARIANT}.tap"
}

# tally_tap LOG: count the results in a TAP log.
tally_tap() {
	tally_add "$(awk '
		/^ok .*# skip/ { skipped++; next }
		/^ok /         { passed++ }
		/^not ok /     { failed++ }
		/^1\.\./       { planned = substr($1, 4) }
		END {
			run = passed + failed + skipped
			# A runner that ended early has failed.
			if (run != planned || !planned)
				failed += planned > run ? planned - run : 1
			print passed + 0, failed + 0, skipped + 0
		}' "$1")"
	tally_remember "$(basename "$1" .tap)" <(awk '
		/^not ok / { failed = 20; sub(/^not ok [0-9]* /, ""); print; next }
		!/^#/      { failed = 0 }
		failed-- > 0' "$1")
}

# tally_add "PASSED FAILED SKIPPED": add to the counts.
tally_add() {
	local passed failed skipped
	read -r passed failed skipped <<<"$1"
	TALLY_PASSED=$((TALLY_PASSED + passed))
	TALLY_FAILED=$((TALLY_FAILED + failed))
	TALLY_SKIPPED=$((TALLY_SKIPPED + skipped))
}

# Print the last line. Fails if a test has failed, or if one was skipped in CI, where all
# requirements of the tests are installed.
tally_result() {
	local line="$TALLY_PASSED passed, $TALLY_FAILED failed"
	((!TALLY_FAILED)) || printf '%s\n' "${TALLY_FAILURES[@]}"
	((TALLY_SKIPPED)) && line+=", $TALLY_SKIPPED skipped"
	[[ -n ${CI:-} ]] && ((TALLY_SKIPPED)) &&
		echo "in CI a skipped test is a failure"
	echo "$line"
	((!TALLY_FAILED)) || return 1
	[[ -z ${CI:-} ]] || ((!TALLY_SKIPPED)) || return 1
}
