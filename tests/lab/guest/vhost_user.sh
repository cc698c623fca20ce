# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Records loads over a device in another process. vhost_user.bats checks the results; DO
# names the parts to run.

. /lab/lib.sh

# recorded NAME LOADS: run loads one after another under record, and keep the figures of
# the last one. The pause at the end is for late replies.
recorded() {
	scmi-perf record -o "/out/$1.scmi" -- sh -c "
		for spec in $2; do load \$spec || exit 1; done
		sleep ${3:-0}" || exit 1
	cp "$LOAD_DIR/result" "/out/$1.truth.json"
}

# Before any fault.
exact() {
	recorded exact sensor:2000
}

# First the lost interrupts, which no other message's interrupt may replace.
faults() {
	recorded faults "perf:12 mixed:120" 3
}

# Later than all faults, so that none fires.
delayed() {
	recorded delayed clock:40,async
}

# The host stops the back end for a second, and ends it.
stopped() {
	recorded stopped sensor:20000,threads=4
}
killed() {
	recorded killed sensor:20000,threads=4 1
	load sensor:100 || exit 1
	cp "$LOAD_DIR/result" /out/after.truth.json
}

# scripts/test-boundary
one() {
	recorded one sensor:600 4
}
two() {
	recorded two sensor:600,threads=2 4
}
many() {
	for threads in 1 2 4 8 16; do
		recorded "many$threads" "sensor:20000,threads=$threads"
	done
}
still() {
	exact
	recorded still sensor:20000 1
}

# Wait for background work of booting.
sleep 1
for what in $DO; do
	$what
done
