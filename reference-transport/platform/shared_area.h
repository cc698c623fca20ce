/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A shared memory area, through which an agent and the platform exchange
 * messages (DEN0056 v3.2, section 5.1.2): offsets of its words in bytes.
 */
#ifndef SCMI_REF_SHARED_AREA_H
#define SCMI_REF_SHARED_AREA_H

#define AREA_STATUS  0x04
#define AREA_FLAGS   0x10
#define AREA_LENGTH  0x14 /* of header and payload */
#define AREA_HEADER  0x18
#define AREA_PAYLOAD 0x1c

#define AREA_STATUS_FREE    1u /* the sender owns it (A2P: the agent) */
#define AREA_FLAG_INTERRUPT 1u /* interrupt on completion */

#define AREA_HEADER_LEN	  4u
#define AREA_HEADER_TOKEN 0x0ffc0000u

#endif
