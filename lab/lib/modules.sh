# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Builds reference-transport/ against a cached kernel, in the build folder. The
# sources are copied there, beside the SCMI core's private headers of exactly the
# kernel's version. The virtio transport and scmi-hwmon, which Debian's configuration
# leaves out, are built unmodified from the same source; so is the SCMI core for a kernel
# that has none, and so are the modules that only tests need.

# The options of that core, which has raw mode beside the drivers, and of the transport that
# Debian's arm64 kernels have built in; and their modules, in load order.
MODULES_CORE=(CONFIG_ARM_SCMI_PROTOCOL=m CONFIG_ARM_SCMI_HAVE_TRANSPORT=y
	CONFIG_ARM_SCMI_HAVE_SHMEM=y CONFIG_ARM_SCMI_HAVE_MSG=y
	CONFIG_ARM_SCMI_NEED_DEBUGFS=y CONFIG_ARM_SCMI_RAW_MODE_SUPPORT=y
	CONFIG_ARM_SCMI_RAW_MODE_SUPPORT_COEX=y
	CONFIG_ARM_SCMI_TRANSPORT_MAILBOX=m)
MODULES_CORE_NAMES='scmi-core scmi-module scmi_transport_mailbox'

# modules_core KERNEL_DIR: print those options, unless the kernel has its own.
modules_core() {
	kernel_has_scmi "$1/config" || printf '%s\n' "${MODULES_CORE[@]}"
}

# modules_core_names KERNEL: print the modules to load before all others: those that the
# lab builds, or the kernel's own. Before Linux 6.3 it has no scmi-core.
modules_core_names() {
	local dir name

	dir=$(kernel_dir "$1")
	if ! kernel_has_scmi "$dir/config"; then
		echo "$MODULES_CORE_NAMES"
		return
	fi
	for name in $(kernel_core_names "$dir/config"); do
		[ ! -e "$dir/modules/$name.ko" ] || echo "$name"
	done | xargs
}

# modules_path KERNEL_DIR: print the PATH for the build. The kernel's own tools come
# first.
modules_path() {
	[ ! -d "$1/bin" ] || printf '%s:' "$1/bin"
	printf '%s' "$PATH"
}

# modules_triplet KERNEL_DIR: print the prefix of the compiler's commands.
modules_triplet() {
	arch_field "$(kernel_dir_arch "$1")" triplet
}

# modules_key KERNEL_DIR: print a hash of everything that the result depends on.
modules_key() {
	local dir=$1 path

	path=$(modules_path "$dir")
	{
		cat "$dir"/{version,config} "$LAB_DIR/lib/modules.sh" "$LAB_DIR/upstream.Kbuild"
		PATH=$path "$(modules_triplet "$dir")-gcc" --version
		PATH=$path pahole --version
		echo "${SCMI_LAB_REF_VIRTIO_CFLAGS:-}"
		# The source of a cached kernel is that of its version.
		[ ! -e "$dir/base" ] || modules_source_sums "$dir"
		(cd "$LAB_TOP" && find reference-transport tests/lab/modules -type f -print0 |
			LC_ALL=C sort -z | xargs -0 sha256sum)
	} | sha256sum | cut -d' ' -f1
}

