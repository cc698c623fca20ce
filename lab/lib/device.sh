# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # DEVICE_REPLY_MS is for guest.sh
#
# An SCMI device in another process: QEMU's vhost-user-scmi. DEVICE is
# vhost-user[-mmio][:SOCKET[,server]]. Without SOCKET the lab starts its own back end,
# scmi-vhost-user, which has the platform of the guest's modules; with SOCKET the back end
# is the user's. QEMU connects to SOCKET, or listens there with ",server".

# The user's own scmi-vhost-user, or else the one that is built from this tree.
DEVICE_PROGRAM=${SCMI_LAB_VHOST_USER:-}
DEVICE_TARGET=reference-transport/devices/vhost_user/scmi-vhost-user
# A reply may take this long by default, because another process may have to wait for
# a processor, and for a clock that runs meanwhile.
DEVICE_REPLY_MS=5000

device_options_help() {
	cat <<-'HELP'
		  --device DEVICE       virtio, ref-virtio: the SCMI device is another
		                        process, behind QEMU's vhost-user-scmi:
		                        vhost-user (over PCI), or vhost-user-mmio. The
		                        lab starts scmi-vhost-user, with --service and
		                        --fault. vhost-user:SOCKET: a back end of yours
		                        that listens on SOCKET, or, with
		                        vhost-user:SOCKET,server, connects to it;
		                        without --service and --fault, and run writes
		                        no platform.json
		  --reply-timeout MS    the time after which a message without a reply
		                        times out (100; with --device 5000)
	HELP
}

# device_kind: print pci or mmio.
device_kind() {
	case ${GUEST[device]} in
	vhost-user-mmio*) echo mmio ;;
	*) echo pci ;;
	esac
}

# device_name: print QEMU's name of the device.
device_name() {
	if [ "$(device_kind)" = mmio ]; then echo vhost-user-scmi; else echo vhost-user-scmi-pci; fi
}

# device_socket: print the user's socket, or nothing.
device_socket() {
	[[ ${GUEST[device]} != *:* ]] || printf '%s\n' "${GUEST[device]#*:}"
}

# device_is_own: true if the lab starts the back end.
device_is_own() {
	[[ -n ${GUEST[device]} && ${GUEST[device]} != *:* ]]
}

# device_check: reject options that a device in another process does not have.
device_check() {
	[ -n "${GUEST[device]}" ] || return 0
	[[ ${GUEST[device]} =~ ^vhost-user(-mmio)?(:[^,]+(,server)?)?$ ]] ||
		usage_error "invalid value '${GUEST[device]}' for --device: must be vhost-user[-mmio][:SOCKET[,server]], without a comma in SOCKET"
	[[ ${GUEST[transport]} =~ ^(ref-)?virtio$ ]] ||
		usage_error "--device is for --transport virtio and ref-virtio, not for '${GUEST[transport]}'"
	[ "$(kernel_arch "${GUEST[kernel]}")" = arm64 ] ||
		usage_error "--device is for arm64 kernels only"
	[ "${GUEST[profile]}" != det ] ||
		usage_error "--profile det cannot wait for another process, because it skips the time in which the guest has nothing to do, and replies would come too late: use exact, in which the driver's own time is exact, or wall"
	qemu_check "$(device_name)"
	device_is_own || device_check_foreign
}

