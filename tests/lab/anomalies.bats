# SPDX-License-Identifier: GPL-2.0-only
# record and import report exactly the anomalies that the platform caused, by kind and
# message. Drops for lack of space are counted. guest/anomalies.sh runs in
# deterministic guests; check_anomalies.py and this file check its results.

bats_require_minimum_version 1.5.0

# A command is sent every 60 ms, or 160 ms after a timeout, so that faults do not
# overlap. The reserved message type is left out because Linux prints a stack trace,
# which fails the guest. reorder needs several threads and has its own test.
COMMON='
power 5 every 7 times 3 drop
power 5 every 11 times 3 late 150ms
sensor 6 every 10 times 3 delay 5ms
reset 4 every 7 times 3 wrong-token
reset 4 every 11 times 3 wrong-type 2
reset 4 every 13 times 3 wrong-type 3
voltage 8 every 5 times 3 error BUSY
voltage 8 every 7 times 3 short 4
voltage 8 every 11 times 3 oversize 100'

# Faults that only some of the front ends support.
LOST='
performance 8 every 9 times 3 lost-doorbell'
DUPLICATE='
power 5 every 13 times 3 duplicate'
SPURIOUS='
reset 4 every 17 times 2 spurious a2p'
P2A='
performance 8 every 13 times 3 unexpected-delayed
clock 5 every 6 times 3 delayed-first
clock 5 every 8 times 3 delayed-error BUSY
clock 5 every 11 times 3 full-eventq 20ms
sensor 6 every 13 times 3 concurrent
sensor 6 every 17 times 2 burst 20'
SPURIOUS_P2A='
reset 4 every 19 times 2 spurious p2a'

# guest TRANSPORT PLAN PART...: run the parts of anomalies.sh in a guest of $KERNEL.
guest() {
	export OUT=$BATS_FILE_TMPDIR/$1
	mkdir -p "$OUT"
	echo "$2" >"$OUT.plan"
	lab/scmi-lab exec --kernel "${KERNEL:-6.12}" --transport "$1" --profile det --cpus 2 \
		--timeout 300 --fault "$OUT.plan" --env "DO=${*:3}" --out "$OUT" \
		-- tests/lab/guest/anomalies.sh
}

# check_faults TRANSPORT: check the faults that record reports, and those that import
# reports from the kernel's log.
check_faults() {
	"$SCMI_PERF" import -q "$OUT/faults.trace" -o "$OUT/faults.log.scmi"
	python3 tests/lab/check_anomalies.py "$OUT" "$1" faults
}

# profile NAME FILTER: check that FILTER is true for a recording. $platform has the
# platform's counters of the same time, $truth the figures of the last load.
profile() {
	jq -en --slurpfile before "$OUT/$1.before.json" \
		--slurpfile after "$OUT/$1.platform.json" \
		--slurpfile truth_ "$OUT/$1.truth.json" \
		--argjson profile "$(zcat "$OUT/$1.scmi")" '
		$truth_[0] as $truth
		| ($after[0] | to_entries | map(select(.value | type == "number")
			| .value -= $before[0][.key]) | from_entries) as $platform
		| def counter($name): [$profile.series[].counters[$name]] | add;
		def anomalies: [$profile.series[].anomalies | to_entries[]]
			| group_by(.key) | map({(.[0].key): map(.value) | add})
			| add // {};
		'"$2"
}

@test "mailbox: exactly the faults are reported, with their kinds" {
	guest mailbox "$COMMON$LOST$DUPLICATE$SPURIOUS$P2A$SPURIOUS_P2A" \
		faults clean pool late_delayed
	check_faults mailbox
}

@test "mailbox-threaded: exactly the faults are reported, with their kinds" {
	guest mailbox-threaded "$COMMON$LOST$DUPLICATE$SPURIOUS$P2A$SPURIOUS_P2A" faults
	check_faults mailbox-threaded
}

# There is no interrupt that could be lost. Linux reads a reply once, and compares its
# token alone.
@test "mailbox-polled: exactly the faults that Linux can see are reported" {
	KERNEL=7.2 guest mailbox-polled \
		"$COMMON$DUPLICATE$SPURIOUS$P2A$SPURIOUS_P2A" faults
	check_faults mailbox-polled
}

# Both are accepted, in either order. The kernel prints a message if the delayed
# response is first.
@test "virtio: delayed responses that overtake the reply on another CPU are named" {
	guest virtio "" overtaken
	n=$(<"$OUT/overtaken.count")
	echo "$n of 500"
	[ "$n" -gt 0 ]
	profile overtaken 'anomalies == {delayed_before_reply: '"$n"'}
		and ([$profile.series[].phases.delayed.count] | add) == 500'
}

@test "mailbox: 100,000 transfers without faults have no anomaly" {
	export OUT=$BATS_FILE_TMPDIR/mailbox
	profile clean 'anomalies == {} and ([$profile.lost[]] | add) == 0
		and $profile.untracked == 0
		and counter("begun") == 100000 and counter("completed") == 100000
		and counter("errors") == 0'
}

