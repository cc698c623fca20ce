# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Tests how a recording can end or fail. Writes profiles and exit statuses to
# /out. record_guest.bats checks them.

. /lab/lib.sh

keep doctor scmi-perf doctor
keep verified verify-programs
keep status scmi-perf record -o /out/status.scmi -e -- \
	sh -c 'load clock:50; exit 7'
keep stat scmi-perf stat -o /out/stat.scmi -- load clock:50
keep stat-file ls run.scmi
keep no-status scmi-perf record -o /out/no-status.scmi -- false
keep no-command scmi-perf record -o /out/no-command.scmi -- /no/such/command
keep duration scmi-perf record -o /out/duration.scmi -e -d 500ms -- sleep 100

# Processes that COMMAND leaves in its process group end with the recording.
keep group scmi-perf record -o /out/group.scmi -- \
	sh -c 'sleep 1000 & echo $! >/tmp/left; load clock:50'
keep group-left kill -0 "$(cat /tmp/left)"
keep group-duration scmi-perf record -d 300ms -o /out/group-duration.scmi -- \
	sh -c 'sleep 1000 & echo $! >/tmp/left; sleep 1000'
keep group-duration-left kill -0 "$(cat /tmp/left)"

# Under sudo, COMMAND is the caller's, and so is the new file.
mkdir -p /etc
echo 'nobody:x:65534:65534:nobody:/home/nobody:/bin/sh' >/etc/passwd
printf 'nogroup:x:65534:\nusers:x:100:nobody\n' >/etc/group
export SUDO_UID=65534 SUDO_GID=65534
# shellcheck disable=SC2016 # the caller's shell expands it
keep caller scmi-perf record -u -o /out/caller.scmi -- \
	sh -c 'id -u; id -g; id -G; echo "$HOME $USER"'
keep caller-owner stat -c '%u:%g %a' /out/caller.scmi
keep caller-not scmi-perf record -o /out/caller-not.scmi -- sh -c 'id -u; load clock:1'
unset SUDO_UID SUDO_GID
keep no-caller scmi-perf record --as-caller -o /out/no-caller.scmi -- true

# until_works COMMAND...: try a command until it succeeds, at most 3000 times.
until_works() {
	local tries=0

	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || return 1
		usleep 10000
	done
}

# start NAME [OPTION...]: start a recording.
start() {
	local name=$1

	shift
	scmi-perf record "$@" -o "/out/$name.scmi" 2>"/out/$name.out" &
	# It prints "recording" once everything is attached.
	until_works grep -q recording "/out/$name.out" || exit 1
}

# end NAME SIGNAL: end the recording.
end() {
	kill "-$2" $!
	wait $!
	echo $? >"/out/$1.status"
}

for signal in INT TERM HUP; do
	start "$signal"
	load sensor:20
	end "$signal" "$signal"
done

# A transport that is not there at the start or at the end of a recording.
for source in bpf tracefs; do
	start "unloaded-$source" --source "$source"
	load sensor:20
	unload_transport
	end "unloaded-$source" INT
	start "loaded-$source" --source "$source"
	load_transport
	# Its driver may not have probed yet.
	until_works load sensor:20 || exit 1
	unload_transport
	end "loaded-$source" INT
	load_transport
	until_works load sensor:1 || exit 1
done

keep unwritable scmi-perf record -o /no/such/folder/run.scmi -- true
keep full scmi-perf record -o /dev/full -- true

keep doctor-no-root su nobody -c 'scmi-perf doctor'
keep no-root su nobody -c 'scmi-perf record -o /dev/null'

# While a recording selects the transport, its module is unloaded, another one gets its
# memory, and it is loaded again elsewhere.
cat >/tmp/elsewhere <<'END'
. /lab/lib.sh
address() {
	awk '$3 == "loopback_send_message" { print $1 }' /proc/kallsyms
}
load sensor:20 || exit 1
before=$(address)
unload_transport || exit 1
insmod /modules/tee.ko || exit 1
load_transport || exit 1
[ "$(address)" != "$before" ] || exit 2
# The driver may not have probed yet.
until load sensor:30; do
	usleep 10000
done
END
keep elsewhere scmi-perf record -e -o /out/elsewhere.scmi --transport loopback -P sensor \
	-- sh /tmp/elsewhere
rmmod tee

# The kernel's type information cannot be read.
: >/tmp/empty
mount --bind /tmp/empty /sys/kernel/btf/vmlinux
keep doctor-no-btf scmi-perf doctor
keep no-btf scmi-perf record -o /out/no-btf.scmi -- load sensor:100
umount /sys/kernel/btf/vmlinux

# Addresses are hidden, even from root.
echo 2 >/proc/sys/kernel/kptr_restrict
keep doctor-hidden scmi-perf doctor
keep hidden scmi-perf record -o /out/hidden.scmi -- load sensor:20
keep hidden-transport scmi-perf record -o /out/hidden-transport.scmi \
	--transport loopback -- load sensor:20
echo 0 >/proc/sys/kernel/kptr_restrict

# Lockdown cannot be undone, so it comes last.
echo confidentiality >/sys/kernel/security/lockdown
keep doctor-locked-down scmi-perf doctor
# debugfs is closed now, and so is the load: probing SCMI sends messages, too.
DRIVER=/sys/bus/platform/drivers/scmi_ref_loopback_transport
keep locked-down scmi-perf record -o /out/locked-down.scmi -- \
	sh -c "echo firmware:scmi >$DRIVER/unbind; echo firmware:scmi >$DRIVER/bind"
# The kernel rejects the programs, because no file descriptor is left.
keep refused sh -c 'ulimit -n 8; scmi-perf record -o /out/refused.scmi -- true'
