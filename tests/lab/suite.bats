# SPDX-License-Identifier: GPL-2.0-only
# Runs every scenario over every transport, and tests the table's report of failures.

bats_require_minimum_version 1.5.0

# a_cell JSON DMESG [TRANSPORT]: print the cell of a scenario for these files of a
# guest.
a_cell() {
	# shellcheck disable=SC2034 # the libraries use them
	LAB_DIR=lab LAB_TOP=. LAB_COMMAND=suite
	for lib in common console cmd_suite; do
		# shellcheck source=/dev/null
		. "lab/lib/$lib.sh"
	done
	SUITE_DIR=$BATS_TEST_TMPDIR
	cat >"$SUITE_DIR/s.scenario" <<-'END'
		TITLE='a scenario'
		FIRED='{"drop": 2, "late": 1}'
		CHECK='.good == $transport'
		NEVER='pigeon it has no wires'
	END
	printf '%s' "$1" >"$BATS_TEST_TMPDIR/s.json"
	printf '%s\n' "$2" >"$BATS_TEST_TMPDIR/dmesg.log"
	suite_cell s "${3:-mailbox}" "$BATS_TEST_TMPDIR"
}

# outcome GOOD FAULTS FAILURES: print the JSON file of a guest.
outcome() {
	printf '{"good": "%s", "platform": {"faults": %s}, "afterwards": {"failures": %s}}' "$@"
}

FAULTS='{"drop": 2, "late": 1}'

@test "a cell is ok, or failed or never with a reason" {
	run -0 a_cell "$(outcome mailbox "$FAULTS" 0)" ''
	[ "$output" = "ok, faults fired: 3" ]
	run -0 a_cell '' '' pigeon
	[ "$output" = "never: it has no wires" ]
	run -0 a_cell '' ''
	[ "$output" = "FAILED: no result" ]
	run -0 a_cell '{"half": ' ''
	[[ $output == "FAILED: no figures"* ]]
	run -0 a_cell "$(outcome mailbox '{"drop": 3, "late": 1}' 0)" ''
	[[ $output == 'FAILED: fired {"drop":3,"late":1}, not '* ]]
	run -0 a_cell "$(outcome virtio "$FAULTS" 0)" ''
	[[ $output == "FAILED: CHECK is false"* ]]
	run -0 a_cell "$(outcome mailbox "$FAULTS" 1)" ''
	[[ $output == "FAILED: the transport does not work afterwards" ]]
}

@test "a kernel warning fails the scenario in which it was printed" {
	warning='[    1.0] WARNING: CPU: 0 PID: 1 at here'
	run -0 a_cell "$(outcome mailbox "$FAULTS" 0)" "[ 0.9] scmi-lab: scenario s
$warning"
	[[ $output == "FAILED: "*"WARNING: CPU: 0"* ]]
	run -0 a_cell "$(outcome mailbox "$FAULTS" 0)" "[ 0.9] scmi-lab: scenario t
$warning
[ 1.1] scmi-lab: scenario s"
	[ "$output" = "ok, faults fired: 3" ]
}

# The guest is replaced; its verdict is VERDICT.
# shellcheck disable=SC2034,SC2317 # the libraries use them
@test "a guest that has failed fails its transport" {
	a_guest() (
		a_cell '' '' >/dev/null
		declare -A GUEST=(['service']=20us ['device']='')
		guest_out() { mkdir -p "$1"; }
		guest_prepare() {
			LAB_WORK=$(mktemp -d "$BATS_TEST_TMPDIR/work.XXXXXX")
			mkdir "$LAB_WORK/job"
		}
		guest_job() { :; }
		guest_boot() { :; }
		console_verdict() { return "$VERDICT"; }
		suite_guest mailbox "$BATS_TEST_TMPDIR/out" s || return 1
	)
	VERDICT=0 run -0 a_guest
	VERDICT=1 run -1 a_guest
}

@test "unknown transports and scenarios are rejected" {
	run -1 lab/scmi-lab suite --out "$BATS_TEST_TMPDIR" --transports pigeon
	[[ $output == *"unknown transport 'pigeon'"* ]]
	run -1 lab/scmi-lab suite --out "$BATS_TEST_TMPDIR" --scenarios doom
	[[ $output == *"unknown scenario 'doom'"* ]]
	run -1 lab/scmi-lab suite
	[[ $output == *"--out DIR is required"* ]]
}

@test "every scenario over every transport" {
	run --separate-stderr lab/scmi-lab suite --out "$BATS_FILE_TMPDIR"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == "| scenario (Linux 6.12."* ]]
	rows=$(find lab/scenarios -name '*.scenario' | wc -l)
	# loopback 2, both virtio transports 1, both mailboxes 1, both OP-TEE modes 16,
	# smc 17, smc-irq 12.
	[ "$(grep -o '| never: ' <<<"$output" | wc -l)" -eq 67 ]
	[ "$(grep -o '| ok, faults' <<<"$output" | wc -l)" -eq $((9 * rows - 67)) ]
}

# 6.12 cannot poll for all messages.
@test "mailbox-polled, on 7.2: every scenario" {
	run --separate-stderr lab/scmi-lab suite --kernel 7.2 \
		--transports mailbox-polled --out "$BATS_FILE_TMPDIR"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == "| scenario (Linux 7.2."* ]]
	rows=$(find lab/scenarios -name '*.scenario' | wc -l)
	[ "$(grep -o '| never: ' <<<"$output" | wc -l)" -eq 2 ]
	[ "$(grep -o '| ok, faults' <<<"$output" | wc -l)" -eq $((rows - 2)) ]
}

# fired TRANSPORT: print the kinds of faults that have fired.
fired() {
	jq -r '.platform.faults | keys[]' "$BATS_FILE_TMPDIR/$1"/*.json | sort -u
}

@test "every kind of fault has fired on every transport that supports it" {
	# The first word of each row of the table of actions, without those of a device in
	# another process, which vhost_user.bats and tests/unit have.
	sed -n '/^## Actions/,/^###* [^A]/s/^| `\([a-z-]*\).*/\1/p' docs/fault-plan.md |
		sort >"$BATS_TEST_TMPDIR/kinds"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/kinds")" -ge 18 ]
	missing() {
		comm -23 "$BATS_TEST_TMPDIR/kinds" <(fired "$1") | xargs
	}
	[ "$(missing loopback)" = spurious ]
	[ "$(missing ref-virtio)" = duplicate ]
	[ "$(missing virtio)" = duplicate ]
	[ "$(missing mailbox)" = reorder ]
	[ "$(missing mailbox-threaded)" = reorder ]
	[ "$(missing mailbox-polled)" = "lost-doorbell reorder" ]
	p2a="burst concurrent delayed-error delayed-first full-eventq"
	[ "$(missing smc-irq)" = "$p2a reorder unexpected-delayed" ]
	for transport in smc optee optee-smt; do
		[ "$(missing $transport)" = "burst concurrent delayed-error delayed-first \
duplicate full-eventq late lost-doorbell reorder spurious unexpected-delayed wrong-token \
wrong-type" ]
	done
}

# cost TRANSPORT: print the platform's cost of the same messages, in instructions.
cost() {
	jq -c .platform.cost "$BATS_FILE_TMPDIR/$1/19-cost.json"
}

@test "the platform's cost is the same, to the instruction, behind every front end" {
	cost loopback
	cost loopback | jq -e '.messages == 1040 and .min_ns > 100 and .max_ns < 2000'
	for transport in ref-virtio virtio mailbox mailbox-threaded optee optee-smt; do
		[ "$(cost $transport)" = "$(cost loopback)" ]
	done
}
