# SPDX-License-Identifier: GPL-2.0-only
# Names of tasks, hosts, functions and files come from others. In no output do they
# control a terminal or command a CI runner. SCMI_PERF is the program under test.

bats_require_minimum_version 1.5.0

# The commands of runners; the last ones start a line if a name is split at \n or ;.
COMMANDS=('::error::x' '##[group]y' 'a##[mask]b' '##vso[c]' ' ::set-env' 'n
::error::o' ';;error;;p' '###[debug]q')
CONTROL=$'\e[31m\u202ez\u200b\x7f'

setup() {
	root=$BATS_TEST_DIRNAME/../..
	cd "${BATS_TEST_TMPDIR:?}" || return
	. "$BATS_TEST_DIRNAME/runs.bash"
}

# plain FILE: checks that it neither controls a terminal nor commands a runner.
plain() {
	if LC_ALL=C.UTF-8 grep -nP \
		'^[\s\x{a0}\x{3000}]*::|##\[|##vso|[\x00-\x08\x0b-\x1f\x7f\x{202a}-\x{202e}\x{200b}]' "$1"; then
		echo "in $1"
		return 1
	fi
}

# run_plain ARG...: runs it, and checks that it fails only as a verdict, and its outputs.
run_plain() {
	local status=0

	echo "$*"
	"$SCMI_PERF" "$@" >out 2>err || status=$?
	[ "$status" -ne 1 ] || { cat err && return 1; }
	[ "$status" -lt 4 ]
	[ -s out ]
	plain out
	plain err
}

# hostile TEXT FILE...: writes runs in which all strings are TEXT, each slower by 1 us.
hostile() {
	local text=$1 file

	shift
	zcat sound.scmi | jq -c --arg text "$text" --argjson n $# '
		($text[:15]) as $comm | .series[0] as $s |
		($s | {instance, transport, channel, protocol, message, type}) as $key |
		. as $sound | range($n) as $i | $sound |
		.runs[0] += {host: $text, kernel: $text, arch: $text, command: $text, tool: $text,
			vendor: $text, sub_vendor: $text, start_unix_s: (1000 + $i),
			hooks: [{name: $text, how: $text}]} |
		(200 + $i) as $ns | .series = [$s | .counters.begun += 1 |
			.counters.timed_out = 1 | .anomalies.timeout = 1 |
			.phases.total = {count: 1000, sum_ns: (1000 * $ns), min_ns: $ns,
				max_ns: $ns, buckets: [[$ns, 1000]]} |
			.phases.timeout = {count: 1, sum_ns: 9, min_ns: 9, max_ns: 9,
				buckets: [[9, 1]]}] |
		.events = [$key + {kind: "timeout", time_ns: 1, age_ns: 1, token: 1, cpu: 0, pid: 1,
			comm: $comm}] |
		.senders = {stacks: [$text + ";" + $text],
			callers: [$key + {comm: $comm, stack: 0, completed: 1000, timed_out: 0,
				sum_ns: 20000000, max_ns: 20000}],
			holders: [{waiter: ($key + {comm: $comm}), holder: ($key + {comm: $comm}),
				count: 1, sum_ns: 1, max_ns: 1}], channels: [],
			slowest: [$key + {comm: $comm, pid: 1, token: 1, status: 0, time_ns: 1,
				total_ns: 20000, phases: {total: 20000}}],
			lost_callers: 0, lost_stacks: 0, lost_holders: 0}' >lines
	for file in "$@"; do
		IFS= read -r line && gzip -n <<<"$line" >"$file"
	done <lines
}

# sides TEXT: writes 10 runs a side, whose strings and names are TEXT.
sides() {
	a=("$1-a"{0..9}.scmi) b=("$1-b"{0..9}.scmi)
	hostile "$1" "${a[@]}" "${b[@]}"
	printf '[* * total]\np50 = 1ns\nmax-regression = 3%%\nanomalies = 0\n' >"$1.ini"
}

@test "strings of profiles and names of files are only text in every output" {
	make_run sound.scmi 20000
	for text in "${COMMANDS[@]}" "$CONTROL"; do
		sides "$text"
		for json in '' -j; do
			run_plain report $json -- "${b[0]}"
			run_plain compare $json "${a[@]}" -- "${b[@]}"
			run_plain check $json --limits "$text.ini" --baseline "${b[@]}" -- "${a[@]}"
			run_plain check $json --limits "$text.ini" --baseline "${a[@]}" -- "${b[@]}"
			run_plain history $json -- "${a[@]}" "${b[@]}"
			run_plain calibrate $json -- "${a[@]}" "${b[@]:1}"
		done
		run_plain calibrate -- "${a[0]}"
		for output in callers slowest explain html=- markdown=-; do
			run_plain report "--$output" -- "${b[0]}"
		done
		for output in changed html=- markdown=-; do
			run_plain compare "--$output" "${a[@]}" -- "${b[@]}"
		done
		for output in junit markdown; do
			run_plain check "--$output=-" --limits "$text.ini" --baseline "${a[@]}" -- "${b[@]}"
		done
		for output in folded csv prometheus; do
			run_plain export "--$output=-" -- "${b[0]}"
		done
		"$root/tests/tools/validate_json.py" "$root/docs/report.schema.json" \
			<("$SCMI_PERF" report -j -- "${b[0]}")
	done
}

@test "JSON with commands of a runner has the same value" {
	make_run sound.scmi 20000
	hostile 'a###[x] ##y' x.scmi
	"$SCMI_PERF" report -j x.scmi >x.json
	[ "$(jq -r '.meta.runs[0].host' x.json)" = 'a###[x] ##y' ]
	grep -qF '"host": "a#\u0023\u0023[x] #\u0023y"' x.json
	# A single # is as it is.
	hostile '#1 # [' x.scmi
	"$SCMI_PERF" report -j x.scmi | grep -qF '"host": "#1 # ["'
}

# task_log NAME: prints a log of a task.
task_log() {
	for event in '1.000001: scmi_xfer_begin' '1.000060: scmi_xfer_end'; do
		echo " $1-77 [000] ..... $event: transfer_id=1 msg_id=6 protocol_id=21 seq=1 ${2-poll=0 status=0}"
	done
}

@test "tasks of logs are only text in every output" {
	for text in '::error::x' '##[add-mask]e' 'a##[mask]b' '##vso[c]' $'\e[31mz'; do
		task_log "$text" >log
		for json in '' -j; do
			run_plain trace $json log
			run_plain trace $json --slowest 1 log
			run_plain trace $json --wide log
			run_plain report $json log
			run_plain top $json --batch -n 1 -F log
		done
		run_plain trace --csv log
	done
	# Its text is still that of the log.
	task_log '##[add-mask]e' >log
	"$SCMI_PERF" trace -j log >trace.json
	[ "$(jq -rs '.[1].comm' trace.json)" = '##[add-mask]e' ]
	grep -qF '"comm":"#\u0023[add-mask]e"' trace.json
}

@test "history --baseline prints names that are neither commands nor two lines" {
	for i in 1 2 3 4; do make_run "::error::$i.scmi" 20000; done
	"$SCMI_PERF" history --baseline ::*.scmi >names
	[ "$(cat names)" = "$(printf './::error::%d.scmi\n' 1 2 3 4)" ]
	xargs "$SCMI_PERF" merge -q -o m.scmi <names
	for name in $'x\n::error::y.scmi' $'\e[31m.scmi' '##[group].scmi'; do
		make_run "$name" 20000
		run --separate-stderr -1 "$SCMI_PERF" history --baseline "$name"
		[ -z "$output" ]
		[[ $stderr == *"cannot print the name of the file"*": rename it" ]]
		echo "$stderr" >err
		plain err
	done
	make_run 'a night.scmi' 20000
	[ "$("$SCMI_PERF" history --baseline a*.scmi)" = 'a night.scmi' ]
}
