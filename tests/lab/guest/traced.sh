# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Runs loads under 'scmi-perf trace' with various options. Writes its output to /out.
# trace_guest.bats checks it.

PLAN=/sys/kernel/debug/scmi_platform/plan

# traced NAME LOADS OPTION...: trace while the loads run, one after another.
traced() {
	local name=$1 loads=$2 spec

	shift 2
	scmi-perf trace "$@" >"/out/$name.out" 2>"/out/$name.err" &
	# Its first line shows that everything is attached.
	until [ -s "/out/$name.out" ]; do
		sleep 1
		kill -0 $! || exit 1
	done
	for spec in $loads; do
		load "$spec"
	done
	# Wait for late replies.
	sleep 0.3
	# With --count it ends by itself.
	[ "$name" = few ] || kill -INT $!
	wait $!
	echo $? >"/out/$name.status"
}

traced all "clock:30 sensor:200,threads=4" -j
traced few "clock:30 sensor:20" -j -P SENSOR -n 5
traced attack sensor:2000,threads=16 -j --ring-size 1

echo 'sensor 6 every 10 delay 20ms' >$PLAN
traced slow sensor:100 --min-lat 15ms --stack

# A late reply's interrupt would also reveal a lost one, so they do not overlap.
printf '%s\n' 'sensor 6 every 50 times 3 drop' \
	'sensor 6 every 200 times 2 late 150ms' \
	'sensor 6 every 60 times 2 lost-doorbell' >$PLAN
traced faults sensor:400 -j --anomalies-only

# acted NAME SOURCE: record with actions, until one ends it, while two messages are slow.
acted() {
	echo 'sensor 6 every 40 times 2 delay 50ms' >$PLAN
	echo 1 >/sys/kernel/tracing/tracing_on
	scmi-perf record --source "$2" --on 'latency(SENSOR)>30ms' --every 1ms --keep 10m \
		--do "snapshot=/out/$1.ndjson" --do trace-off --do "exec=touch /out/$1.exec" \
		-o "/out/$1.scmi" 2>"/out/$1.err" &
	until grep -q recording "/out/$1.err"; do
		sleep 1
		kill -0 $! || exit 1
	done
	load sensor:100
	sleep 0.5
	cat /sys/kernel/tracing/tracing_on >"/out/$1.tracing_on"
	kill -INT $!
	wait $!
	echo $? >"/out/$1.status"
}

acted act-bpf bpf
acted act-tracefs tracefs
# One transfer is enough to end the recording by itself.
scmi-perf record --on 'latency>1ns' --do stop -o /out/act-stop.scmi 2>/out/act-stop.err &
until grep -q recording /out/act-stop.err; do sleep 1; done
load sensor:1
wait $!
echo $? >/out/act-stop.status

# The same of an exporter, which writes its counts at the end.
scmi-perf exporter --textfile /out/act.prom --on 'latency>1ns' --do stop \
	2>/out/act-exporter.err &
until [ -s /out/act.prom ]; do
	sleep 1
	kill -0 $! || exit 1
done
load sensor:1
wait $!
echo $? >/out/act-exporter.status

# By both sources, for Perfetto.
for source in bpf tracefs; do
	scmi-perf trace --source $source --perfetto "/out/$source.pftrace" 2>"/out/$source.err" &
	until grep -q "press Ctrl-C" "/out/$source.err"; do
		sleep 1
		kill -0 $! || exit 1
	done
	load sensor:50,threads=4
	sleep 0.5
	kill -INT $!
	wait $!
	echo $? >"/out/$source.status"
done

# Without the kernel's type information only tracepoints are used, which are
# sufficient for these anomalies.
: >/tmp/empty
mount --bind /tmp/empty /sys/kernel/btf/vmlinux
echo 'clock 5 every 6 times 3 delayed-first' >$PLAN
traced core clock:60,async -j --anomalies-only
exit 0
