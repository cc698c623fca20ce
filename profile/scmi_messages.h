/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables behind the names of protocols, messages and notifications. */
#ifndef SCMI_PERF_SCMI_MESSAGES_H
#define SCMI_PERF_SCMI_MESSAGES_H

#include <stdint.h>

#define SCMI_MESSAGES	   0x11
#define SCMI_NOTIFICATIONS 2

struct scmi_protocol_names {
	const char *name;
	const char *message[SCMI_MESSAGES]; /* by message_id; NULL: unused */
	const char *notification[SCMI_NOTIFICATIONS];
};

/* NULL for protocols that are not in the specification. */
const struct scmi_protocol_names *scmi_protocol_names(uint8_t protocol);

#endif
