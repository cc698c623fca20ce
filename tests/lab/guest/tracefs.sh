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

# left NAME: write the trace instances and the probes that exist.
left() {
	ls $INSTANCES >"/out/$1.left"
	cat /sys/kernel/tracing/kprobe_events >>"/out/$1.left"
}

fixed=sensor:2000
load $fixed
cp "$LOAD_DIR/result" /out/alone.json
# The same events as the source tracefs, which nobody reads.
own=$INSTANCES/unread
mkdir $own
echo mono >$own/trace_clock
echo 'tag ~ "?????"' >$own/events/scmi/scmi_msg_dump/filter
for event in xfer_begin xfer_response_wait rx_done xfer_end msg_dump fc_call; do
	echo 1 >$own/events/scmi/scmi_$event/enable
done
sleep 1
load $fixed
cp "$LOAD_DIR/result" /out/unread.json
rmdir $own
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

# A kernel without BPF: the source is chosen, or refused.
without-bpf scmi-perf record -o /out/without.scmi -- load sensor:100 2>/out/without.log
echo $? >/out/without.status
without-bpf scmi-perf record --source bpf -o /out/refused.scmi -- load sensor:1 2>/out/refused.log
echo $? >/out/refused.status
without-bpf scmi-perf record --self-cost -o /out/refused.scmi -- load sensor:1 2>/out/refused-option.log
echo $? >/out/refused-option.status

# trace: all transfers, then those of one task, then one message only.
trace() {
	local name=$1

	shift
	scmi-perf trace --source tracefs -j "$@" >"/out/$name.trace" 2>"/out/$name.log" &
	until grep -q tracing "/out/$name.log"; do usleep 10000; done
	load sensor:30,threads=3
	# Transfers are printed while the trace goes on.
	until [ "$(wc -l <"/out/$name.trace")" -gt 5 ]; do usleep 10000; done
	kill -TERM $!
	wait $! || true
}
trace all
trace comm --comm scmi-load/1
trace sensor -P SENSOR --min-lat 1ns
trace stack -P SENSOR --stack --transport loopback --instance 0 --channel 16

# top: 20 intervals, of which two have transfers.
scmi-perf top --source tracefs -b -j -i 100ms -n 20 >/out/top.json 2>/out/top.log &
top=$!
until [ -s /out/top.json ]; do usleep 10000; done
load sensor:300
load sensor:300
wait $top
left top
