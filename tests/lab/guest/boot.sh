# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Follows the recipe of scmi-perf-boot(7): by its command line, the kernel traces SCMI
# since its start. Now the trace is imported.

load sensor:20 || exit 1
echo 0 >/sys/kernel/tracing/tracing_on
cat /sys/kernel/debug/scmi_platform/*/counts >/out/platform.json
scmi-perf import --by resource /sys/kernel/tracing/trace -o /out/boot.scmi || exit 1
cat /sys/kernel/tracing/trace >/out/boot.txt
scmi-perf record --boot --by resource -i 10ms -o /out/record.scmi || exit 1
dmesg >/out/tp_printk.txt
