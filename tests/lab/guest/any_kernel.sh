# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# What doctor says of this kernel, whether it verifies all programs, and loads
# under record and trace; judged on the host.

. /lab/lib.sh

uname -r >/out/release
sha256sum </bin/scmi-perf >/out/binary.sum
scmi-perf doctor >/out/doctor.out || exit 1
scmi-perf doctor -j >/out/doctor.json || exit 1
verify-programs >/out/verified || exit 1
# Until what booting and loading left behind is done.
sleep 1
scmi-perf record -o /out/run.scmi -- load "$LOAD" 2>/out/record.err || exit 1
cp "$LOAD_DIR/result" /out/truth.json

scmi-perf record --hooks all -o /out/all.scmi -- load sensor:50 || exit 1

scmi-perf trace -j -n 20 >/out/trace.out &
# Its first line says that everything is attached.
until [ -s /out/trace.out ]; do
	usleep 100000
	kill -0 $! || exit 1
done
load sensor:20
wait $!
