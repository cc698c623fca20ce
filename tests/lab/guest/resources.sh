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

sleep 1
recorded each mixed:600,threads=4,each --by resource
recorded set clock:20,async --by resource
recorded fast perf:40,fast --by resource
recorded notify sensor:20,notify,gap=1000 --by resource
recorded selected mixed:120,each --resource SENSOR:1 --resource CLOCK
recorded tracefs mixed:120,each --by resource --source tracefs
echo "sensor 6 of 2 delay 2ms" >/tmp/plan
load_plan /tmp/plan || exit 1
recorded slow sensor:80,each --by resource
