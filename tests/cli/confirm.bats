# SPDX-License-Identifier: GPL-2.0-only
# Tests check --confirm with runs of known values.

bats_require_minimum_version 1.5.0

setup() {
	root=$BATS_TEST_DIRNAME/../..
	# shellcheck source=tests/cli/runs.bash
	. "$BATS_TEST_DIRNAME/runs.bash"
	cd "${BATS_TEST_TMPDIR:?}" || return 1
}

# limits LINE...: writes limits.ini
limits() {
	printf '%s\n' "$@" >limits.ini
}

# later N: prints a jq filter for runs that all started after those of a smaller N.
later() {
	echo ".runs[0].start_unix_s |= $((5000000000 + $1 * 100000)) + . % 100000"
}

@test "--confirm: only limits that fail twice fail" {
	make_runs slow 30000 10 2 "$(later 10)"
	make_runs fast 20000 10 2 "$(later 20)"
	limits "[* * total]" "p50 = 25us" "max = 1s"
	make_runs run 30000 10 2 "$(later 0)"
	run -2 --separate-stderr "$SCMI_PERF" check run0.scmi run1.scmi \
		--limits limits.ini --confirm \
		'echo again; for i in 0 1; do cp slow$i.scmi run$i.scmi; done'
	[ "$stderr" = again ]
	[[ $output == *"1 failed"* ]]
	[[ $output == *"failed in both recordings, these figures are of the second"* ]]
	run -0 "$SCMI_PERF" check -j run0.scmi run1.scmi --limits limits.ini \
		--confirm 'for i in 0 1; do cp fast$i.scmi run$i.scmi; done'
	[ "$(jq -c '[.results[] | [.limit, .verdict, .failed_once,
		(.value | floor)]]' <<<"$output")" = \
		'[["p50","pass",true,20010],["max","pass",false,30010]]' ]
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" \
		- <<<"$output"
	# If no limit fails, the command does not run.
	run -0 "$SCMI_PERF" check run0.scmi run1.scmi --limits limits.ini \
		--confirm 'touch recorded'
	[ ! -e recorded ]
}

# A real slowdown of 5 % on a machine that is 10 % faster the second time: against the
# first baseline the runs would be faster. Figures and JSON are those of the second.
@test "--confirm: the baseline is recorded again, too, and the second figures are printed" {
	make_runs old 30000 10 10 "$(later 0)"
	make_runs new 31500 10 10 "$(later 0)"
	make_runs again_old 27000 10 10 "$(later 20)"
	make_runs again_new 28350 10 10 "$(later 20)"
	limits "[* * total]" "max-regression-p50 = 2%"
	copy='for i in 0 1 2 3 4 5 6 7 8 9; do
		cp again_old$i.scmi old$i.scmi; cp again_new$i.scmi new$i.scmi; done'
	run -2 --separate-stderr "$SCMI_PERF" check -j new?.scmi --limits limits.ini \
		--baseline old?.scmi --confirm "$copy"
	jq -e '.results[0] | .verdict == "fail" and .confirmed and
		(.failed_once | not) and .baseline < 27200 and .value < 1400' \
		<<<"$output"
	"$root/tests/tools/validate_json.py" "$root/docs/check.schema.json" \
		- <<<"$output"
}

@test "--confirm: recordings that are older than the first verdict are refused" {
	make_runs old 30000 10 10 "$(later 30)"
	make_runs new 40000 10 10 "$(later 30)"
	make_runs again_new 40000 10 10 "$(later 40)"
	make_runs again_old 30000 10 10 "$(later 20)"
	limits "[* * total]" "max-regression-p50 = 2%"
	copy='for i in 0 1 2 3 4 5 6 7 8 9; do cp again_new$i.scmi new$i.scmi; done'
	refused "did not write old0.scmi" check new?.scmi --limits limits.ini \
		--baseline old?.scmi --confirm "$copy"
	make_runs new 40000 10 10 "$(later 30)"
	copy='for i in 0 1 2 3 4 5 6 7 8 9; do cp again_new$i.scmi new$i.scmi
		cp again_old$i.scmi old$i.scmi; done'
	refused "wrote an earlier recording to old0.scmi" check new?.scmi \
		--limits limits.ini --baseline old?.scmi --confirm "$copy"
	# The first baseline may be the newest one.
	make_runs old 30000 10 10 "$(later 50)"
	make_runs new 40000 10 10 "$(later 30)"
	make_runs again_old 30000 10 10 "$(later 60)"
	limits "[defaults]" "allow-blocks = yes" "[* * total]" "max-regression-p50 = 2%"
	refused "wrote an earlier recording to new0.scmi" check new?.scmi \
		--limits limits.ini --baseline old?.scmi --confirm "$copy"
	# The newest one may be any of them.
	limits "[* * total]" "p50 = 25us"
	make_run late.scmi 40000 1000 6 ".runs[0].start_unix_s = 7000000200"
	make_run early.scmi 40000 1000 6 ".runs[0].start_unix_s = 7000000100"
	make_run again1.scmi 40000 1000 6 ".runs[0].start_unix_s = 7000000150"
	make_run again2.scmi 40000 1000 6 ".runs[0].start_unix_s = 7000000160"
	refused "wrote an earlier recording to late.scmi" check late.scmi early.scmi \
		--limits limits.ini \
		--confirm 'cp again1.scmi late.scmi; cp again2.scmi early.scmi'
	# A copy of the newest one, under the same name, is refused, too.
	make_run new.scmi 40000 1000 6 "$(later 30)"
	limits "[* * total]" "p50 = 25us"
	refused "wrote an earlier recording to new.scmi" check new.scmi \
		--limits limits.ini --confirm 'cp new.scmi x && mv x new.scmi'
}

@test "a --confirm command can read from the terminal" {
	make_runs slow 30000 10 1 "$DETERMINISTIC"
	limits "[* * total]" "p50 = 25us"
	cat >script <<-'END'
		"$SCMI_PERF" check slow0.scmi --limits limits.ini --confirm \
			'read answer; echo "$answer" >first; touch slow0.scmi'
		echo $? >status
		read answer
		echo "$answer" >second
	END
	# Input as from a keyboard, after each of the two has begun to read.
	(
		sleep 1
		echo one
		until [ -s status ]; do sleep 0.1; done
		echo two
		sleep 1
	) | timeout 60 script -qefc "bash script" /dev/null >output
	[ "$(cat first)" = one ]
	[ "$(cat status)" = 2 ]
	[ "$(cat second)" = two ]
}

@test "a --confirm command that does not record is an error" {
	make_runs slow 30000 10 2
	limits "[* * total]" "p50 = 25us"
	refused "exit status 3" check slow*.scmi --limits limits.ini \
		--confirm 'exit 3'
	refused "did not write slow1.scmi" check slow*.scmi \
		--limits limits.ini --confirm 'touch slow0.scmi'
	refused "killed by signal 9" check slow*.scmi --limits limits.ini \
		--confirm 'kill -9 $$'
	refused "no such file" check slow*.scmi --limits limits.ini \
		--confirm 'rm slow*.scmi'
}
