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

# Without the kernel's type information only tracepoints are used, which are
# sufficient for these anomalies.
: >/tmp/empty
mount --bind /tmp/empty /sys/kernel/btf/vmlinux
echo 'clock 5 every 6 times 3 delayed-first' >$PLAN
traced core clock:60,async -j --anomalies-only
exit 0
