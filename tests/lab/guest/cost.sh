# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# What 2000 sensor readings cost on the transport there is, with a service time
# and with replies at once: the load's figures one after the other in
# /out/samples.json.

. /lab/lib.sh

measure() {
	# Until what booting, or loading, left behind is done.
	sleep 2
	load sensor:2000 || exit 1
	cat "$LOAD_DIR/result" >>/out/samples.json
}

measure
rmmod scmi_load && unload_transport && rmmod scmi_platform || exit 1
SERVICE=0 load_modules || exit 1
measure
