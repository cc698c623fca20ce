# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Check that the kernel's own SCMI drivers, and scmi-hwmon from its source, have
# probed and work; and that the SCMI core's functions for the protocols that no stock
# driver uses do. Exit status 1 at the first failure.

fail() {
	echo "not ok: $*"
	exit 1
}

insmod /modules/scmi-hwmon.ko || fail "insmod scmi-hwmon"
insmod /modules/protocol_users.ko || fail "insmod protocol_users"

for driver in scmi-clocks scmi-perf-domain scmi-power-domain scmi-reset scmi-hwmon \
	system-user axes-user powercap-user pinctrl-user; do
	set -- "/sys/bus/scmi_protocol/drivers/$driver"/scmi_dev.*
	[ -e "$1" ] || fail "$driver has no device"
done
[ "$(cat /sys/kernel/debug/clk/ref-clock3/clk_rate)" -gt 0 ] || fail "no clock"
[ "$(cat /sys/kernel/debug/clk/ref-clock2/clk_possible_parents)" = \
	"ref-clock0 reference-clock-1" ] || fail "no possible parents"
[ "$(cat /sys/kernel/debug/clk/reference-clock-1/clk_duty_cycle)" = 50/100 ] ||
	fail "no duty cycle"
[ -d /sys/kernel/debug/pm_genpd/ref-power2 ] || fail "no power domain"
[ -d /sys/kernel/debug/pm_genpd/reference-power-domain-1 ] || fail "no extended name"
[ -d /sys/kernel/debug/pm_genpd/reference-performance-domain-1_1 ] || fail "no performance domain"

# Sensors 4 and 5 are read with a delayed response.
for n in 1 2 3 4 5 6; do
	value=$(cat /sys/class/hwmon/hwmon*/temp${n}_input)
	[ "$value" -gt 0 ] || fail "temp${n}_input: '$value'"
done
dmesg | grep -i 'scmi.*\(probe.*failed\|error\)' && fail "see above"
rmmod scmi_hwmon || fail "rmmod scmi_hwmon"
rmmod protocol_users || fail "rmmod protocol_users"