# device_check_foreign: reject options that only the lab's own back end has.
device_check_foreign() {
	local option socket

	for option in service fault; do
		[ -z "${GUEST[$option]}" ] ||
			usage_error "--$option is for the lab's own back end: give '$(device_socket)' its own options"
	done
	socket=$(device_socket)
	socket=$(realpath -m "${socket%,server}")
	# QEMU and the kernel have room for so much.
	[ ${#socket} -lt 108 ] ||
		usage_error "the path of the socket is too long: '$socket'"
	[[ ${GUEST[device]} == *,server ]] || [ -S "$socket" ] ||
		usage_error "no back end listens on '$socket': start it first, or add ',server' for one that connects"
}

# device_modules: print the modules of the transport, without the device in the guest.
device_modules() {
	local modules

	modules=$(transport_field "${GUEST[transport]}" modules)
	[ -z "${GUEST[device]}" ] || modules=${modules/scmi_soft_virtio/}
	[ -z "${GUEST[device]}" ] || ! device_needs_mmio_module || modules="virtio_mmio $modules"
	echo "$modules" | xargs
}

# device_needs_mmio_module: true if the device is over MMIO and the kernel's driver is a
# module.
device_needs_mmio_module() {
	[ "$(device_kind)" = mmio ] &&
		grep -q '^CONFIG_VIRTIO_MMIO=m' "$(kernel_dir "${GUEST[kernel]}")/config"
}

# device_prepare: get QEMU, the kernel's module and the lab's own back end. $LAB_WORK
# exists.
device_prepare() {
	local config

	[ -n "${GUEST[device]}" ] || return 0
	config=$(kernel_dir "${GUEST[kernel]}")/config
	qemu_select "$(device_name)"
	if [ "$(device_kind)" = mmio ]; then
		grep -q '^CONFIG_VIRTIO_MMIO=' "$config" ||
			die "kernel ${GUEST[kernel]} has no virtio over MMIO"
		! device_needs_mmio_module || device_add_mmio_module
	else
		grep -q '^CONFIG_VIRTIO_PCI=y' "$config" ||
			die "kernel ${GUEST[kernel]} has no virtio over PCI; try --device vhost-user-mmio"
	fi
	! device_is_own || device_build
}

# device_add_mmio_module: put the kernel's virtio_mmio.ko into the guest.
device_add_mmio_module() {
	local file

	file=$(kernel_extra_module "${GUEST[kernel]}" virtio_mmio) || exit 1
	install -D -m 644 "$file" "$LAB_WORK/job-root/modules/virtio_mmio.ko"
}

# device_build_locked DIR: build scmi-vhost-user for this machine.
device_build_locked() {
	local dir=$1 log=$LAB_BUILD/host.log

	if [ ! -f "$dir/build.ninja" ]; then
		note "configuring scmi-vhost-user"
		meson setup "$dir" "$LAB_TOP" >"$log" 2>&1 || {
			cat "$log" >&2
			rm -rf "$dir"
			die "cannot configure scmi-vhost-user; see the messages above"
		}
	fi
	ninja --quiet -C "$dir" "$DEVICE_TARGET" >"$log" 2>&1 || {
		cat "$log" >&2
		die "scmi-vhost-user does not build; see the messages above"
	}
}

# device_build: set DEVICE_PROGRAM.
device_build() {
	local dir=$LAB_BUILD/host

	[ -z "$DEVICE_PROGRAM" ] || {
		DEVICE_PROGRAM=$(realpath -m "$DEVICE_PROGRAM")
		return
	}
	need_commands meson:meson ninja-build:ninja gcc:cc
	with_lock "$LAB_BUILD/host.lock" "building scmi-vhost-user" device_build_locked "$dir"
	DEVICE_PROGRAM=$(realpath "$dir")/$DEVICE_TARGET
}

# device_machine_args: print QEMU's options for memory that another process can map, a
# line each.
device_machine_args() {
	[ -z "${GUEST[device]}" ] ||
		printf '%s\n' -object memory-backend-memfd,id=mem,size=512M,share=on \
			-machine memory-backend=mem
}

# device_qemu_args: print QEMU's options for the device, a line each.
device_qemu_args() {
	local socket

	[ -n "${GUEST[device]}" ] || return 0
	socket=$(device_socket)
	case $socket in
	'') socket=device.socket,server=on,wait=on ;;
	*,server) socket=$(realpath -m "${socket%,server}"),server=on,wait=on ;;
	*) socket=$(realpath -m "$socket") ;;
	esac
	[ "$(device_kind)" != mmio ] || printf '%s\n' -global virtio-mmio.force-legacy=false
	printf '%s\n' -chardev "socket,id=scmi,path=$socket" \
		-device "$(device_name),chardev=scmi"
}

# device_start: start the lab's own back end, which connects to QEMU once it listens. QEMU
# takes a back end back only that way. The path of a socket must be short, so it is
# relative.
device_start() {
	local -a options

	device_is_own || return 0
	options=(--connect device.socket --counts device.json --service "${GUEST[service]}"
		--seed $((42 + 10#$GUEST_VARIANT)))
	if [ -n "${GUEST[fault]}" ]; then
		cp "${GUEST[fault]}" "$LAB_WORK/device.plan"
		options+=(--plan device.plan)
	fi
	(cd "$LAB_WORK" && exec "$DEVICE_PROGRAM" "${options[@]}" </dev/null >device.log 2>&1) &
	DEVICE_PID=$!
	until grep -q 'connecting to device.socket' "$LAB_WORK/device.log" 2>/dev/null; do
		kill -0 "$DEVICE_PID" 2>/dev/null || {
			device_died
			exit 1
		}
		sleep 0.05
	done
}

# device_died: print the last message of a back end that has ended.
device_died() {
	local status=0

	wait "$DEVICE_PID" || status=$?
	DEVICE_PID=
	fail "scmi-vhost-user ended with status $status: $(tail -n 1 "$LAB_WORK/device.log")"
}

# device_end OUT: end the back end after its guest, and copy its counts. Fails if it has
# ended before.
device_end() {
	[ -n "${DEVICE_PID:-}" ] || return 0
	cp "$LAB_WORK/device.log" "$1/"
	if ! kill -TERM "$DEVICE_PID" 2>/dev/null; then
		device_died
		return 1
	fi
	wait "$DEVICE_PID" || true
	DEVICE_PID=
	cp "$LAB_WORK/device.json" "$1/platform.json" 2>/dev/null || {
		fail "scmi-vhost-user wrote no counts: $(tail -n 1 "$LAB_WORK/device.log")"
		return 1
	}
}

# device_kill: end the back end of a guest that was interrupted.
device_kill() {
	[ -n "${DEVICE_PID:-}" ] || return 0
	kill -KILL "$DEVICE_PID" 2>/dev/null || true
	wait "$DEVICE_PID" 2>/dev/null || true
}
