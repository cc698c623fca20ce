# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records the same loads through BPF and through tracefs. Writes profiles, the load's
# own figures and messages to /out. tracefs.bats checks them.

. /lab/lib.sh

INSTANCES=/sys/kernel/tracing/instances

# measure NAME LOAD OPTION...: record a load. Writes NAME.scmi, NAME.json and NAME.log.
measure() {
	local name=$1 load=$2

	shift 2
	# Wait for background work.
	sleep 1
	scmi-perf record -v --deterministic -o "/out/$name.scmi" "$@" -- load "$load" \
		2>"/out/$name.log" || echo "$name: status $?"
	cp "$LOAD_DIR/result" "/out/$name.json"
}

# left NAME: write the trace instances that exist.
left() {
	ls $INSTANCES >"/out/$1.left"
}

fixed=sensor:2000
load $fixed
cp "$LOAD_DIR/result" /out/alone.json
measure bpf $fixed --source bpf --hooks core
measure tracefs $fixed --source tracefs
measure clock mixed:900,threads=3 --source tracefs -P CLOCK
measure threads sensor:20000,threads=8 --source tracefs --interval 100ms
left threads
measure small sensor:20000,threads=8 --source tracefs --ring-size 4K

# A signal ends a recording, and the instance with it.
scmi-perf record --source tracefs -o /out/signal.scmi 2>/out/signal.log &
until grep -q recording /out/signal.log; do usleep 10000; done
left running
load sensor:20
kill -TERM $!
wait $! || true
left signal

# A killed one leaves it, and the next removes it.
scmi-perf record --source tracefs -o /out/killed.scmi 2>/out/killed.log &
until grep -q recording /out/killed.log; do usleep 10000; done
kill -KILL $!
wait $! || true
left killed
scmi-perf record --source tracefs -o /out/next.scmi -- load sensor:5
left next
