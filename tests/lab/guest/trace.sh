# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Observes transfers with record and, at the same time, in each way that the kernel's
# tracer has. import_guest.bats compares the profiles.

TRACEFS=/sys/kernel/tracing
LOAD='load sensor:300,threads=4 && load clock:200'

# The option tp_printk of the kernel's command line only makes this possible.
echo 0 >/proc/sys/kernel/tracepoint_printk

# observe NAME EVENTS: send messages, while record writes NAME.scmi and the tracer
# traces EVENTS, a folder below events/scmi.
observe() {
	echo 8192 >$TRACEFS/buffer_size_kb
	echo mono >$TRACEFS/trace_clock
	echo >$TRACEFS/trace
	scmi-perf record -o "/out/$1.scmi" -- sh -c "
		echo 1 >$TRACEFS/events/scmi/$2/enable
		$LOAD
		echo 0 >$TRACEFS/events/scmi/$2/enable
	" || exit 1
}

echo 8192 >$TRACEFS/buffer_size_kb
echo mono >$TRACEFS/trace_clock
# More than 512 steps of 10 ms, so that they are joined.
scmi-perf record -i 10ms -o /out/run.scmi -- sh -c "
	echo 1 >$TRACEFS/events/scmi/enable
	load sensor:300,threads=4 && sleep 6 && load clock:200
	echo 0 >$TRACEFS/events/scmi/enable
" || exit 1
cat $TRACEFS/trace >/out/trace.txt

# format NAME OPTION...: print the same events with options of the tracer.
format() {
	name=$1
	shift
	for option; do
		echo "$option" >$TRACEFS/trace_options || exit 1
	done
	cat $TRACEFS/trace >"/out/format-$name.txt"
	for option; do
		case $option in
		no*) echo "${option#no}" >$TRACEFS/trace_options ;;
		*) echo "no$option" >$TRACEFS/trace_options ;;
		esac
	done
}

format latency latency-format
format verbose latency-format verbose
format fields fields
format tgid record-tgid
format no-irq-info noirq-info
cat $TRACEFS/per_cpu/cpu*/trace >/out/format-per-cpu.txt
for cpu in "$TRACEFS"/per_cpu/cpu*; do
	printf '==> %s/trace <==\n' "$cpu"
	cat "$cpu/trace"
done >/out/format-tail.txt

cat $TRACEFS/trace_pipe >/out/trace_pipe.txt &
# The pipe has no end of file. It is empty when the size no longer grows.
size=-1
until [ "$size" -eq "$(stat -c %s /out/trace_pipe.txt)" ]; do
	size=$(stat -c %s /out/trace_pipe.txt)
	usleep 300000
done
kill $!

scmi-perf record -o /out/trace-cmd.scmi -- \
	/usr/bin/trace-cmd record -q -C mono -b 8192 -e scmi -o /tmp/trace.dat \
	sh -c "$LOAD" || exit 1
cp /tmp/trace.dat /out/trace.dat
/usr/bin/trace-cmd report -t /tmp/trace.dat >/out/trace-cmd.txt || exit 1
! scmi-perf import /tmp/trace.dat 2>/out/without-libtracecmd.txt

observe dumps scmi_msg_dump
cat $TRACEFS/trace >/out/dumps.txt

dmesg -c >/dev/null
echo 1 >/proc/sys/kernel/tracepoint_printk
observe tp_printk .
echo 0 >/proc/sys/kernel/tracepoint_printk
dmesg >/out/tp_printk.txt
