# SPDX-License-Identifier: GPL-2.0-only
include $(sort $(wildcard $(BR2_EXTERNAL_SCMI_PERF_PATH)/package/*/*.mk))
