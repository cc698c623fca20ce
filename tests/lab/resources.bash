# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash

# resources_equal NAME [FILTER]: check that the series of NAME.scmi are those of the
# requests that the load counted in NAME.json, or of those that jq's FILTER selects,
# resource by resource.
resources_equal() {
	"$SCMI_PERF" report -j --by resource "$1.scmi" >"$1.report"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --slurpfile load "$1.json" '
		{SENSOR_READING_GET: "sensor", CLOCK_RATE_GET: "clock",
		 PERFORMANCE_LEVEL_GET: "perf", POWER_STATE_GET: "power",
		 RESET: "reset", VOLTAGE_LEVEL_GET: "voltage"} as $work |
		(.counters | .begun == .completed and ([.lost[]] | add) == 0)
		and ([.transfers[] | select(.begun > 0) |
			[$work[.message_name], .resource, .begun]] | sort)
		== ([$load[0].resources[] | select('"${2:-true}"') | [.work, .resource, .requests]] | sort)
		' "$1.report"
}
