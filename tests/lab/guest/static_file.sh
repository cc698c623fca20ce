# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The first minutes on a board that has one file of scripts/static and nothing else of
# this project. The examples of the documents follow these lines, then the file in base64.
# static.bats checks the results.

rm -f /bin/scmi-perf /bin/scmi-top
mkdir -p /usr/local/bin /tmp/board/nights /var/lib/prometheus/node-exporter &&
	cd /tmp/board || exit 1
sed '1,/^# PAYLOAD$/d' "$0" | base64 -d >/usr/local/bin/scmi-perf
for program in my-load run-load; do
	printf '#!/bin/sh\nload sensor:30\n' >$program
done
printf '#!/bin/sh\necho 0123abc\n' >/usr/local/bin/git
chmod +x my-load run-load /usr/local/bin/*
export PATH=/usr/local/bin:$PATH TERM=vt100
mkdir -p /dev/pts && mount -t devpts devpts /dev/pts

# A log for the examples that read one.
echo 1 >/sys/kernel/tracing/events/scmi/enable
load sensor:30
echo 0 >/sys/kernel/tracing/events/scmi/enable
cp /sys/kernel/tracing/trace trace.txt

# example NUMBER COMMAND: run it while there is load, and end what does not end by itself.
example() {
	case $2 in
	*doctor* | *' -j -n '* | *' -- '*) sh -c "$2" ;;
	scmi-top*)
		# shellcheck disable=SC2086 # a command with its arguments
		sleep 2 | on-terminal 24 80 $2
		;;
	*)
		sh -c "exec $2" &
		# BPF programs take seconds to load here. Only then does SIGTERM end it with status 0.
		case $2 in
		*exporter*) sleep 5 ;;
		*) sleep 1 ;;
		esac
		load sensor:30
		sleep 1
		case $2 in
		*' -d '*) ;;
		*) kill $! ;;
		esac
		wait $!
		;;
	esac >"/out/example$1.out" 2>&1 </dev/null
}

number=0
sed '1,/^# EXAMPLES$/d; /^# PAYLOAD$/,$d' "$0" >examples
while read -r command; do
	number=$((number + 1))
	start=$(cut -d' ' -f1 /proc/uptime)
	example $number "$command"
	echo "$? $number $start $(cut -d' ' -f1 /proc/uptime) $command" >>/out/examples.out
done <examples

scmi-perf --version >/out/version.out || exit 1
scmi-perf stat --deterministic -- load sensor:300 >/out/stat.out || exit 1
scmi-perf record -o run.scmi -- load sensor:300 || exit 1
scmi-perf report -j run.scmi >/out/report.json || exit 1
scmi-perf report --html /out/page.html run.scmi || exit 1
scmi-top -b -n 1 -i 100ms >/out/top.out || exit 1
scmi-perf trace -n 3 >/out/trace.out &
while kill -0 $! 2>/dev/null; do
	load sensor:10
done
wait $! || exit 1
exit
