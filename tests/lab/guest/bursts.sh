# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# For other scripts, by exec --file: a load with notifications in bursts, which the
# kernel's queue cannot hold on virtio, and with three of an event that the kernel does not
# know. tests/lab/bursts.bash checks what is recorded of it.

# bursts NAME OPTION...: record it, started by $BY. Writes NAME.scmi, the load's own figures
# to NAME.json, the platform's counts to NAME.before and NAME.after, and to NAME.dropped how
# many messages the kernel's log has of notifications that it dropped.
bursts() {
	local name=$1

	shift
	# The kernel's log has room for some thousand messages.
	printf '%s\n' 'sensor 6 every 60 times 3 wrong-type 3' \
		'sensor 6 every 40 times 2 burst 400' >/tmp/bursts
	load_plan /tmp/bursts || return 1
	# Wait for background work.
	sleep 1
	dmesg -c >/dev/null
	platform_counts "/out/$name.before"
	# shellcheck disable=SC2086 # several words
	${BY:-} scmi-perf record -o "/out/$name.scmi" "$@" -- load sensor:200,notify,gap=2000 \
		2>"/out/$name.log" || return 1
	platform_counts "/out/$name.after"
	dmesg | grep -c 'queue full, dropping' >"/out/$name.dropped"
	cp "$LOAD_DIR/result" "/out/$name.json"
	echo >"$PLATFORM_DIR/plan"
}
