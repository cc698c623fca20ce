# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Measure the platform's own cost, on one CPU: on two, the cost of the same message
# varied by 12 instructions. The other CPU stays off, so this scenario must be the
# last.

echo 0 >/sys/devices/system/cpu/cpu1/online || exit 1
echo Y >/sys/module/scmi_platform/parameters/measure
