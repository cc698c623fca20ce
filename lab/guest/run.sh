# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab run": run a load under an observer.

# trace_on EVENT...: enable events in tracefs.
trace_on() {
	local event

	for event; do
		echo 1 >"$TRACEFS/events/scmi/$event" || return 1
	done
}

observe() {
	case $OBSERVER in
	none) ;;
	record:*)
		how=--hooks=${OBSERVER#*:}
		[ "$OBSERVER" != record:tracefs ] || how=--source=tracefs
		[ "$OBSERVER" != record:callers ] || how=--callers
		[ "$OBSERVER" != record:on ] || how='--on=latency>1s'
		[ "$OBSERVER" != record:resource ] || how=--by=resource
		# Unquoted: an option or no argument at all.
		# shellcheck disable=SC2046
		scmi-perf record "$how" -o /out/run.scmi \
			$([ "$PROFILE" != det ] || echo --deterministic) -- load "$LOAD"
		return
		;;
	empty:*)
		empty-probes "${OBSERVER#*:}" load "$LOAD"
		return
		;;
	tracefs) trace_on scmi_xfer_begin/enable scmi_rx_done/enable scmi_xfer_end/enable ;;
	tracefs-all) trace_on enable ;;
	esac || return 1
	# The next step checks its status.
	load "$LOAD" || true
}

load_succeeded() {
	if [ ! -e /tmp/load.status ]; then
		echo "the observer never ran the load"
		return 1
	fi
	read -r status </tmp/load.status
	[ "$status" -eq 0 ] ||
		echo "the load failed: $(dmesg | sed -n 's/.*scmi_load: //p' | tail -n 1)"
	return "$status"
}

step modules load_modules
# Wait for background work of booting and loading. On one CPU it would run between a
# reply and the wakeup of the waiting task.
step settle sleep 1
step observer observe
step load load_succeeded
step truth cp "$LOAD_DIR/result" /out/truth.json
step platform platform_counts /out/platform.json
step firmware firmware_stamps /out/stamps.txt
finish 0
