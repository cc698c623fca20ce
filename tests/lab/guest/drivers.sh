# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The kernel's own SCMI drivers, and scmi-hwmon of its source, over whatever
# transport there is: each has its device and what it makes of it. Ends with
# status 1 at the first thing that is not so.

driver_fails() {
	echo "not ok: $*"
	exit 1
}

[ ! -e "/modules/scmi-hwmon.ko" ] && driver_fails "scmi-hwmon was not built"
insmod /modules/scmi-hwmon.ko || driver_fails "insmod scmi-hwmon"

for driver in clocks perf-domain power-domain reset hwmon; do
	set -- "/sys/bus/scmi_protocol/drivers/scmi-$driver"/scmi_dev.*
	[ -e "$1" ] || driver_fails "scmi-$driver has no device"
done
[ "$(cat /sys/kernel/debug/clk/ref-clock3/clk_rate)" -gt 0 ] ||
	driver_fails "no clock"
[ -d /sys/kernel/debug/pm_genpd/ref-power2 ] || driver_fails "no power domain"
[ -d /sys/kernel/debug/pm_genpd/ref-perf1_1 ] ||
	driver_fails "no performance domain"

# Sensors 4 and 5 are read with a delayed response.
for n in 1 2 3 4 5 6; do
	value=$(cat /sys/class/hwmon/hwmon*/temp${n}_input)
	[ "$value" -gt 0 ] || driver_fails "temp${n}_input: '$value'"
done
dmesg | grep -E 'scmi.*(probe.*failed|error)' &&
	driver_fails "a driver did not probe cleanly"
rmmod scmi_hwmon || driver_fails "rmmod scmi_hwmon"
echo "ok: clocks, perf-domain, power-domain, reset, hwmon"
