################################################################################
#
# scmi-perf
#
################################################################################

# SPDX-License-Identifier: GPL-2.0-only
SCMI_PERF_VERSION = 0.2.0
# The source tree that this file belongs to.
SCMI_PERF_SITE = $(realpath $(BR2_EXTERNAL_SCMI_PERF_PATH)/../..)
SCMI_PERF_SITE_METHOD = local
SCMI_PERF_OVERRIDE_SRCDIR_RSYNC_EXCLUSIONS = --exclude=/build
SCMI_PERF_LICENSE = GPL-2.0, GPL-2.0 or BSD-2-Clause (headers shared with BPF)
SCMI_PERF_LICENSE_FILES = LICENSES/GPL-2.0-only.txt LICENSES/BSD-2-Clause.txt
SCMI_PERF_DEPENDENCIES = \
	host-bpftool \
	host-clang \
	host-pkgconf \
	host-python3 \
	jansson \
	libbpf \
	libtraceevent \
	ncurses \
	zlib
# Buildroot's trace-cmd installs no library; manual pages are removed from the target, and
# ncurses installs the descriptions of terminals.
SCMI_PERF_CONF_OPTS = \
	-Dcommit=false \
	-Dman=disabled \
	-Dterminals=disabled \
	-Dtests=disabled \
	-Dtracecmd=disabled \
	-Dtraceevent=enabled

# For the BPF programs. Without it a host-clang that is made for something else has the
# target's backend alone. Nothing more is built for the target.
ifeq ($(BR2_PACKAGE_SCMI_PERF):$(BR2_PACKAGE_LLVM_BPF),y:)
# check-package TypoInPackageVariable
LLVM_TARGETS_TO_BUILD += BPF
endif

ifeq ($(BR2_PACKAGE_LIBCURL),y)
SCMI_PERF_DEPENDENCIES += libcurl
SCMI_PERF_CONF_OPTS += -Dcurl=enabled
else
SCMI_PERF_CONF_OPTS += -Dcurl=disabled
endif

ifeq ($(BR2_PACKAGE_LIBMICROHTTPD),y)
SCMI_PERF_DEPENDENCIES += libmicrohttpd
SCMI_PERF_CONF_OPTS += -Dmicrohttpd=enabled
else
SCMI_PERF_CONF_OPTS += -Dmicrohttpd=disabled
endif

ifeq ($(BR2_PACKAGE_XZ),y)
SCMI_PERF_DEPENDENCIES += xz
SCMI_PERF_CONF_OPTS += -Dxz=enabled
else
SCMI_PERF_CONF_OPTS += -Dxz=disabled
endif

ifeq ($(BR2_PACKAGE_ZSTD),y)
SCMI_PERF_DEPENDENCIES += zstd
SCMI_PERF_CONF_OPTS += -Dzstd=enabled
else
SCMI_PERF_CONF_OPTS += -Dzstd=disabled
endif

ifeq ($(BR2_PACKAGE_SCMI_PERF_KERNEL_OPTIONS),y)
# The one list of options, for Yocto, too.
SCMI_PERF_KERNEL_OPTIONS = $(shell sed -n 's/^\(CONFIG_[A-Z0-9_]*\)=y$$/\1/p' \
	$(SCMI_PERF_SITE)/contrib/kernel/scmi-perf.cfg)
define SCMI_PERF_LINUX_CONFIG_FIXUPS
	$(foreach option,$(SCMI_PERF_KERNEL_OPTIONS), \
		$(call KCONFIG_ENABLE_OPT,$(option))$(sep))
endef
endif

$(eval $(meson-package))
