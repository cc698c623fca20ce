# SPDX-License-Identifier: GPL-2.0-only
# The lab's options for a device in another process: the combinations that it rejects
# before it builds or boots anything.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	DIR=$BATS_TEST_TMPDIR
}

# rejects MESSAGE OPTION...: a run with these options must end with the message.
rejects() {
	run -1 lab/scmi-lab run --out "$DIR/out" "${@:2}"
	[[ $output == *"$1"* ]] || { echo "$output" && return 1; }
	[ ! -e "$DIR/out" ]
}

# socket FILE: make a socket that nobody reads.
socket() {
	python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$1"
}

# qemu BODY: make a program for SCMI_LAB_QEMU.
qemu() {
	printf '#!/bin/sh\n%s\n' "$1" >"$DIR/qemu"
	chmod +x "$DIR/qemu"
}

@test "a device in another process is for virtio, and for arm64" {
	rejects "--device is for --transport virtio and ref-virtio, not for 'loopback'" \
		--device vhost-user
	rejects "not for 'mailbox'" --device vhost-user --transport mailbox
	rejects "--device is for arm64 kernels only" --device vhost-user \
		--transport virtio --kernel 6.12-armmp
	for device in '' vhost vhost-user: vhost-user:,server vhost-user:a,b vhost-user-pci:x; do
		[ -z "$device" ] ||
			rejects "invalid value '$device' for --device" --device "$device" \
				--transport virtio
	done
	rejects "invalid value '0' for --reply-timeout" --reply-timeout 0
	rejects "invalid value '5s' for --reply-timeout" --reply-timeout 5s
}

@test "the deterministic profile is rejected with the reason" {
	rejects "skips the time in which the guest has nothing to do" \
		--device vhost-user --transport virtio --profile det
	rejects "use exact" --device vhost-user --transport ref-virtio --profile det
	rejects "invalid value 'slow' for --profile (one of: det, exact, wall)" \
		--profile slow
}

@test "a back end of one's own has its own service time and faults" {
	socket "$DIR/socket"
	echo 'sensor 6 drop' >"$DIR/plan"
	for kind in vhost-user vhost-user-mmio; do
		rejects '--fault is for the lab'"'"'s own back end' \
			--device "$kind:$DIR/socket" --transport virtio --fault "$DIR/plan"
		rejects '--service is for the lab'"'"'s own back end' \
			--device "$kind:$DIR/socket,server" --transport virtio --service 20us
	done
}

@test "a socket must exist, unless QEMU listens on it, and its path must be short" {
	rejects "no back end listens on '$DIR/none'" \
		--device "vhost-user:$DIR/none" --transport virtio
	rejects "the path of the socket is too long" \
		--device "vhost-user:$DIR/$(printf '%0100d' 0),server" --transport virtio
}

# QEMU 7.2 ends with status 0 when it is asked for help on a device that it does not have.
@test "a QEMU without the device is rejected" {
	qemu "echo \"Device 'vhost-user-scmi-pci' not found\" >&2"
	SCMI_LAB_QEMU=$DIR/qemu rejects "no device 'vhost-user-scmi-pci': QEMU 8.1 or newer" \
		--device vhost-user --transport virtio
	SCMI_LAB_QEMU=$DIR/qemu rejects "no device 'vhost-user-scmi': QEMU 8.1 or newer" \
		--device vhost-user-mmio --transport virtio
	SCMI_LAB_QEMU=$DIR/none rejects "no device 'vhost-user-scmi-pci'" \
		--device vhost-user --transport virtio
	# The next check follows.
	qemu 'echo "vhost-user-scmi-pci options:"'
	SCMI_LAB_QEMU=$DIR/qemu rejects "no back end listens on '$DIR/none'" \
		--device "vhost-user:$DIR/none" --transport virtio
}

@test "the suite has the lab's own back end, on transports that have such a device" {
	qemu 'echo "vhost-user-scmi-pci options:"'
	export SCMI_LAB_QEMU=$DIR/qemu
	run -1 lab/scmi-lab suite --out "$DIR/out" --device "vhost-user:$DIR/s,server" --transports virtio
	[[ $output == *"the suite writes the plans of the lab's own back end"* ]]
	run -1 lab/scmi-lab suite --out "$DIR/out" --device vhost-user --transports virtio,mailbox
	[[ $output == *"--device is for --transport virtio and ref-virtio, not for 'mailbox'"* ]]
	run -0 lab/scmi-lab suite --help
	[[ $output == *"--device DEVICE"* ]]
}
