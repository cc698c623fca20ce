# SPDX-License-Identifier: GPL-2.0-only
# Every anomaly that record and import tell of is one that the platform made,
# and the other way round: kind by kind, message by message. And what has no
# place is counted. Deterministic guests: guest/anomalies.sh does,
# check_anomalies.py and this judge.

bats_require_minimum_version 1.5.0

# No two faults at a time: a command each 60 ms or, after a timeout, 160 ms.
# Left out are the reserved message type, of which Linux warns with a stack
# trace that fails the guest, and reorder, which takes several threads: below.
PLAN='
power 5 every 7 times 3 drop
power 5 every 11 times 3 late 150ms
performance 8 every 9 times 3 lost-doorbell
performance 8 every 13 times 3 unexpected-delayed
clock 5 every 6 times 3 delayed-first
clock 5 every 8 times 3 delayed-error BUSY
clock 5 every 11 times 3 full-eventq 20ms
sensor 6 every 10 times 3 delay 5ms
sensor 6 every 13 times 3 concurrent
sensor 6 every 17 times 2 burst 20
reset 4 every 7 times 3 wrong-token
reset 4 every 11 times 3 wrong-type 2
reset 4 every 13 times 3 wrong-type 3
voltage 8 every 5 times 3 error BUSY
voltage 8 every 7 times 3 short 4
voltage 8 every 11 times 3 oversize 100'

# What only some of the front ends can do.
DUPLICATE='
power 5 every 13 times 3 duplicate'
SPURIOUS='
reset 4 every 17 times 2 spurious a2p
reset 4 every 19 times 2 spurious p2a'

# guest TRANSPORT MORE-OF-THE-PLAN WHAT...: a guest that does WHAT.
guest() {
	export OUT=$BATS_FILE_TMPDIR/$1
	mkdir -p "$OUT"
	echo "$PLAN$2" >"$OUT.plan"
	lab/scmi-lab exec --kernel 6.12 --transport "$1" --profile det --cpus 2 \
		--timeout 300 --fault "$OUT.plan" --env "DO=${*:3}" --out "$OUT" \
		-- tests/lab/guest/anomalies.sh
}

# faults_are_told TRANSPORT: by record, and by import of the kernel's own log.
faults_are_told() {
	"$SCMI_PERF" import -q "$OUT/faults.trace" -o "$OUT/faults.log.scmi"
	python3 tests/lab/check_anomalies.py "$OUT" "$1"
}

# profile NAME FILTER: what is true of a recording. $platform has what the
# platform did meanwhile, $truth what the last load did.
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

@test "mailbox: each fault is told as what it is, and nothing else" {
	guest mailbox "$DUPLICATE$SPURIOUS" faults clean pool
	faults_are_told mailbox
}

@test "mailbox: 100,000 clean transfers, and not one anomaly" {
	export OUT=$BATS_FILE_TMPDIR/mailbox
	profile clean 'anomalies == {} and ([$profile.lost[]] | add) == 0
		and $profile.untracked == 0
		and counter("begun") == 100000 and counter("completed") == 100000
		and counter("errors") == 0'
}

@test "mailbox: who finds no free message is counted, each time" {
	export OUT=$BATS_FILE_TMPDIR/mailbox
	profile pool 'anomalies == {pool_exhausted: ($truth.transfers - $truth.begun)}
		and anomalies.pool_exhausted > 0
		and counter("completed") == $truth.begun'
}

@test "virtio: each fault is told as what it is, and nothing else" {
	guest virtio "$SPURIOUS" faults keys reorder
	faults_are_told virtio
}

# What is missed since a program runs already is counted, too.
@test "virtio: a key table of four entries, 16 threads: every drop is counted" {
	export OUT=$BATS_FILE_TMPDIR/virtio
	profile keys '$profile.lost as $lost
		| (counter("begun") + counter("notified") + $lost.key_table) as $known
		| ($platform.requests + $platform.notifications - $known) as $missing
		| ($profile.series | length) == 4
		and $lost.key_table > 0
		and $platform.requests >= 2000 and $platform.notifications > 0
		and $missing >= 0 and $missing <= $lost.missed_run'
	profile keys 'all($profile.series[].counters; .begun == .completed
		+ .timed_out + .send_failed + .aged_out + .in_flight)'
	# Whose begin had no place has an end without a begin.
	profile keys '($platform.requests - counter("begun") - $profile.untracked)
		| . >= 0 and . <= $profile.lost.missed_run'
	grep -q "^LOST: " "$OUT/keys.report"
}

# The platform counts what it held back; whether another reply went by meanwhile
# it does not know: that takes the kernel's log. On one CPU, where transfers are sent
# in the order in which they begin.
@test "virtio: a reply that is overtaken is told as such, each one" {
	export OUT=$BATS_FILE_TMPDIR/virtio
	overtaken=$(awk '
		function id() { match($0, /transfer_id=[0-9A-F]+/)
			return substr($0, RSTART, RLENGTH) }
		/ scmi_xfer_begin: / { sent[id()] = ++n }
		/ scmi_rx_done: / { if (sent[id()] < last) late++
			else last = sent[id()] }
		END { print late + 0 }' "$OUT/reorder.trace")
	echo "overtaken: $overtaken"
	profile reorder "anomalies == {out_of_order: $overtaken}"
	[ "$overtaken" -gt 0 ]
	[ "$overtaken" -le "$(jq '.rules[0].fired' "$OUT/reorder.platform.json")" ]
}

@test "ref-virtio: each fault is told as what it is, and nothing else" {
	guest ref-virtio "$SPURIOUS" faults
	faults_are_told ref-virtio
}

@test "loopback: each fault is told as what it is, and nothing else" {
	guest loopback "$DUPLICATE" faults
	faults_are_told loopback
}
