# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records readings while seven calls of _dev_err() come from a kprobe.

. /lab/lib.sh

scmi-perf record -o /out/missed_probe.scmi 2>/tmp/err &
# It prints "recording" once everything is attached.
until grep -q recording /tmp/err; do usleep 10000; done
load sensor:50 && insmod /modules/missed_probe.ko || exit 1
kill -INT $!
wait $!
