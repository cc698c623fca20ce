# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Loads for scripts/bench-back-ends: TRANSFERS readings of a sensor with 1, 8 and 64 in
# flight. The first few make the back end's memory and the host's caches ready.

. /lab/lib.sh

load sensor:200 || exit 1
for threads in 1 8 64; do
	load "sensor:$TRANSFERS,threads=$threads" || exit 1
	cp "$LOAD_DIR/result" "/out/threads$threads.json"
done
