# SPDX-License-Identifier: GPL-2.0-only
# scmi-vhost-user as a process: options, signals, restarts, two in a row.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	DEVICE=${SCMI_PERF%/loader/scmi-perf}/reference-transport/devices/vhost_user/scmi-vhost-user
	FRONT=$PWD/tests/tools/vhost_front.py
	[[ $DEVICE == /* ]] || DEVICE=$PWD/$DEVICE
	# The path of a socket must be short.
	dir=$(mktemp -d /tmp/vhost.XXXXXX)
	cd "${dir:?}" || return 1
}

teardown() {
	local pid

	for pid in ${pids:-}; do
		kill -KILL "$pid" 2>/dev/null || true
	done
	rm -rf "${dir:?}"
}

# device SOCKET OPTION...: start the program, and wait until it listens.
device() {
	local socket=$1

	"$DEVICE" --listen "$@" 2>log.$socket 3>&- &
	pids="${pids:-} $!"
	until [ -S "$socket" ]; do
		kill -0 $! || {
			cat log.$socket
			return 1
		}
		sleep 0.02
	done
}

# count NAME: print a member of the counts, read now. The file appears whole.
count() {
	rm -f counts
	kill -USR1 "${pids##* }"
	until [ -e counts ]; do sleep 0.02; done
	python3 -c 'import json, sys; print(json.load(open("counts"))[sys.argv[1]])' "$1"
}

@test "help and version; a wrong option, plan or socket is an error" {
	run -0 "$DEVICE" --help
	[[ $output == *--between=SOCKET*--listen=SOCKET* ]]
	run -0 "$DEVICE" --version
	[ "$output" = "scmi-vhost-user $("$SCMI_PERF" --version | cut -d' ' -f2)" ]
	run -1 "$DEVICE"
	[[ $output == "scmi-vhost-user: error: expected one of --listen and --connect"* ]]
	run -1 "$DEVICE" --listen a --connect b
	[[ $output == *"expected one of"* ]]
	run -1 "$DEVICE" --listen a --service 5m
	[[ $output == *"invalid value '5m' for --service: character"* ]]
	echo '* * lose' >plan
	run -1 "$DEVICE" --listen a --plan plan
	[[ $output == "scmi-vhost-user: error: plan: line 1, column 5: expected of N"* ]]
	echo '* * duplicate' >plan
	run -1 "$DEVICE" --listen a --plan plan
	[ "$output" = "scmi-vhost-user: error: plan: line 1: duplicate: front end vhost-user cannot send a reply without a request" ]
	run -1 "$DEVICE" --listen a --plan missing
	[ "$output" = "scmi-vhost-user: error: read missing: No such file or directory" ]
	run -1 "$DEVICE" --listen "$dir/missing/a"
	[[ $output == *"listen at $dir/missing/a: No such file or directory" ]]
	run -1 "$DEVICE" --listen a --counts missing/counts
	[[ $output == *"write missing/counts: No such file or directory" ]]
	# A file of another kind stays.
	echo text >file
	run -1 "$DEVICE" --listen file
	[[ $output == *"listen at file: Address already in use" ]]
	[ "$(cat file)" = text ]
	run -1 "$DEVICE" -j --listen "$dir/\"a/b"
	[ "$output" = "{\"error\":\"listen at $dir/\\\"a/b: No such file or directory\"}" ]
}

@test "requests, replies, a plan that is read again, and counts" {
	echo '* * every 4 lost-doorbell' >plan
	device s --plan plan --counts counts --service 0
	run -0 "$FRONT" exchange s 8
	[ "$output" = "8 replies, 6 interrupts" ]
	[ "$(count requests)" = 8 ]
	[ "$(count faults)" = "{'lost-doorbell': 2}" ]
	# A new plan counts from zero; an invalid one changes nothing.
	echo '* * times 2 drop' >plan
	kill -HUP "${pids##* }"
	until grep 'read plan' log.s; do sleep 0.02; done
	run -0 "$FRONT" exchange s 4
	[ "$output" = "2 replies, 2 interrupts" ]
	echo '* * fly' >plan
	kill -HUP "${pids##* }"
	until grep 'column 5' log.s; do sleep 0.02; done
	[ "$(count rules)" = "[{'line': 1, 'action': 'drop', 'fired': 2}]" ]
	kill "${pids##* }"
	wait "${pids##* }"
	[ ! -e s ]
	python3 -c 'import json; c = json.load(open("counts")); assert (c["requests"], c["replies"], c["dropped"], c["in_flight"]) == (12, 10, 2, 0), c'
}

@test "a device that is killed and started again loses nothing" {
	run -0 "$FRONT" restart s "$DEVICE" -q
	[ "$output" = "nothing lost" ]
}

@test "a socket that is left there is replaced, one in use is not" {
	device s
	run -1 "$DEVICE" --listen s
	[[ $output == *"listen at s: Address already in use" ]]
	kill -KILL "${pids##* }"
	wait "${pids##* }" || true
	[ -S s ]
	rm log.s
	"$DEVICE" --listen s 2>log.s 3>&- &
	pids="$pids $!"
	until "$FRONT" exchange s 1; do sleep 0.02; done
}

@test "--between passes all on, and loses interrupts" {
	device back
	echo '* * every 2 lost-doorbell' >plan
	device s --between back --plan plan --counts counts
	run -0 "$FRONT" exchange s 6
	[ "$output" = "6 replies, 3 interrupts" ]
	[ "$(count kicks)" = "[6, 0]" ]
	[ "$(count faults)" = "{'lost-doorbell': 3}" ]
	# Both connections end with the front end's, and a second one works.
	run -0 "$FRONT" exchange s 2
	[ "$output" = "2 replies, 1 interrupts" ]
	echo '* * drop' >plan
	run -1 "$DEVICE" --listen t --between back --plan plan
	[ "$output" = "scmi-vhost-user: error: plan: line 1: drop: --between sees no messages" ]
}
