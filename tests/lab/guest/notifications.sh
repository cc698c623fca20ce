# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records messages that are selected, while notifications of the same number come.

. /lab/lib.sh

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
