# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The guest's initramfs: busybox, lab/guest, the modules and the programs; and
# behind it, as a second archive, the job. The same input gives the same bytes,
# because in the deterministic profile each byte that the guest unpacks takes time.

# image_pack DIR: write the folder to stdout as a compressed archive.
image_pack() {
	chmod -R u=rwX,go=rX "$1"
	find "$1" -exec touch -h -d @0 {} +
	(cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
		cpio --quiet -0 -o -H newc -R 0:0 --reproducible) | gzip -n
}

# image_programs ARCH: print the guest's programs. A build of an older tree, made for a
# comparison, may not have all of them.
image_programs() {
	local program

	for program in "${STATIC_PROGRAMS[@]}"; do
		[ ! -e "$LAB_BUILD/$1/$program" ] || printf '%s\n' "$LAB_BUILD/$1/$program"
	done
}

# image_populate KERNEL DIR
image_populate() {
	local dir=$2 program arch triplet module

	arch=$(kernel_arch "$1")
	triplet=$(arch_field "$arch" triplet)
	mkdir -p "$dir"/{bin,lab,modules,sys,proc,dev}
	install -m 755 "$(static_root "$arch")/bin/busybox" "$dir/bin/busybox"
	install -m 755 "$LAB_DIR/guest/init" "$dir/init"
	install -m 755 "$LAB_DIR/guest/load" "$dir/bin/load"
	install -m 644 "$LAB_DIR"/guest/*.sh "$dir/lab/"
	modules_list "$1" | xargs -r install -m 644 -t "$dir/modules"
	# Debugging information only slows the boot down; BTF is kept.
	! own_can_load "$1" || "$triplet-strip" --strip-debug "$dir"/modules/*.ko
	# With --source one of them may have been built.
	while read -r module; do
		[ ! -e "$dir/modules/${module##*/}" ] || continue
		install -m 644 -t "$dir/modules" "$module"
		# Debian's are stripped.
		kernel_has_stock "$1" ||
			"$triplet-strip" --strip-debug "$dir/modules/${module##*/}"
	done < <(kernel_modules "$1")
	while read -r program; do
		"$triplet-strip" -o "$dir/bin/${program##*/}" "$program"
	done < <(image_programs "$arch")
	ln -s scmi-perf "$dir/bin/scmi-top"
}

image_key() {
	local arch

	arch=$(kernel_arch "$1")
	{
		find "$(static_root "$arch")/bin/busybox" "$LAB_DIR/guest" "$LAB_DIR/lib/image.sh" -type f
		modules_list "$1"
		kernel_modules "$1"
		image_programs "$arch"
	} | xargs -d '\n' sha256sum | sha256sum | cut -d' ' -f1
}

image_build_locked() {
	local kernel=$1 output=${2:-} base=$LAB_BUILD/image/$1 key

	key=$(image_key "$kernel")
	if [ "$(cat "$base.key" 2>/dev/null)" != "$key" ] || [ ! -e "$base.cpio.gz" ]; then
		rm -rf "$base.root" "$base.key"
		image_populate "$kernel" "$base.root"
		image_pack "$base.root" >"$base.cpio.gz.new"
		mv "$base.cpio.gz.new" "$base.cpio.gz"
		printf '%s\n' "$key" >"$base.key"
	fi
	[ -z "$output" ] || cat "$base.cpio.gz" >"$output"
}

# image_build KERNEL [OUTPUT]: build the initramfs without a job, in
# $LAB_BUILD/image/KERNEL.cpio.gz, and copy it to OUTPUT.
image_build() {
	need_commands cpio:cpio
	with_lock "$LAB_BUILD/image/lock" "making an image" image_build_locked "$@"
}

# image_with_job KERNEL JOB_DIR: write $LAB_WORK/initrd, with JOB_DIR as /job.
image_with_job() {
	image_build "$1" "$LAB_WORK/initrd"
	mkdir -p "$LAB_WORK/job-root"
	cp -R "$2" "$LAB_WORK/job-root/job"
	image_pack "$LAB_WORK/job-root" >>"$LAB_WORK/initrd"
}
