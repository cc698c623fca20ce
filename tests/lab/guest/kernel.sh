# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# What doctor says of this kernel, and a load under record; judged on the host.

. /lab/lib.sh

uname -r >/out/release
sha256sum </bin/scmi-perf >/out/binary.sum
scmi-perf doctor >/out/doctor.out || exit 1
# Until what booting and loading left behind is done.
sleep 1
scmi-perf record -o /out/run.scmi -- load "$LOAD" || exit 1
cp "$LOAD_DIR/result" /out/truth.json
