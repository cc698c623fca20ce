# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records messages that are selected, while notifications of the same number come; and
# bursts of notifications, by BPF and through tracefs.

. /lab/lib.sh
. /job/files/bursts.sh

# recorded NAME MESSAGE: record a load with this message selected. The platform's counts
# before and after are in NAME.before and NAME.after.
recorded() {
	platform_counts "/out/$1.before"
	scmi-perf record -o "/out/$1.scmi" -M "$2" -- load sensor:50,notify,gap=1000 &&
		cp "$LOAD_DIR/result" "/out/$1.json" || exit 1
	platform_counts "/out/$1.after"
}

recorded command 0x15/1
recorded notification sensor_update
recorded protocol SENSOR:*

bursts bpf --source bpf || exit 1
# Its first line shows that everything is attached.
scmi-perf trace --source tracefs -j --ring-size 8M >/out/trace.json 2>/out/trace.log &
trace=$!
until [ -s /out/trace.json ]; do
	usleep 10000
	kill -0 $trace || exit 1
done
bursts tracefs --source tracefs || exit 1
kill -INT $trace
wait $trace
bursts filtered --source tracefs -M SENSOR_READING_GET || exit 1
