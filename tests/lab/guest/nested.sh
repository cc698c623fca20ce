# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records readings while an interrupt sends transfers of its own during some of them,
# after the programs of scmi_xfer_begin have run.

. /lab/lib.sh

scmi-perf record -o /out/nested.scmi 2>/tmp/err &
# It prints "recording" once everything is attached.
until grep -q recording /tmp/err; do usleep 10000; done
insmod /modules/nested.ko && wait_for '/sys/bus/scmi_protocol/drivers/nested/scmi_dev.*' &&
	load sensor:50 || exit 1
cp "$LOAD_DIR/result" /out/nested.json
kill -INT $!
wait $!
