# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Runs doctor, verify-programs if VERIFY is set, and loads under record and trace, one with
# bursts of notifications if BURSTS is set. kernels.bats checks the results.

. /lab/lib.sh
. /job/files/bursts.sh

uname -r >/out/release
sha256sum </bin/scmi-perf >/out/binary.sum
scmi-perf doctor >/out/doctor.out || exit 1
scmi-perf doctor -j >/out/doctor.json || exit 1
[ -z "${VERIFY:-}" ] || verify-programs >/out/verified || exit 1
# Wait for background work of booting and loading.
sleep 1
scmi-perf record -o /out/run.scmi -- load "$LOAD" 2>/out/record.err || exit 1
cp "$LOAD_DIR/result" /out/truth.json
firmware_stamps /out/stamps.txt

scmi-perf record --by resource -o /out/each.scmi -- load mixed:120,each || exit 1
cp "$LOAD_DIR/result" /out/each.json

[ -z "${BURSTS:-}" ] || bursts bursts || exit 1

(time scmi-perf record --hooks all -o /out/all.scmi -- load sensor:50) 2>/out/all.time || exit 1

scmi-perf trace -j -n 20 >/out/trace.out &
# Its first line shows that everything is attached.
until [ -s /out/trace.out ]; do
	usleep 100000
	kill -0 $! || exit 1
done
load sensor:20
wait $!