@test "mailbox: each transfer that finds no free message is counted" {
	export OUT=$BATS_FILE_TMPDIR/mailbox
	profile pool 'anomalies == {pool_exhausted: ($truth.transfers - $truth.begun)}
		and anomalies.pool_exhausted > 0
		and counter("completed") == $truth.begun'
}

# late_delayed TRANSPORT: a response that comes after the 2 s is two anomalies for every
# observer, and a limit of no anomalies fails.
late_delayed() {
	local expected='{"delayed_timeout":1,"late_reply":1}'

	export OUT=$BATS_FILE_TMPDIR/$1
	profile late_delayed "anomalies == $expected"' and $truth.delayed_timeouts == 1
		and counter("completed") == 2
		and ([$profile.series[].phases.delayed.count // 0] | add) == 1'
	jq -es "$expected"' as $expected | [.[].anomalies[]?] | group_by(.)
		| map({(.[0]): length}) | add == $expected' "$OUT/late_delayed.trace.json"
	jq -es "$expected"' as $expected
		| last.total.since.anomalies | map_values(select(. > 0)) == $expected' \
		"$OUT/late_delayed.top.json"
	printf '[* * total]\nanomalies = 0\n' >"$OUT/limits"
	run -2 "$SCMI_PERF" check --limits "$OUT/limits" "$OUT/late_delayed.scmi"
	[[ $output == *": anomalies: 2, limit 0"* ]]
}

@test "mailbox: a delayed response after 2 s is a timeout and late, for all observers" {
	late_delayed mailbox
}

# 1024 transfers have different tokens: each fault's token is used again and again.
@test "virtio: 100,000 transfers, of which each 1000th has a fault of each kind" {
	plan='
power 5 every 1000 drop
power 5 every 1003 late 150ms
sensor 6 every 1000 delay 5ms
reset 4 every 1000 wrong-token
reset 4 every 1003 wrong-type 2
voltage 8 every 1000 error BUSY
clock 5 every 1000 delayed-first
clock 5 every 1003 delayed-error BUSY
clock 5 every 3001 full-eventq 2500ms
performance 8 every 1000 lost-doorbell
performance 8 every 1003 unexpected-delayed'
	guest virtio "$plan" many
	python3 tests/lab/check_anomalies.py "$OUT" virtio many
	profile many 'counter("begun") == 100000'
}

@test "virtio: exactly the faults are reported, with their kinds" {
	guest virtio "$COMMON$LOST$SPURIOUS$P2A$SPURIOUS_P2A" \
		faults threads reorder late_delayed
	check_faults virtio
}

# Events missed because a BPF program was already running are counted, too.
@test "virtio: 16 threads and notifications: every transfer is counted" {
	export OUT=$BATS_FILE_TMPDIR/virtio
	profile threads '$profile.lost as $lost
		| (counter("begun") + counter("notified")) as $known
		| ($platform.requests + $platform.notifications - $known) as $missing
		| ($profile.series | length) > 6
		and $lost.key_table == 0
		and $platform.requests >= 2000 and $platform.notifications > 0
		and $missing >= 0 and $missing <= $lost.missed_run'
	profile threads 'all($profile.series[].counters; .begun == .completed
		+ .timed_out + .send_failed + .aged_out + .in_flight)'
	profile threads '($platform.requests - counter("begun") - $profile.untracked)
		| . >= 0 and . <= $profile.lost.missed_run'
}

# The platform counts the replies that it delayed; the kernel's log shows those that
# another reply overtook. On one CPU transfers are sent in the order of
# scmi_xfer_begin.
@test "virtio: each reply that is overtaken is counted as out_of_order" {
	export OUT=$BATS_FILE_TMPDIR/virtio
	overtaken=$(awk '
		function id() { match($0, /transfer_id=[0-9A-F]+/)
			return substr($0, RSTART, RLENGTH) }
		/ scmi_xfer_begin: / { sent[id()] = ++n }
		/ scmi_rx_done: / { if (sent[id()] < last) late++
			else last = sent[id()] }
		END { print late + 0 }' "$OUT/reorder.trace")
	echo "overtaken: $overtaken"
	profile reorder "anomalies == {} and counter(\"out_of_order\") == $overtaken"
	[ "$overtaken" -gt 0 ]
	[ "$overtaken" -le "$(jq '.rules[0].fired' "$OUT/reorder.platform.json")" ]
}

@test "virtio: a delayed response after 2 s is a timeout and late, for all observers" {
	late_delayed virtio
}

@test "ref-virtio: exactly the faults are reported, with their kinds" {
	guest ref-virtio "$COMMON$LOST$SPURIOUS$P2A$SPURIOUS_P2A" faults
	check_faults ref-virtio
}

@test "loopback: exactly the faults are reported, with their kinds" {
	guest loopback "$COMMON$LOST$DUPLICATE$P2A" faults
	check_faults loopback
}

@test "smc-irq: exactly the faults are reported, with their kinds" {
	guest smc-irq "$COMMON$LOST$DUPLICATE$SPURIOUS" faults
	check_faults smc-irq
}

# No other fault reaches Linux if the call brings the reply.
@test "smc: exactly the faults that Linux can see are reported" {
	guest smc "$COMMON" faults
	check_faults smc
}
