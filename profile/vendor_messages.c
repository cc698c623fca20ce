// SPDX-License-Identifier: GPL-2.0-only
/*
 * Vendors' protocols, as their drivers use them: NXP i.MX (drivers/firmware/arm_scmi/
 * vendors/imx of Linux), NXP S32G and Qualcomm (vendors' trees); and this project's.
 */
#include "vendor_messages.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define VENDOR_LEN 17 /* names in BASE have 16 bytes */

struct vendor_protocol {
	const char *vendor;
	const char *sub_vendor; /* NULL: any */
	uint8_t protocol;
	struct scmi_protocol_names names;
};

static const struct vendor_protocol protocols[] = {
	/* The reference platform. */
	{"scmi-perf",
	 "reference",
	 0x80,
	 {"REFERENCE", {SCMI_COMMON_MESSAGES, [0x3] = "REFERENCE_ECHO"}, {0}}},
	{"NXP",
	 "IMX",
	 0x80,
	 {"LMM",
	  {
		  SCMI_COMMON_MESSAGES,
		  [0x3] = "LMM_ATTRIBUTES",
		  [0x4] = "LMM_BOOT",
		  [0x5] = "LMM_RESET",
		  [0x6] = "LMM_SHUTDOWN",
		  [0x7] = "LMM_WAKE",
		  [0x8] = "LMM_SUSPEND",
		  [0x9] = "LMM_NOTIFY",
		  [0xa] = "LMM_RESET_REASON",
		  [0xb] = "LMM_POWER_ON",
		  [0xc] = "LMM_RESET_VECTOR_SET",
	  },
	  {
		  "LMM_EVENT",
	  }}},
	{"NXP",
	 "IMX",
	 0x81,
	 {"BBM",
	  {
		  SCMI_COMMON_MESSAGES,
		  [0x3] = "BBM_GPR_SET",
		  [0x4] = "BBM_GPR_GET",
		  [0x5] = "BBM_RTC_ATTRIBUTES",
		  [0x6] = "BBM_RTC_TIME_SET",
		  [0x7] = "BBM_RTC_TIME_GET",
		  [0x8] = "BBM_RTC_ALARM_SET",
		  [0x9] = "BBM_BUTTON_GET",
		  [0xa] = "BBM_RTC_NOTIFY",
		  [0xb] = "BBM_BUTTON_NOTIFY",
	  },
	  {
		  "BBM_RTC_EVENT",
		  "BBM_BUTTON_EVENT",
	  }}},
	{"NXP",
	 "IMX",
	 0x82,
	 {"CPU",
	  {
		  SCMI_COMMON_MESSAGES,
		  [0x3] = "CPU_ATTRIBUTES",
		  [0x4] = "CPU_START",
		  [0x5] = "CPU_STOP",
		  [0x6] = "CPU_RESET_VECTOR_SET",
		  [0x7] = "CPU_SLEEP_MODE_SET",
		  [0xc] = "CPU_INFO_GET",
	  },
	  {0}}},
	{"NXP",
	 "IMX",
	 0x84,
	 {"MISC",
	  {
		  SCMI_COMMON_MESSAGES,
		  [0x3] = "MISC_CONTROL_SET",
		  [0x4] = "MISC_CONTROL_GET",
		  [0x5] = "MISC_CONTROL_ACTION",
		  [0x6] = "MISC_DISCOVER_BUILD_INFO",
		  [0x7] = "MISC_ROM_PASSOVER_GET",
		  [0x8] = "MISC_CONTROL_NOTIFY",
		  [0x9] = "MISC_RESET_REASON_ATTRIBUTES",
		  [0xa] = "MISC_RESET_REASON_GET",
		  [0xb] = "MISC_SI_INFO_GET",
		  [0xc] = "MISC_CFG_INFO_GET",
		  [0xd] = "MISC_SYSLOG_GET",
		  [0xe] = "MISC_BOARD_INFO",
	  },
	  {
		  "MISC_CONTROL_EVENT",
	  }}},
	{"NXP", "S32G", 0x80, {"PINCTRL_S32G", {SCMI_COMMON_MESSAGES}, {0}}},
	{"NXP", "S32G", 0x81, {"GPIO", {SCMI_COMMON_MESSAGES}, {0}}},
	{"NXP", "S32G", 0x82, {"NVMEM", {SCMI_COMMON_MESSAGES}, {0}}},
	/* It has no common messages. */
	{"Qualcomm",
	 NULL,
	 0x80,
	 {"GENERIC",
	  {
		  [0x10] = "GENERIC_SET_PARAM",
		  [0x11] = "GENERIC_GET_PARAM",
		  [0x12] = "GENERIC_START_ACTIVITY",
		  [0x13] = "GENERIC_STOP_ACTIVITY",
	  },
	  {0}}},
};

#define NR_PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

/* The vendor in use. */
static char used[VENDOR_LEN], used_sub[VENDOR_LEN];
static bool is_known, differ;

void vendor_use(const char *vendor, const char *sub_vendor)
{
	if (!vendor)
		return;
	if (!sub_vendor)
		sub_vendor = "";
	differ |= is_known &&
		  (strcmp(vendor, used) || strcmp(sub_vendor, used_sub));
	is_known = true;
	snprintf(used, sizeof(used), "%s", vendor);
	snprintf(used_sub, sizeof(used_sub), "%s", sub_vendor);
}

void vendor_forget(void)
{
	is_known = false;
	differ = false;
}

const struct scmi_protocol_names *vendor_protocol_names(uint8_t protocol)
{
	for (size_t i = 0; is_known && !differ && i < NR_PROTOCOLS; i++) {
		const struct vendor_protocol *p = &protocols[i];

		if (p->protocol == protocol && !strcmp(p->vendor, used) &&
		    (!p->sub_vendor || !strcmp(p->sub_vendor, used_sub)))
			return &p->names;
	}
	return NULL;
}

bool vendor_find_message(const char *name, int *protocol, int *message)
{
	for (size_t i = 0; i < NR_PROTOCOLS; i++)
		for (int m = 0; m < SCMI_MESSAGES; m++) {
			const char *other = protocols[i].names.message[m];

			if (!other || strcasecmp(other, name))
				continue;
			*protocol = protocols[i].protocol;
			*message = m;
			return true;
		}
	return false;
}
