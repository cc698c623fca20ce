# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Prints the same kind of transfers with each tool and clock. import_tools.bats imports
# them.

TRACEFS=/sys/kernel/tracing
LOAD='load sensor:60,threads=2 && load clock:40'

# trace NAME: send messages while the tracer is on, and print its trace.
trace() {
	echo >$TRACEFS/trace
	echo 1 >$TRACEFS/events/scmi/enable
	sh -c "$LOAD" >/dev/null || exit 1
	echo 0 >$TRACEFS/events/scmi/enable
	cat $TRACEFS/trace >"/out/$1.txt"
}

echo 8192 >$TRACEFS/buffer_size_kb
for clock in global uptime counter perf mono_raw boot tai; do
	echo $clock >$TRACEFS/trace_clock && trace "clock-$clock"
done

echo mono >$TRACEFS/trace_clock
echo do_xfer >$TRACEFS/set_ftrace_filter
echo function_graph >$TRACEFS/current_tracer || exit 1
trace graph-untimed
echo 1 >$TRACEFS/options/funcgraph-abstime
cat $TRACEFS/trace >/out/graph.txt
echo 1 >$TRACEFS/options/funcgraph-proc
cat $TRACEFS/trace >/out/graph-proc.txt
echo function >$TRACEFS/current_tracer
trace function
echo nop >$TRACEFS/current_tracer
echo >$TRACEFS/set_ftrace_filter

/usr/bin/trace-cmd record -q -C mono -b 8192 -e scmi -o /tmp/trace.dat sh -c "$LOAD" || exit 1
for option in '' -R -l -t '-t -l' --ts-diff; do
	# shellcheck disable=SC2086 # several options
	/usr/bin/trace-cmd report $option -i /tmp/trace.dat >"/out/trace-cmd$(echo "$option" | tr -d ' ').txt"
done

perf() {
	/usr/bin/perf "$@" 2>>/out/perf.log
}

perf record -q -e 'scmi:*' -a -k mono -o /tmp/perf.data -- sh -c "$LOAD"
cp /tmp/perf.data /out/
perf script -i /tmp/perf.data >/out/perf-script.txt
perf script --ns -i /tmp/perf.data >/out/perf-script-ns.txt
perf script -F comm,tid,cpu,time,event,trace -i /tmp/perf.data >/out/perf-script-fields.txt
perf script --deltatime -i /tmp/perf.data >/out/perf-script-delta.txt
/usr/bin/perf trace -e 'scmi:*' -a -- sh -c "$LOAD" >/out/load.txt 2>/out/perf-trace.txt
true
