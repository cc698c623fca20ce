# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records requests about each sensor, clock and domain. Writes profiles, and the load's
# own counts, to /out.

. /lab/lib.sh

# recorded NAME SPEC OPTION...: record a load.
recorded() {
	local name=$1 spec=$2

	shift 2
	scmi-perf record -o "/out/$name.scmi" "$@" -- load "$spec" &&
		cp "$LOAD_DIR/result" "/out/$name.json" || exit 1
}

recorded each mixed:1400,threads=4,each --by resource
recorded set clock:40,async --by resource
recorded fast perf:40,fast --by resource
recorded notify sensor:50,notify,gap=1000 --by resource
recorded selected mixed:140,each --by resource --resource SENSOR:1 --resource CLOCK
recorded sums mixed:140,each
verify-programs >/out/verified 2>&1 || exit 1
