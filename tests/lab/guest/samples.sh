# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Runs three loads and writes their figures one after the other to /out/samples.json.

# Wait for background work of booting.
sleep 2
for spec in sensor:2000 clock:2000 sensor:20000,threads=8; do
	load $spec || exit 1
	cat /sys/kernel/debug/scmi_load/result >>/out/samples.json
done
