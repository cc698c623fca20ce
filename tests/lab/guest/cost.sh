# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Measures 2000 sensor readings, with a service time and with replies at once. Writes
# the load's figures one after the other to /out/samples.json.

. /lab/lib.sh

measure() {
	# Wait for background work of booting or loading.
	sleep 2
	load sensor:2000 || exit 1
	cat "$LOAD_DIR/result" >>/out/samples.json
}

measure
rmmod scmi_load && unload_transport && rmmod scmi_platform || exit 1
SERVICE=0 load_modules || exit 1
measure
