# SPDX-License-Identifier: GPL-2.0-only
SUMMARY = "Latency of SCMI transfers, per message and phase"
DESCRIPTION = "Shows where the time of SCMI transfers goes, by BPF programs or tracefs on a \
running kernel, or from a log: histograms for each transport, message and phase, timeouts \
and other anomalies, who sends, and who waits behind whom."
SECTION = "devel"
LICENSE = "GPL-2.0-only"
LIC_FILES_CHKSUM = "file://LICENSES/GPL-2.0-only.txt;md5=b234ee4d69f5fce4486a80fdaf4a4263 \
                    file://LICENSES/BSD-2-Clause.txt;md5=ac2b928ac7ae7749cf5737fa10fc03ce"

# clang compiles the BPF programs, with the headers of the target's sysroot.
DEPENDS = "bpftool-native clang-native jansson libbpf ncurses zlib"

# The source tree that this layer belongs to.
EXTERNALSRC ?= "${@os.path.realpath(d.getVar('THISDIR') + '/../../../..')}"
EXTERNALSRC_SYMLINKS = ""

inherit externalsrc meson pkgconfig bash-completion systemd

PACKAGECONFIG ??= "traceevent"
PACKAGECONFIG[curl] = "-Dcurl=enabled,-Dcurl=disabled,curl"
PACKAGECONFIG[man] = "-Dman=enabled,-Dman=disabled,scdoc-native"
PACKAGECONFIG[microhttpd] = "-Dmicrohttpd=enabled,-Dmicrohttpd=disabled,libmicrohttpd"
PACKAGECONFIG[tracecmd] = "-Dtracecmd=enabled,-Dtracecmd=disabled,trace-cmd libtracefs"
PACKAGECONFIG[traceevent] = "-Dtraceevent=enabled,-Dtraceevent=disabled,libtraceevent"
PACKAGECONFIG[xz] = "-Dxz=enabled,-Dxz=disabled,xz"
PACKAGECONFIG[zstd] = "-Dzstd=enabled,-Dzstd=disabled,zstd"

EXTRA_OEMESON = "-Dcommit=false -Dterminals=disabled -Dtests=disabled"

# The units are for those who want them.
SYSTEMD_SERVICE:${PN} = "scmi-perf-exporter.service scmi-perf-flight.service \
                         scmi-perf-record.service"
SYSTEMD_AUTO_ENABLE = "disable"

PACKAGES =+ "${PN}-zsh-completion"
FILES:${PN}-zsh-completion = "${datadir}/zsh"
FILES:${PN} += "${nonarch_libdir}/systemd"

# It draws the pictures of pages, here or on the machine that reads the recording.
RSUGGESTS:${PN} = "gnuplot"

# glibc has argp.
COMPATIBLE_HOST = "(arm|aarch64|x86_64).*-linux"
COMPATIBLE_HOST:libc-musl = "null"
