# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091
#
# Records readings, for some of which the kernel runs no kprobe.

. /lab/lib.sh

scmi-perf record -o /out/missed.scmi 2>/tmp/err &
# It prints "recording" once everything is attached.
until grep -q recording /tmp/err; do usleep 10000; done
load sensor:100
echo 0 >/sys/kernel/debug/kprobes/enabled
load sensor:50
echo 1 >/sys/kernel/debug/kprobes/enabled
kill -INT $!
wait $!
