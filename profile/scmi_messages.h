/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables behind the names of protocols, messages and notifications. */
#ifndef SCMI_PERF_SCMI_MESSAGES_H
#define SCMI_PERF_SCMI_MESSAGES_H

#include <stdint.h>

#define SCMI_MESSAGES	   0x14
#define SCMI_NOTIFICATIONS 2

/* The commands of every protocol. */
#define SCMI_COMMON_MESSAGES                                         \
	[0x00] = "PROTOCOL_VERSION", [0x01] = "PROTOCOL_ATTRIBUTES", \
	[0x02] = "PROTOCOL_MESSAGE_ATTRIBUTES",                      \
	[0x10] = "NEGOTIATE_PROTOCOL_VERSION"

struct scmi_protocol_names {
	const char *name;
	const char *message[SCMI_MESSAGES]; /* by message_id; NULL: unused */
	const char *notification[SCMI_NOTIFICATIONS];
};

/*
 * NULL for protocols that are neither in the specification nor those of the vendor of
 * this SCMI instance.
 */
const struct scmi_protocol_names *scmi_protocol_names(uint8_t instance,
						      uint8_t protocol);

#endif
