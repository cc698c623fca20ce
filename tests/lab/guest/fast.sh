# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Records calls of fast channels: all of them, those of one message, and those among
# transfers; scmi-top shows them, too. fast_channels.bats checks the profiles.

set -e

# A millisecond between two calls.
scmi-perf record -o /out/all.scmi -- load perf:80,fast,gap=1000
scmi-perf record -o /out/get.scmi --message PERFORMANCE_LEVEL_GET -- load perf:80,fast
scmi-perf record -o /out/mixed.scmi --hooks core -- \
	sh -c 'load perf:50 && load perf:4,fast && load sensor:50'
# Its user of power caps sets and reads one of each domain.
scmi-perf record -o /out/caps.scmi -P POWERCAP -- insmod /modules/protocol_users.ko
# scmi-top prints its first line when it is attached.
scmi-perf top -b -j -i 1s -n 3 >/out/top.json &
until [ -s /out/top.json ]; do
	usleep 10000
done
load perf:80,fast,gap=1000
wait
