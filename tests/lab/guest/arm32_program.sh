# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# On a 64-bit kernel: measures the same load with the 64-bit program and with the 32-bit
# one, /tmp/scmi-perf32. arm32.bats puts the latter before this, and checks the profiles.

. /lab/lib.sh

chmod +x /tmp/scmi-perf32
for program in scmi-perf /tmp/scmi-perf32; do
	sleep 1
	$program record --deterministic --interval 10ms -o "/out/${program##*/}.scmi" \
		-- load sensor:1000 || exit 1
done
/tmp/scmi-perf32 trace -j -n 20 >/out/trace.json &
until [ -s /out/trace.json ]; do
	usleep 10000
	kill -0 $! || exit 1
done
load sensor:30
wait $!
