/* SPDX-License-Identifier: GPL-2.0-only */
/* The driver API of this project's own vendor protocol. */
#ifndef SCMI_REF_VENDOR_PROTOCOL_H
#define SCMI_REF_VENDOR_PROTOCOL_H

#include <linux/types.h>

#define VENDOR_PROTOCOL 0x80

struct scmi_protocol_handle;

/**
 * struct vendor_proto_ops - its operations
 * @echo: sends a number and its complement, and checks that both come back; returns
 * 0, -EPROTO or the SCMI core's error
 */
struct vendor_proto_ops {
	int (*echo)(const struct scmi_protocol_handle *ph, u32 number);
};

#endif
