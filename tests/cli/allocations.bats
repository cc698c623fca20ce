# SPDX-License-Identifier: GPL-2.0-only
# Without memory, a command and the processes that it forks end with a message: they never
# crash, and never write a part of a file. SCMI_PERF is the program under test. ALLOCATION_STEP=1 fails each
# allocation, not each fifth.

bats_require_minimum_version 1.5.0

setup() {
	tools=$(cd "$BATS_TEST_DIRNAME/../tools" && pwd)
	cd "${BATS_TEST_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
	make_runs a 20000 1000 2
	make_runs b 20000 1100 2
	printf '[* * total]\ntimeouts = 0\n' >limits.ini
	mkdir temp
	"${CC_FOR_TESTS:-cc}" -shared -fPIC -o fail_alloc.so "$tools/fail_alloc.c"
}

# survives OUTPUT ARG...: fails each allocation of the command
survives() {
	local output=$1

	shift
	TMPDIR=$PWD/temp "$tools/fail_allocations.py" --step "${ALLOCATION_STEP:-5}" \
		"$PWD/fail_alloc.so" "$output" \
		"$SCMI_PERF" "$@"
	[ -z "$(ls temp)" ]
}

@test "import and merge" {
	survives x.scmi import -q "$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt" -o x.scmi
	# Without memory, the library leaves out names of tasks, and nothing shows that.
	"$tools/make_trace_dat.py" --no-names x.dat "$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt"
	survives z.scmi import -q x.dat -o z.scmi
	survives y.scmi merge -q a0.scmi a1.scmi -o y.scmi
}

@test "report: text, JSON, a page and Markdown" {
	survives - report a0.scmi
	survives - report -j a0.scmi
	survives page.html report --html page.html a0.scmi
	survives md report -q --markdown md a0.scmi
}

@test "export: metrics for Prometheus" {
	survives scmi.prom export -q a0.scmi --prometheus scmi.prom
}

@test "check: text, JUnit and Markdown" {
	survives - check a0.scmi --limits limits.ini
	survives - check --markdown=- a0.scmi --limits limits.ini
	survives md check -q --markdown md a0.scmi --limits limits.ini
	survives junit.xml check -q --junit junit.xml a0.scmi --limits limits.ini
}

@test "compare: text and Markdown" {
	survives - compare a0.scmi -- b0.scmi
	survives - compare --markdown=- a0.scmi -- b0.scmi
	survives md compare -q --markdown md a0.scmi -- b0.scmi
}

@test "the test finds a command that crashes, is silent or writes a part" {
	cat >program.c <<-'END'
		#include <signal.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		int main(int argc, char **argv)
		{
			char *const memory = malloc(100);

			if (!memory && !strcmp(argv[1], "crashes"))
				raise(SIGSEGV);
			if (!memory && !strcmp(argv[1], "fails"))
				return fputs("out of memory\n", stderr), 1;
			if (memory || strcmp(argv[1], "silent"))
				puts("output");
			return !memory && argc > 2;
		}
	END
	"${CC_FOR_TESTS:-cc}" -o program program.c
	for way in "crashes" "silent" "no-message x"; do
		# shellcheck disable=SC2086
		run -1 "$tools/fail_allocations.py" "$PWD/fail_alloc.so" - ./program $way
	done
	"$tools/fail_allocations.py" "$PWD/fail_alloc.so" - ./program fails
}
