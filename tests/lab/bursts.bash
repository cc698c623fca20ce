# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash

# bursts_counted NAME [FILTER]: check that a recording of guest/bursts.sh, $OUT/NAME.scmi,
# has each notification of the platform, and as dropped those of the kernel's log ($full)
# and those of an unknown event. Linux 7 limits its messages to ten in 5 s. The others are
# those that the load's notifiers received, but a few that come while it unregisters.
# FILTER of jq must be true, too.
bursts_counted() {
	"$SCMI_PERF" report -j "$OUT/$1.scmi" >"$OUT/$1.report"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --slurpfile load "$OUT/$1.json" --slurpfile before "$OUT/$1.before" \
		--slurpfile after "$OUT/$1.after" --argjson kernel "$(<"$OUT/$1.dropped")" '
		def dropped(which): [.anomalies[] | select(.kind == "notification_dropped"
			and .type == "notification" and which).count] | add // 0;
		(.meta.kernel | startswith("7.")) as $limited
		| $load[0].notifications as $load
		| ($after[0].notifications - $before[0].notifications) as $sent
		| ([$after[0].rules[] | select(.action == "wrong-type").fired] | add) as $unknown
		| ([.series[] | select(.phase == "handling")]) as $handling
		| dropped(.message_name == "SENSOR_UPDATE") as $full
		| (.counters.notified - dropped(true) - $load.received) as $late
		| $sent > 800 and .counters.notified == $sent + $unknown
		and ($full == $kernel or ($limited and $kernel == 10 and $full > 10))
		and $unknown == 3
		and dropped(.protocol_name == "SENSOR" and .message == 6) == $unknown
		and dropped(true) == $full + $unknown
		and $late >= 0 and $late < 50
		and ([.counters.lost[]] | add) == 0
		and ('"${2:-true}"')' "$OUT/$1.report" || {
		"$SCMI_PERF" report "$OUT/$1.scmi"
		jq -c .notifications "$OUT/$1".{json,before,after}
		cat "$OUT/$1.dropped"
		return 1
	}
}

# The handling time of each notification that the load received, by its own stamps. The
# measured times end after the notifier of the load has read the clock.
# shellcheck disable=SC2016,SC2034 # variables of jq
BURSTS_HANDLED='(([$handling[].sum_ns] | add) - $load.handling.sum_ns) as $after
	| ([$handling[].count] | add) == $load.received
	and ([$handling[].max_ns] | max) >= $load.handling.max_ns
	and $after >= 0 and $after < 5000 * $load.received'
