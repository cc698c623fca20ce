# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab suite": run the scenarios one after the other over one
# transport. The results are written to /out/SCENARIO.json, and the host checks them.
# A load that fails because of the platform's faults does not fail the job.

# loads NAME: run each of the scenario's loads; print their figures as a JSON array,
# with null for a load that could not run.
loads() {
	local comma=

	echo '['
	while read -r spec; do
		printf '%s' "$comma"
		if load "$spec" 2>/dev/null; then
			cat "$LOAD_DIR/result"
		else
			echo null
		fi
		comma=,
	done <"/job/suite/$1.loads"
	echo ']'
}

# queue_full: print the number of notifications that Linux has dropped, because it did not
# call its users in time.
queue_full() {
	dmesg | grep -c 'SCMI Notifications - queue full'
}

# scenario NAME: run a scenario. The platform is reloaded, so it counts from zero.
scenario() {
	# shellcheck disable=SC2034 # used by load_modules
	SERVICE=$(cat "/job/suite/$1.service")
	load_modules || return 1
	[ ! -e "/job/suite/$1.sh" ] || sh "/job/suite/$1.sh" || return 1
	[ ! -s "/job/suite/$1.plan" ] || ! has_platform || load_plan "/job/suite/$1.plan" || return 1
	full=$(queue_full)
	loads "$1" >/tmp/loads
	# Wait for late replies.
	sleep 2
	echo null >/tmp/platform
	platform_counts /tmp/platform
	# No plan has a fault for it.
	load power:20,threads=2 || return 1
	cp "$LOAD_DIR/result" /tmp/afterwards
	{
		printf '{"loads": '
		cat /tmp/loads
		printf ', "platform": '
		cat /tmp/platform
		printf ', "afterwards": '
		cat /tmp/afterwards
		printf ', "queue_full": %d' "$(($(queue_full) - full))"
		echo '}'
	} >"/out/$1.json"
	unload_modules
}

for name in $SCENARIOS; do
	# The host uses it to find the kernel messages of each scenario.
	echo "<6>scmi-lab: scenario $name" >/dev/kmsg
	step "$name" scenario "$name"
	# The host has it even if a later scenario hangs.
	send_file "/out/$name.json"
	rm "/out/$name.json"
done
finish 0
