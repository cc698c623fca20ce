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
	/* The reference platform, and the same as the second one of a guest. */
	{"scmi-perf",
	 "reference",
	 0x80,
	 {"REFERENCE", {SCMI_COMMON_MESSAGES, [0x3] = "REFERENCE_ECHO"}, {0}}},
	{"scmi-perf",
	 "second",
	 0x80,
	 {"SECOND", {SCMI_COMMON_MESSAGES, [0x3] = "SECOND_ECHO"}, {0}}},
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

/* A vendor in use. */
struct used_vendor {
	char name[VENDOR_LEN], sub[VENDOR_LEN];
	bool is_known, differ;
};

/* By the number of an instance; the last is for all. */
#define ALL_INSTANCES (UINT8_MAX + 1)
static struct used_vendor used[ALL_INSTANCES + 1];

static bool is_same(const struct used_vendor *v, const struct used_vendor *w)
{
	return !strcmp(v->name, w->name) && !strcmp(v->sub, w->sub);
}

static void use(struct used_vendor *v, const char *vendor,
		const char *sub_vendor)
{
	struct used_vendor new = {.is_known = true, .differ = v->differ};

	if (!vendor)
		return;
	snprintf(new.name, sizeof(new.name), "%s", vendor);
	snprintf(new.sub, sizeof(new.sub), "%s", sub_vendor ? sub_vendor : "");
	new.differ |= v->is_known && !is_same(v, &new);
	*v = new;
}

void vendor_use(const char *vendor, const char *sub_vendor)
{
	use(&used[ALL_INSTANCES], vendor, sub_vendor);
}

void vendor_use_for(uint8_t instance, const char *vendor,
		    const char *sub_vendor)
{
	use(&used[instance], vendor, sub_vendor);
}

void vendor_forget(void)
{
	memset(used, 0, sizeof(used));
}

/* Returns the vendor of an instance, or NULL if none or more than one is known. */
static const struct used_vendor *vendor_of(uint8_t instance)
{
	const struct used_vendor *all = &used[ALL_INSTANCES];
	const struct used_vendor *own = &used[instance];

	if (!own->is_known)
		own = all;
	if (!own->is_known || own->differ || all->differ ||
	    (all->is_known && !is_same(own, all)))
		return NULL;
	return own;
}

const struct scmi_protocol_names *vendor_protocol_names(uint8_t instance,
							uint8_t protocol)
{
	const struct used_vendor *v = vendor_of(instance);

	for (size_t i = 0; v && i < NR_PROTOCOLS; i++) {
		const struct vendor_protocol *p = &protocols[i];

		if (p->protocol == protocol && !strcmp(p->vendor, v->name) &&
		    (!p->sub_vendor || !strcmp(p->sub_vendor, v->sub)))
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
