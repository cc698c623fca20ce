# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Writes the metrics of two loads to files while they run: by an exporter through BPF,
# another through tracefs, and a recording of the same time. The second load has faults.
# exporter_guest.bats checks them.

. /lab/lib.sh

# export_metrics NAME OPTION...: start an exporter and wait for its first file.
export_metrics() {
	local name=$1

	shift
	scmi-perf exporter --textfile "/tmp/$name.prom" -i 100ms "$@" 2>"/out/$name.err" &
	until [ -s "/tmp/$name.prom" ]; do usleep 10000; done
}

# stop NAME PROCESS: end an exporter; its last file has all counts.
stop() {
	local status=0

	kill -TERM "$2"
	wait "$2" || status=$?
	echo "$status" >>/out/status
	cp "/tmp/$1.prom" "/out/$1.prom"
}

sleep 1
export_metrics bpf --source bpf
bpf=$!
export_metrics tracefs --source tracefs
tracefs=$!
scmi-perf record -o /out/run.scmi -- load mixed:1200,threads=4 || exit 1
cp "$LOAD_DIR/result" /out/truth.json
cp /tmp/bpf.prom /out/between.prom
echo "performance 8 every 5 times 3 lost-doorbell" >"$PLATFORM_DIR/plan"
load mixed:120 || exit 1
cp "$LOAD_DIR/result" /out/lost.truth.json
sleep 0.3
stop bpf $bpf
stop tracefs $tracefs
