# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The same transfers seen twice: by record and by the kernel's own tracer, in
# its file and through its pipe. For import.bats to compare.

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
# The pipe does not end; it is empty when nothing more comes.
size=-1
until [ "$size" -eq "$(stat -c %s /out/trace_pipe.txt)" ]; do
	size=$(stat -c %s /out/trace_pipe.txt)
	usleep 300000
done
kill $!
