# SPDX-License-Identifier: GPL-2.0-only
# Compares the import of random logs with an independent model in Python.

bats_require_minimum_version 1.5.0

@test "counters, phases, percentiles and anomalies of 1000 random logs are those of a model" {
	run -0 "$BATS_TEST_DIRNAME/../tools/log_model.py" "$SCMI_PERF" 1 1000
	[[ ${lines[-1]} == "1000 logs, 0 differ: "* ]]
	# Each outcome and anomaly is among them, thousands of times or more.
	for name in aged_out send_failed in_flight errors timed_out notified \
		late_reply unexpected_reply delayed_before_reply untracked \
		trace_events unknown_type spurious_interrupt; do
		[[ ${lines[-1]} =~ \ ([0-9]+)\ $name ]]
		[ "${BASH_REMATCH[1]}" -gt 1000 ]
	done
}
