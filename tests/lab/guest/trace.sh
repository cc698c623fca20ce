# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Observes the same transfers with record and with the kernel's own tracer, in its
# file and through its pipe. import_guest.bats compares them.

TRACEFS=/sys/kernel/tracing

echo 8192 >$TRACEFS/buffer_size_kb
echo mono >$TRACEFS/trace_clock
# More than 512 steps of 10 ms, so that they are joined.
scmi-perf record -i 10ms -o /out/run.scmi -- sh -c "
	echo 1 >$TRACEFS/events/scmi/enable
	load sensor:300,threads=4 && sleep 6 && load clock:200
	echo 0 >$TRACEFS/events/scmi/enable
" || exit 1
cat $TRACEFS/trace >/out/trace.txt
cat $TRACEFS/trace_pipe >/out/trace_pipe.txt &
# The pipe has no end of file. It is empty when the size no longer grows.
size=-1
until [ "$size" -eq "$(stat -c %s /out/trace_pipe.txt)" ]; do
	size=$(stat -c %s /out/trace_pipe.txt)
	usleep 300000
done
kill $!
