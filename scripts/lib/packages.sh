# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use the lists
# Installs missing packages of the distribution. Source it.

# A question mark follows packages that some supported releases do not have.
PACKAGES_BUILD=(
	gcc clang llvm meson ninja-build pkg-config bpftool
	libbpf-dev libelf-dev zlib1g-dev libjansson-dev libncurses-dev
	liblzma-dev libzstd-dev libmicrohttpd-dev libcurl4-gnutls-dev
	libtracecmd-dev libtracefs-dev libtraceevent-dev libc6-dev
)
PACKAGES_TEST=(
	bats make libcmocka-dev 'clang-format-14?' shellcheck sparse jq
	libxml2-utils python3-jsonschema scdoc man-db gawk git procps
	protobuf-compiler python3-protobuf
	gnuplot-nox prometheus curl chromium tmux trace-cmd xz-utils zstd systemd-journal-remote zsh
)
PACKAGES_LAB=(
	qemu-system-arm qemu-user device-tree-compiler gcc-aarch64-linux-gnu
	libc6-dev-arm64-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross
	make cpio xz-utils pahole dpkg-dev debian-archive-keyring
)

package_is_installed() {
	dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# packages_missing PACKAGE...: print the packages that are not installed, one per
# line; of those with a question mark only the ones that apt's index lists.
packages_missing() {
	local package name
	for package; do
		name=${package%\?}
		if ! package_is_installed "$name" && { [[ $name == "$package" ]] ||
			apt-cache show "$name" >/dev/null 2>&1; }; then
			echo "$name"
		fi
	done
}

# packages_need REFUSE PACKAGE...: install missing packages. If REFUSE is 1, print
# them and return 1 instead.
packages_need() {
	local refuse=$1 missing sudo=() log status=0
	shift
	mapfile -t missing < <(packages_missing "$@")
	((${#missing[@]})) || return 0
	if ((refuse)); then
		echo "missing packages: ${missing[*]}" >&2
		echo "install them, or leave out --no-install" >&2
		return 1
	fi
	((EUID == 0)) || sudo=(sudo)
	"${sudo[@]}" apt-get update -qq >&2 || return 1
	# The index that was just read may list optional packages.
	mapfile -t missing < <(packages_missing "$@")
	echo "installing packages: ${missing[*]}" >&2
	log=$(mktemp)
	DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq \
		--no-install-recommends "${missing[@]}" >"$log" 2>&1 || status=$?
	# dpkg prints a line for each step of each package.
	((!status)) || cat "$log" >&2
	rm "$log"
	return "$status"
}

# Print the package with the run-time libraries of sanitizers and libFuzzer; its
# name contains clang's version.
packages_clang_runtime() {
	echo "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
}