# modules_source_sums KERNEL_DIR: print checksums of the source of --source.
modules_source_sums() {
	(cd "$1/source" && find drivers/firmware/arm_scmi/ drivers/hwmon/scmi-hwmon.c \
		-name '*.[ch]' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# modules_stage KERNEL_DIR DEST: copy the sources and the private headers.
modules_stage() {
	local dir=$1 dest=$2 from=$1/source/drivers/firmware/arm_scmi name

	mkdir -p "$dest/private/arm_scmi"
	cp -R "$LAB_TOP/reference-transport" "$dest/src"
	cp "$from"/*.h "$dest/private/arm_scmi/"

	mkdir -p "$dest/src/upstream/transports"
	cp "$from"/*.h "$dir/source/drivers/hwmon/scmi-hwmon.c" "$dest/src/upstream/"
	# In 6.1 it is part of the core, and cannot be a module.
	for name in virtio $(own_transports "$dir"); do
		[ ! -e "$from/transports/$name.c" ] ||
			cp "$from/transports/$name.c" "$dest/src/upstream/transports/"
	done
	cp "$LAB_DIR/upstream.Kbuild" "$dest/src/upstream/Kbuild"
	cp -R "$LAB_TOP/tests/lab/modules" "$dest/src/tests"
	echo 'obj-m += upstream/ tests/' >>"$dest/src/Kbuild"
	if ! kernel_has_scmi "$dir/config"; then
		cp -R "$from" "$dest/src/core"
		echo 'obj-m += core/' >>"$dest/src/Kbuild"
	fi
	[ "$(kernel_dir_arch "$dir")" = arm64 ] || modules_omit_tables "$dest"
}

# modules_omit_tables DEST: build modules without tables of devices, which the guest does
# not need because it loads modules by name. Debian's modpost for 32-bit kernels that
# runs on a 64-bit machine refuses them: it expects 64-bit pointers there.
modules_omit_tables() {
	mkdir -p "$1/first/linux"
	printf '%s\n' '#include_next <linux/module.h>' '#undef MODULE_DEVICE_TABLE' \
		'#define MODULE_DEVICE_TABLE(type, name)' >"$1/first/linux/module.h"
	echo "LINUXINCLUDE := -I$1/first \$(LINUXINCLUDE)" >>"$1/src/Kbuild"
}

# modules_prefix_maps KERNEL_DIR DEST: print the compiler options that keep this
# machine's paths out of the modules. Even debugging information changes the build id.
modules_prefix_maps() {
	printf -- '-ffile-prefix-map=%s=%s ' "$1" kernel "$(realpath "$1")" kernel \
		"$2" . "$(realpath "$2")" .
}

# modules_make KERNEL_DIR DEST [ARG...]: run Kbuild. Warnings are errors. The options of
# the core are for make and for the compiler.
# SCMI_LAB_REF_VIRTIO_CFLAGS, for tests, has further compiler flags for
# ref_virtio_queue.c.
# With a timestamp set Kbuild runs pahole so that its output is reproducible.
modules_make() {
	local dir=$1 dest=$2 log=$2/build.log path triplet core defines

	path=$(modules_path "$dir")
	triplet=$(modules_triplet "$dir")
	mapfile -t core < <(modules_core "$dir")
	defines=$(printf ' -D%s' "${core[@]}" | sed -e 's/=y/=1/g' -e 's/=m/_MODULE=1/g')
	# The headers name the compiler that Debian built the kernel with. A newer
	# release may not have it, so CC is set.
	PATH=$path make -C "$dir/build" -j "$(nproc)" W=1 \
		KCFLAGS="-Werror $(modules_prefix_maps "$dir" "$dest")${core:+$defines}" \
		KBUILD_BUILD_TIMESTAMP=@0 \
		ARCH="$(arch_field "$(kernel_dir_arch "$dir")" kbuild)" \
		CROSS_COMPILE="$triplet-" CC="$triplet-gcc" \
		M="$dest/src" SCMI_PRIVATE_INC="$dest/private" "${core[@]}" "${@:3}" \
		${SCMI_LAB_REF_VIRTIO_CFLAGS:+"CFLAGS_transports/ref_virtio_queue.o=$SCMI_LAB_REF_VIRTIO_CFLAGS"} \
		modules >"$log" 2>&1 || {
		cat "$log" >&2
		die "the modules do not build against Linux $(<"$dir/version"); see the messages above. Differences between kernels are in reference-transport/transports/private.h and reference-transport/compat.h"
	}
	# modpost warns without failing. The compiler differs on purpose, see above.
	if grep -i 'warning' "$log" | grep -v 'the compiler differs from' >&2; then
		die "the modules build with warnings; the whole log is $log"
	fi
}

# modules_check KERNEL_DIR DEST: die if a module has no BTF, which probes need to
# attach to a module's functions; kbuild only prints a note then. The headers of 6.1
# have no vmlinux, and that of 32-bit Arm and some kernels that the lab builds have no
# types, so their modules cannot have BTF. grep reads all, because with
# pipefail a readelf that writes after grep has ended would count as a failure.
modules_check() {
	local dir=$1 dest=$2 ko found=

	while read -r ko; do
		found=1
		[ ! -e "$dir/build/vmlinux" ] ||
			! grep -q '^CONFIG_DEBUG_INFO_BTF=y' "$dir/config" ||
			aarch64-linux-gnu-readelf -SW "$ko" | grep ' \.BTF ' >/dev/null ||
			die "$(basename "$ko") was built without BTF; see $dest/build.log"
	done < <(find "$dest/src" -name '*.ko')
	[ -n "$found" ] || die "reference-transport/Kbuild built no module; see $dest/build.log"
}

# modules_build_locked KERNEL_DIR DEST [ARG...]
modules_build_locked() {
	local dir=$1 dest=$2 key

	key=$(modules_key "$dir")
	[ "$(cat "$dest/key" 2>/dev/null)" != "$key" ] || return 0
	note "building the modules for Linux $(<"$dir/version")"
	rm -rf "$dest"
	modules_stage "$dir" "$dest"
	modules_make "$dir" "$dest" "${@:3}"
	modules_check "$dir" "$dest"
	printf '%s\n' "$key" >"$dest/key"
}

# modules_list KERNEL: print the .ko files that modules_build has built.
modules_list() {
	[ ! -d "$LAB_BUILD/modules/$1/src" ] ||
		find "$LAB_BUILD/modules/$1/src" -name '*.ko' | LC_ALL=C sort
}

# modules_build KERNEL: build the modules if anything has changed, and if the kernel can
# load them.
modules_build() {
	own_can_load "$1" || return 0
	arch_need_compiler "$(kernel_arch "$1")"
	need_commands make:make pahole:pahole
	with_lock "$LAB_BUILD/modules/lock" "building modules" \
		modules_build_locked "$(kernel_dir "$1")" "$LAB_BUILD/modules/$1"
}

# modules_sparse KERNEL: check each file with sparse; its warnings are errors. Builds
# in a separate folder, so that the guest's modules stay as they are. C=2 would need
# a script that the headers of 7.2 do not have, and continue without it. CF defines
# away constructs of those headers that sparse 0.6.4 cannot parse:
# __typeof_unqual__, and MODULE_INFO()'s use of __builtin_strlen() as a constant.
modules_sparse() {
	need_commands sparse:sparse
	with_lock "$LAB_BUILD/modules/lock" "building modules" \
		modules_build_locked "$(kernel_dir "$1")" "$LAB_BUILD/modules/$1-sparse" \
		KBUILD_CHECKSRC=2 \
		CF="-Wsparse-error -D__typeof_unqual__=__typeof__ '-D__builtin_strlen(s)=(sizeof(s)-1)'"
	grep -q '^ *CHECK ' "$LAB_BUILD/modules/$1-sparse/build.log" ||
		die "sparse did not run; see $LAB_BUILD/modules/$1-sparse/build.log"
}
