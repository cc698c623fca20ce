# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Measures the same load while scmi_delay.ko keeps the processor busy in each way.
# Writes a profile, the load's own figures, and those of the module to /out.

. /lab/lib.sh

for how in none irq softirq task reply; do
	insmod /modules/scmi_delay.ko "how=$how" || exit 1
	# Wait for background work of loading.
	sleep 1
	scmi-perf record -o "/out/$how.scmi" -- load sensor:1000 || exit 1
	cp "$LOAD_DIR/result" "/out/$how.json"
	cd /sys/module/scmi_delay/parameters || exit 1
	echo "{\"runs\": $(cat runs), \"until_ns\": $(cat until_ns)}" \
		>"/out/$how.busy"
	cd / && rmmod scmi_delay || exit 1
done
