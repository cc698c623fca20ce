# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Records faults, with the platform's counters, the load's figures and the kernel's
# log of the same time. anomalies.bats checks them; DO names the parts to run.

. /lab/lib.sh

# recorded NAME LOADS OPTION...: run loads one after another under record. Write the
# platform's counters before and after, and the figures of the last load. The pause at
# the end is for late replies.
recorded() {
	local name=$1 loads=$2

	shift 2
	platform_counts "/out/$name.before.json"
	scmi-perf record -o "/out/$name.scmi" "$@" -- sh -c "
		for spec in $loads; do load \$spec; done
		sleep 0.4" || exit 1
	platform_counts "/out/$name.platform.json"
	cp "$LOAD_DIR/result" "/out/$name.truth.json"
	echo >"$PLATFORM_DIR/plan"
}

# logged NAME LOADS OPTION...: like recorded, and write the kernel's log.
logged() {
	echo 16384 >"$TRACEFS"/buffer_size_kb
	echo mono >"$TRACEFS"/trace_clock
	echo 1 >"$TRACEFS"/events/scmi/enable
	recorded "$@"
	echo 0 >"$TRACEFS"/events/scmi/enable
	cat "$TRACEFS"/trace >"/out/$1.trace"
	echo >"$TRACEFS"/trace
}

# The gap is longer than any delay, so that a late reply cannot be confused with
# another fault.
faults() {
	load_plan /job/plan || exit 1
	cp /job/plan /out/plan
	logged faults mixed:360,async,gap=60000 --hooks all
}

# Without pauses, so that transfers with a fault's token come soon after it, and after a
# thousand others.
many() {
	load_plan /job/plan || exit 1
	cp /job/plan /out/plan
	recorded many mixed:100000,async --hooks all
}

# A third of them have a delayed response.
clean() {
	recorded clean mixed:100000,async --hooks all
}

# Six commands; then also the commands that request notifications, and the
# notifications.
threads() {
	recorded threads "mixed:1600,threads=16 mixed:400,threads=16,notify"
}

# A delayed response that comes half a second after Linux has given it up, and one that
# comes in time. Under record, trace and scmi-top.
late_delayed() {
	local top trace

	scmi-top -i 100ms --json >/out/late_delayed.top.json &
	top=$!
	scmi-perf trace -j >/out/late_delayed.trace.json &
	trace=$!
	until [ -s /out/late_delayed.top.json ] && [ -s /out/late_delayed.trace.json ]; do
		usleep 10000
	done
	echo "clock 5 times 1 full-eventq 2500ms" >"$PLATFORM_DIR/plan"
	recorded late_delayed clock:2,async,gap=100000
	kill -INT $top $trace
	wait $top && wait $trace || exit 1
}

# The mailbox has 20 messages.
pool() {
	recorded pool sensor:400,threads=64,gap=200 --hooks all
}

# The reply and the delayed response come on two CPUs. The kernel's messages show which
# was first. Printing them takes long, so that the caller can end first. With four threads
# that is often the delayed response; with two it depended on a few instructions.
overtaken() {
	echo "sensor 6 concurrent" >"$PLATFORM_DIR/plan"
	dmesg -c >/dev/null
	dmesg -n 7
	recorded overtaken sensor:500,async,threads=4 --hooks all
	dmesg -n 4
	dmesg | grep -c "valid OoO Delayed Response" >/out/overtaken.count || true
}

# On one CPU transfers are sent in the order of scmi_xfer_begin.
reorder() {
	echo 0 >/sys/devices/system/cpu/cpu1/online || exit 1
	echo "sensor 6 every 5 reorder 5ms" >"$PLATFORM_DIR/plan"
	logged reorder sensor:200,threads=4,gap=300
}

for what in $DO; do
	$what
done
