# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A private apt tree in the cache: packages of other suites and architectures, with
# signatures checked and without changes to the system's own sources.
#
# Mirrors, proxies and credentials are those of the machine. apt itself lists its
# sources, so that both file formats and mirrors behind a proxy work. The key ring
# is always Debian's archive key ring.

APT_TREE=$LAB_CACHE/apt
APT_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# The Debian release of the guest's programs, on every machine, so that guests are
# the same everywhere. Debian 13's static libelf cannot be linked (elfutils 0.192,
# bug 32293: libelf.a lacks functions that it calls).
APT_GUEST_SUITE=bookworm
# Shortest time between two updates of the package index.
APT_MAX_AGE_MINUTES=1440

apt_host_codename() {
	local VERSION_CODENAME='' ID=''

	# shellcheck source=/dev/null
	. /etc/os-release
	if [ "$ID" != debian ] || [ -z "$VERSION_CODENAME" ]; then
		die "the lab needs Debian, but this machine runs '$ID'"
	fi
	printf '%s\n' "$VERSION_CODENAME"
}

# apt_mirror CODENAME [APT_OPTION]: print the mirror of the machine's own Debian
# release.
apt_mirror() {
	local codename=$1

	shift
	# shellcheck disable=SC2016 # apt expands these
	apt-get indextargets "$@" --format \
		'$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI) $(ORIGIN)' |
		awk -v c="$codename" '$1 == "Packages" && $2 == "main" && $3 == c &&
			($5 == "Debian" || $5 == "$(ORIGIN)") { uri = $4 }
			END { print uri }'
}

apt_write_source() {
	printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$2" "$1"
	printf 'Architectures: %s\nSigned-By: %s\n\n' "$3" "$APT_KEYRING"
}

# apt_write_sources URI HOST_ARCH ARCH SUITE [RELEASE]: see apt_write_tree.
apt_write_sources() {
	local uri=$1 host_arch=$2 arch=$3 suite=$4

	apt_write_source "$suite" "$uri" "$(printf '%s\n' "$arch" "$host_arch" | sort -u | xargs)"
	[ "$suite" = "$APT_GUEST_SUITE" ] ||
		apt_write_source "$APT_GUEST_SUITE" "$uri" "$arch"
	[ $# -eq 4 ] || apt_write_source "$5" "$uri" "$host_arch"
}

# apt_write_tree ARCH SUITE [RELEASE]: configure the tree for SUITE (the kernel's), for
# packages of APT_GUEST_SUITE for the guest's ARCH, and for this machine's packages of
# RELEASE.
apt_write_tree() {
	local arch=$1 host_arch codename uri

	host_arch=$(dpkg --print-architecture)
	codename=$(apt_host_codename)
	uri=$(apt_mirror "$codename")
	# Before the machine's first 'apt-get update' apt does not know the origin of
	# a source. The signatures are still checked.
	[ -n "$uri" ] || uri=$(apt_mirror "$codename" --no-release-info)
	[ -n "$uri" ] ||
		die "apt has no source for Debian $codename main; add one to /etc/apt/sources.list.d"
	[ -r "$APT_KEYRING" ] ||
		die "$APT_KEYRING is missing; install it with: apt install debian-archive-keyring"

	mkdir -p "$APT_TREE"/{etc,lists/partial,cache/archives/partial}
	: >"$APT_TREE/status"
	apt_write_sources "$uri" "$host_arch" "$@" >"$APT_TREE/etc/lab.sources"

	# Copy only the machine's Acquire settings: hooks and pins are about the
	# system, not about this tree.
	{
		apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets'
		cat <<-CONF
			Acquire::Languages "none";
			Acquire::AllowInsecureRepositories "false";
			APT::Architecture "$host_arch";
			APT::Architectures { "$host_arch"; "$arch"; };
			APT::Sandbox::User "$(id -un)";
			Dir::State "$APT_TREE";
			Dir::State::lists "$APT_TREE/lists";
			Dir::State::status "$APT_TREE/status";
			Dir::Cache "$APT_TREE/cache";
			Dir::Etc::sourcelist "/dev/null";
			Dir::Etc::sourceparts "$APT_TREE/etc";
			Dir::Etc::main "/dev/null";
			Dir::Etc::parts "/dev/null";
			Dir::Etc::preferences "/dev/null";
			Dir::Etc::preferencesparts "/dev/null";
			Dir::Etc::trusted "/dev/null";
			Dir::Etc::trustedparts "/dev/null";
		CONF
	} >"$APT_TREE/apt.conf"
}

apt_run() {
	local command=$1

	shift
	APT_CONFIG=$APT_TREE/apt.conf "$command" "$@"
}

# apt_update "ARCH SUITE [RELEASE]": update the index, once per run. Fails and shows apt's
# message if a mirror cannot be reached or a signature is wrong.
apt_update() {
	[ "${APT_UPDATED:-}" != "$1" ] || return 0
	# shellcheck disable=SC2086 # a list of words
	apt_write_tree $1
	note "reading the package index ($1)"
	# With Error-Mode=any a failed update is an error, not a warning about old
	# data.
	apt_run apt-get -q -o APT::Update::Error-Mode=any update >&2 || return 1
	APT_UPDATED=$1
}

# apt_is_recent FILE: true if FILE is younger than APT_MAX_AGE_MINUTES, so that no
# update is necessary.
apt_is_recent() {
	[ -n "$(find "$1" -mmin "-$APT_MAX_AGE_MINUTES" 2>/dev/null)" ]
}

# apt_candidate PACKAGE:ARCH: print the newest version in the index.
apt_candidate() {
	apt_run apt-cache policy "$1" | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
}

# apt_available SUITE: print "package version architecture" of each package in
# SUITE's index.
apt_available() {
	local file

	# shellcheck disable=SC2016 # apt expands it
	apt_run apt-get indextargets --format '$(FILENAME)' \
		'Created-By: Packages' "Release: $1" | sort -u |
		while read -r file; do
			apt_run /usr/lib/apt/apt-helper cat-file "$file"
		done | awk '/^Package: / { p = $2 } /^Version: / { v = $2 }
			/^Architecture: / { a = $2 }
			/^$/ { if (p) print p, v, a; p = "" }
			END { if (p) print p, v, a }'
}

# apt_download DIR PACKAGE:ARCH=VERSION...: fetch packages into DIR, checked
# against the signed index.
apt_download() {
	local dir=$1

	shift
	(cd "$dir" && apt_run apt-get -q download "$@") >&2
}

# apt_download_all DIR PACKAGE...: fetch packages for this machine and all their
# dependencies, even if they are installed.
apt_download_all() {
	local dir=$1

	shift
	mkdir -p "$dir/partial"
	apt_run apt-get -qq -y --no-install-recommends --download-only \
		-o "Dir::Cache::archives=$dir" install "$@" >&2
}

# deb_extract DEB DIR [PATH...]: unpack DEB, or only the members PATH (with
# wildcards, as in './boot/*'), into DIR.
deb_extract() {
	local deb=$1 dir=$2

	shift 2
	mkdir -p "$dir"
	dpkg-deb --fsys-tarfile "$deb" |
		tar -x -C "$dir" --no-same-owner --wildcards "$@"
}
