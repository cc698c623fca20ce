// SPDX-License-Identifier: GPL-2.0-only
#include "callers.h"

#include <stdio.h>
#include <string.h>

/* Starts of the names of the SCMI core's functions, and of its protocols'. */
static const char *const own[] = {
	"do_xfer",
	"scmi_do_xfer",
	"scmi_xfer_",
	"xfer_",
	"version_get",
	"iter_",
	"scmi_iterator_",
	"__scmi_iterator_",
	"scmi_common_",
	"scmi_protocol_",
	"scmi_get_protocol_instance",
	"scmi_alloc_init_protocol_instance",
	"scmi_devm_protocol_",
	"scmi_devm_notifier_",
	"scmi_notifier_",
	"scmi_enable_event",
	"__scmi_enable_evt",
	"scmi_base_",
	"scmi_clock_",
	"scmi_clk_rate_notify",
	"scmi_clk_set_notify_enabled",
	"scmi_dvfs_",
	"scmi_perf_",
	"__scmi_perf_",
	"scmi_power_",
	"scmi_reset_",
	"scmi_domain_reset",
	"scmi_sensor_",
	"scmi_voltage_",
	"__scmi_voltage_",
	"scmi_init_voltage_levels",
	"scmi_powercap_",
	"__scmi_powercap_",
	"scmi_pinctrl_",
	"scmi_system_",
	"scmi_imx_",
	"qcom_scmi_",
};

/* Functions of drivers that start as some of those do. */
static const char *const drivers[] = {
	"scmi_perf_domain_probe", "scmi_perf_domain_remove",
	"scmi_reset_assert",	  "scmi_reset_deassert",
	"scmi_reset_reset",	  "scmi_reset_probe",
	"scmi_powercap_get_",	  "scmi_powercap_set_",
	"scmi_powercap_zone_",	  "scmi_powercap_register_zone",
	"scmi_powercap_probe",	  "scmi_pinctrl_imx_",
	"scmi_pinctrl_probe",	  "scmi_system_power_resume",
};

#define STARTS(list, name, len) \
	starts(list, sizeof(list) / sizeof((list)[0]), name, len)

static bool starts(const char *const *list, size_t n, const char *name,
		   size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) <= len &&
		    !memcmp(list[i], name, strlen(list[i])))
			return true;
	return false;
}

/* Whether "function" or "function [module]" is the core's or a protocol's. */
static bool is_own(const char *frame, size_t len)
{
	static const char *const modules[] = {"[scmi_core]", "[scmi_module]"};
	const char *module = memchr(frame, '[', len);

	if (module && STARTS(modules, module, (size_t)(frame + len - module)))
		return true;
	return STARTS(own, frame, len) && !STARTS(drivers, frame, len);
}

const char *stack_driver(const char *stack, char *text, size_t len)
{
	const char *end = stack ? stack + strlen(stack) : NULL;

	*text = '\0';
	while (end && end > stack) {
		const char *before = memrchr(stack, ';', (size_t)(end - stack));
		const char *frame = before ? before + 1 : stack;

		if (!is_own(frame, (size_t)(end - frame))) {
			snprintf(text, len, "%.*s", (int)(end - frame), frame);
			break;
		}
		end = before;
	}
	return text;
}
