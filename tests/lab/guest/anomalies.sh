# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Recordings of what goes wrong, each with what the platform, the load or the
# kernel's own log says of it. For anomalies.bats to judge; it asks for some of
# them, by name, in DO.

. /lab/lib.sh

# recorded NAME LOADS OPTION...: loads under record, one after another, with what
# the platform counts before and after, and the last load itself. What is late
# may come yet.
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

# logged NAME LOADS OPTION...: the same, with the kernel's own log of it.
logged() {
	echo 16384 >"$TRACEFS"/buffer_size_kb
	echo mono >"$TRACEFS"/trace_clock
	echo 1 >"$TRACEFS"/events/scmi/enable
	recorded "$@"
	echo 0 >"$TRACEFS"/events/scmi/enable
	cat "$TRACEFS"/trace >"/out/$1.trace"
	echo >"$TRACEFS"/trace
}

# A gap longer than what is late: nothing is overtaken by what it should be
# told from.
faults() {
	load_plan /job/plan || exit 1
	cp /job/plan /out/plan
	logged faults mixed:360,async,gap=60000 --hooks all
}

# Each third of them with a delayed response.
clean() {
	recorded clean mixed:100000,async --hooks all
}

# Six commands for four places; then also those that ask for notifications, and
# these.
keys() {
	recorded keys "mixed:1600,threads=16 mixed:400,threads=16,notify" --keys 4
	scmi-perf report /out/keys.scmi >/out/keys.report
}

# The mailbox has 20 messages.
pool() {
	recorded pool sensor:400,threads=64,gap=200 --hooks all
}

# On one CPU transfers are sent in the order in which they begin.
reorder() {
	echo 0 >/sys/devices/system/cpu/cpu1/online || exit 1
	echo "sensor 6 every 5 reorder 5ms" >"$PLATFORM_DIR/plan"
	logged reorder sensor:200,threads=4,gap=300
}

for what in $DO; do
	$what
done
