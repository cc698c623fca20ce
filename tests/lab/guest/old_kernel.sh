# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091,SC2153 # the guest's file, and its LOAD
#
# Runs doctor, record, trace and top on a kernel that the lab has built. The files are
# those of tests/lab/built/old_kernels.bats.

. /lab/lib.sh
. /job/files/bursts.sh

# record NAME LOAD OPTION...: record a load. Writes NAME.scmi and NAME.json, too.
record() {
	local name=$1 load=$2

	shift 2
	# Wait for background work.
	sleep 1
	keep "$name" scmi-perf record -v --deterministic -o "/out/$name.scmi" "$@" \
		-- load "$load"
	cp "$LOAD_DIR/result" "/out/$name.json"
}

ls /sys/kernel/btf/vmlinux /sys/kernel/tracing/events/scmi >/out/kernel.out 2>&1
zcat /proc/config.gz >/out/config.out
keep doctor scmi-perf doctor
scmi-perf doctor -j >/out/doctor.json
record auto "$LOAD"
record tracefs "$LOAD" --source tracefs
record core "$LOAD" --source tracefs --hooks core
record threads sensor:2000,threads=8
record bpf "$LOAD" --source bpf
cat "$TRACEFS/kprobe_events" >/out/left.out

bursts bursts || exit 1

# Replies that never come, and errors.
printf 'sensor 6 every 10 times 3 drop\nsensor 6 every 7 times 5 error BUSY\n' >/tmp/plan
load_plan /tmp/plan || exit 1
record faults sensor:100
echo >"$PLATFORM_DIR/plan"

scmi-perf trace -j -n 20 >/out/trace.out 2>/out/trace.err &
until [ -s /out/trace.out ] || grep -q tracing /out/trace.err; do
	usleep 100000
	kill -0 $! || exit 1
done
load sensor:20
wait $!

scmi-perf top -b -j -i 100ms -n 20 >/out/top.json 2>/out/top.err &
top=$!
until [ -s /out/top.json ]; do usleep 10000; done
load sensor:300
wait $top
