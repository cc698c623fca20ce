# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Switches all sensors off before the load is loaded. The platform rejects readings of
# such a sensor, so the load's succeed only if it has switched them on.

. /lab/lib.sh

OFF=/sys/bus/scmi_protocol/drivers/sensors-off

rmmod scmi_load && insmod /modules/sensors_off.ko && wait_for "$OFF/scmi_dev.*" &&
	insmod /modules/scmi_load.ko && wait_for "$LOAD_DIR/run" || exit 1
load sensor:20 && cp "$LOAD_DIR/result" /out/sync.json &&
	load sensor:20,async && cp "$LOAD_DIR/result" /out/async.json
