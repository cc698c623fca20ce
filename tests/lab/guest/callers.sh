# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Records who sends, on a channel that carries one message at a time: three threads
# whose numbers of transfers are known, and a task that reads a sensor through its
# driver. callers.bats checks the profiles.

[ "$1" != read ] || {
	for path in /sys/class/hwmon/hwmon*/temp1_input; do
		cat "$path"
	done
	exec load clock:300,threads=3
}

insmod /modules/scmi-hwmon.ko
scmi-perf record --callers -o /out/callers.scmi -- sh "$0" read
scmi-perf record --callers -o /out/mixed.scmi -- load mixed:600,threads=3
scmi-perf record --callers=2 -o /out/few.scmi -- load mixed:150,threads=3
scmi-perf record --callers --hooks core -o /out/core.scmi -- load mixed:150,threads=3
scmi-perf record -o /out/plain.scmi -- load sensor:10
verify-programs >/out/verified.out 2>&1
echo $? >/out/verified.status
