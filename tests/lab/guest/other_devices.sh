# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Measures the doorbell and the interrupt of a virtio device that is not SCMI's, alone and
# while transfers are recorded in each way. other_devices.bats checks the results.

. /lab/lib.sh

# The command that is recorded.
cat >/tmp/measure <<'END'
insmod /modules/other_virtio.ko || exit 1
cd /sys/module/other_virtio/parameters || exit 1
echo "{\"kick\": $(cat kick_ns), \"interrupt\": $(cat interrupt_ns)}" >"/out/$1.json"
cd / && rmmod other_virtio
END

# with NAME OPTION...: measure while scmi-perf records.
with() {
	local name=$1

	shift
	sleep 1
	$BY scmi-perf record -e -o "/out/$name.scmi" "$@" -- sh /tmp/measure "$name" || exit 1
}

BY=
sh /tmp/measure alone || exit 1
with core --hooks core
with transport
with all --hooks all --callers
with tracefs --source tracefs
mkdir /tmp/empty
mount --bind /tmp/empty /sys/kernel/btf
BY="without-bpf --types"
with kprobes
