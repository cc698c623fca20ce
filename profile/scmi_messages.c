// SPDX-License-Identifier: GPL-2.0-only
/*
 * Protocol identifiers, and the message identifiers of commands and of
 * notifications: SCMI specification v3.2 (Arm DEN0056E), chapter 4, a section
 * each protocol.
 */
#include "scmi_messages.h"

#include <stddef.h>

/* The commands that every protocol has. */
#define COMMON_MESSAGES                                              \
	[0x00] = "PROTOCOL_VERSION", [0x01] = "PROTOCOL_ATTRIBUTES", \
	[0x02] = "PROTOCOL_MESSAGE_ATTRIBUTES",                      \
	[0x10] = "NEGOTIATE_PROTOCOL_VERSION"

#define FIRST_PROTOCOL 0x10

static const struct scmi_protocol_names protocols[] = {
	{"BASE",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "BASE_DISCOVER_VENDOR",
		 [0x4] = "BASE_DISCOVER_SUB_VENDOR",
		 [0x5] = "BASE_DISCOVER_IMPLEMENTATION_VERSION",
		 [0x6] = "BASE_DISCOVER_LIST_PROTOCOLS",
		 [0x7] = "BASE_DISCOVER_AGENT",
		 [0x8] = "BASE_NOTIFY_ERRORS",
		 [0x9] = "BASE_SET_DEVICE_PERMISSIONS",
		 [0xa] = "BASE_SET_PROTOCOL_PERMISSIONS",
		 [0xb] = "BASE_RESET_AGENT_CONFIGURATION",
	 },
	 {
		 "BASE_ERROR_EVENT",
	 }},
	{"POWER",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "POWER_DOMAIN_ATTRIBUTES",
		 [0x4] = "POWER_STATE_SET",
		 [0x5] = "POWER_STATE_GET",
		 [0x6] = "POWER_STATE_NOTIFY",
		 [0x7] = "POWER_STATE_CHANGE_REQUESTED_NOTIFY",
		 [0x8] = "POWER_DOMAIN_NAME_GET",
	 },
	 {
		 "POWER_STATE_CHANGED",
		 "POWER_STATE_CHANGE_REQUESTED",
	 }},
	{"SYSTEM",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "SYSTEM_POWER_STATE_SET",
		 [0x4] = "SYSTEM_POWER_STATE_GET",
		 [0x5] = "SYSTEM_POWER_STATE_NOTIFY",
	 },
	 {
		 "SYSTEM_POWER_STATE_NOTIFIER",
	 }},
	{"PERFORMANCE",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "PERFORMANCE_DOMAIN_ATTRIBUTES",
		 [0x4] = "PERFORMANCE_DESCRIBE_LEVELS",
		 [0x5] = "PERFORMANCE_LIMITS_SET",
		 [0x6] = "PERFORMANCE_LIMITS_GET",
		 [0x7] = "PERFORMANCE_LEVEL_SET",
		 [0x8] = "PERFORMANCE_LEVEL_GET",
		 [0x9] = "PERFORMANCE_NOTIFY_LIMITS",
		 [0xa] = "PERFORMANCE_NOTIFY_LEVEL",
		 [0xb] = "PERFORMANCE_DESCRIBE_FASTCHANNEL",
		 [0xc] = "PERFORMANCE_DOMAIN_NAME_GET",
	 },
	 {
		 "PERFORMANCE_LIMITS_CHANGED",
		 "PERFORMANCE_LEVEL_CHANGED",
	 }},
	{"CLOCK",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "CLOCK_ATTRIBUTES",
		 [0x4] = "CLOCK_DESCRIBE_RATES",
		 [0x5] = "CLOCK_RATE_SET",
		 [0x6] = "CLOCK_RATE_GET",
		 [0x7] = "CLOCK_CONFIG_SET",
		 [0x8] = "CLOCK_NAME_GET",
		 [0x9] = "CLOCK_RATE_NOTIFY",
		 [0xa] = "CLOCK_RATE_CHANGE_REQUESTED_NOTIFY",
		 [0xb] = "CLOCK_CONFIG_GET",
		 [0xc] = "CLOCK_POSSIBLE_PARENTS_GET",
		 [0xd] = "CLOCK_PARENT_SET",
		 [0xe] = "CLOCK_PARENT_GET",
		 [0xf] = "CLOCK_GET_PERMISSIONS",
	 },
	 {
		 "CLOCK_RATE_CHANGED",
		 "CLOCK_RATE_CHANGE_REQUESTED",
	 }},
	{"SENSOR",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "SENSOR_DESCRIPTION_GET",
		 [0x4] = "SENSOR_TRIP_POINT_NOTIFY",
		 [0x5] = "SENSOR_TRIP_POINT_CONFIG",
		 [0x6] = "SENSOR_READING_GET",
		 [0x7] = "SENSOR_AXIS_DESCRIPTION_GET",
		 [0x8] = "SENSOR_LIST_UPDATE_INTERVALS",
		 [0x9] = "SENSOR_CONFIG_GET",
		 [0xa] = "SENSOR_CONFIG_SET",
		 [0xb] = "SENSOR_CONTINUOUS_UPDATE_NOTIFY",
		 [0xc] = "SENSOR_NAME_GET",
		 [0xd] = "SENSOR_AXIS_NAME_GET",
	 },
	 {
		 "SENSOR_TRIP_POINT_EVENT",
		 "SENSOR_UPDATE",
	 }},
	{"RESET",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "RESET_DOMAIN_ATTRIBUTES",
		 [0x4] = "RESET",
		 [0x5] = "RESET_NOTIFY",
		 [0x6] = "RESET_DOMAIN_NAME_GET",
	 },
	 {
		 "RESET_ISSUED",
	 }},
	{"VOLTAGE",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "VOLTAGE_DOMAIN_ATTRIBUTES",
		 [0x4] = "VOLTAGE_DESCRIBE_LEVELS",
		 [0x5] = "VOLTAGE_CONFIG_SET",
		 [0x6] = "VOLTAGE_CONFIG_GET",
		 [0x7] = "VOLTAGE_LEVEL_SET",
		 [0x8] = "VOLTAGE_LEVEL_GET",
		 [0x9] = "VOLTAGE_DOMAIN_NAME_GET",
	 },
	 {0}},
	{"POWERCAP",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "POWERCAP_DOMAIN_ATTRIBUTES",
		 [0x4] = "POWERCAP_CAP_GET",
		 [0x5] = "POWERCAP_CAP_SET",
		 [0x6] = "POWERCAP_PAI_GET",
		 [0x7] = "POWERCAP_PAI_SET",
		 [0x8] = "POWERCAP_DOMAIN_NAME_GET",
		 [0x9] = "POWERCAP_MEASUREMENTS_GET",
		 [0xa] = "POWERCAP_CAP_NOTIFY",
		 [0xb] = "POWERCAP_MEASUREMENTS_NOTIFY",
		 [0xc] = "POWERCAP_DESCRIBE_FASTCHANNEL",
	 },
	 {
		 "POWERCAP_CAP_CHANGED",
		 "POWERCAP_MEASUREMENTS_CHANGED",
	 }},
	{"PINCTRL",
	 {
		 COMMON_MESSAGES,
		 [0x3] = "PINCTRL_ATTRIBUTES",
		 [0x4] = "PINCTRL_LIST_ASSOCIATIONS",
		 [0x5] = "PINCTRL_SETTINGS_GET",
		 [0x6] = "PINCTRL_SETTINGS_CONFIGURE",
		 [0x7] = "PINCTRL_REQUEST",
		 [0x8] = "PINCTRL_RELEASE",
		 [0x9] = "PINCTRL_NAME_GET",
		 [0xa] = "PINCTRL_SET_PERMISSIONS",
	 },
	 {0}},
};

const struct scmi_protocol_names *scmi_protocol_names(uint8_t protocol)
{
	size_t i = (uint8_t)(protocol - FIRST_PROTOCOL);

	return i < sizeof(protocols) / sizeof(protocols[0]) ? &protocols[i]
							    : NULL;
}
