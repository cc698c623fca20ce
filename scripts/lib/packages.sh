# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for those who source this
# Installs the distribution's packages that are missing. Source it.

PACKAGES_BUILD=(
	gcc clang llvm meson ninja-build pkg-config bpftool
	libbpf-dev libelf-dev zlib1g-dev libjansson-dev libncurses-dev
	libc6-dev
)
PACKAGES_TEST=(
	bats libcmocka-dev clang-format shellcheck sparse jq
	libxml2-utils python3-jsonschema scdoc man-db gawk git procps
	gnuplot-nox chromium tmux
)
PACKAGES_LAB=(
	qemu-system-arm device-tree-compiler gcc-aarch64-linux-gnu
	libc6-dev-arm64-cross make cpio xz-utils pahole dpkg-dev
	debian-archive-keyring
)

# Prints the packages of "$@" that are not installed, one a line.
packages_missing() {
	local package
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}\n' "$package" \
			2>/dev/null | grep -qx installed || echo "$package"
	done
}

# packages_need REFUSE PACKAGE...: installs what is missing, or, when REFUSE
# is 1, says what is and returns 1.
packages_need() {
	local refuse=$1 missing sudo=()
	shift
	mapfile -t missing < <(packages_missing "$@")
	((${#missing[@]})) || return 0
	if ((refuse)); then
		echo "missing packages: ${missing[*]}" >&2
		echo "install them, or leave out --no-install" >&2
		return 1
	fi
	echo "installing packages: ${missing[*]}" >&2
	((EUID == 0)) || sudo=(sudo)
	"${sudo[@]}" apt-get update -qq >&2 || return 1
	DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq \
		--no-install-recommends "${missing[@]}" >&2
}

# The sanitizers' and libFuzzer's run time carries clang's version in its name.
packages_clang_runtime() {
	echo "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
}
