# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Loads and removes the modules of the SCMI core before, during and after recordings.
# Writes profiles, the load's own figures, outputs and statuses to /out. modular.bats
# checks them.

. /lab/lib.sh

# recorded NAME COMMAND: record what COMMAND of the shell does, and the last load's figures.
recorded() {
	keep "$1" scmi-perf record -e --deterministic -o "/out/$1.scmi" \
		-- sh -c ". /lab/lib.sh; $2"
	cp "$LOAD_DIR/result" "/out/$1.json"
}

# remove_core: remove the modules that load_core loaded, but not virtio.
remove_core() {
	local module

	for module in scmi_transport_mailbox scmi_transport_smc scmi-module scmi-core; do
		rmmod $module
		echo "$module: $?"
	done
}

# The modules of which functions are hooked stay for as long as the recording runs.
cat >/tmp/reload <<'END'
load mixed:60
unload_modules || exit 1
rmmod scmi_transport_mailbox && exit 2
rmmod scmi-module && exit 3
load_modules && load mixed:60
END
recorded held ". /tmp/reload"
unload_modules || exit 1
keep removed remove_core

# Without a core nothing can be recorded.
keep doctor-without scmi-perf doctor -j
for command in record top trace; do
	keep "$command-without" scmi-perf $command
done
keep tracefs-without scmi-perf record --source tracefs

# The transport is loaded while a recording runs.
insmod /modules/scmi-core.ko && insmod /modules/scmi-module.ko || exit 1
recorded late 'load_modules && load mixed:60'
recorded after 'load mixed:60'

# Types of modules need CAP_SYS_ADMIN.
keep doctor-no-admin without-bpf --admin scmi-perf doctor -j
keep no-admin without-bpf --admin scmi-perf record --deterministic -o /out/no-admin.scmi \
	-- load mixed:60

# A core whose module has no types.
unload_modules && remove_core || exit 1
insmod /modules/scmi-core.ko && insmod /job/files/scmi-module.ko && load_modules || exit 1
keep doctor-typeless scmi-perf doctor -j
recorded typeless 'load mixed:60'
