/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SCMI core's private interface to its transports, and build-time checks
 * that the core's header describes the interface that these transports expect.
 *
 * No headers package contains drivers/firmware/arm_scmi/common.h, and it may
 * change with every release. A module built against another layout corrupts
 * memory silently. Therefore this header requires the core's header, and
 * compares every size and offset that the core and a transport share with the
 * figures of Linux 6.12 or 7.2. A later series is accepted as long as it has
 * the figures of 7.2.
 *
 * If it has others: read its common.h and driver.c, add its figures here, and
 * run the tests of reference-transport/README.md.
 */
#ifndef SCMI_REF_PRIVATE_H
#define SCMI_REF_PRIVATE_H

#include <linux/version.h>

#define SCMI_KERNEL_IS_6_12 \
	(LINUX_VERSION_CODE >> 8 == KERNEL_VERSION(6, 12, 0) >> 8)

#if !SCMI_KERNEL_IS_6_12 && LINUX_VERSION_CODE < KERNEL_VERSION(7, 2, 0)
#error "The SCMI core's private layout is known for Linux 6.12, 7.2 and newer only. Build for one of them, or add this series to reference-transport/transports/private.h."
#endif

/* sparse does not support __has_include. */
#ifdef __has_include
#if !__has_include("arm_scmi/common.h")
#error "arm_scmi/common.h is missing. Unpack drivers/firmware/arm_scmi from the linux-source package of this kernel version and set SCMI_PRIVATE_INC to the folder above it."
#endif
#endif

#include "arm_scmi/common.h"

#define SCMI_LAYOUT_HINT                                               \
	"arm_scmi/common.h does not match this kernel: copy it from "  \
	"the linux-source package of the same version. If it is, its " \
	"layout is new: add it to reference-transport/transports/private.h"

#define SCMI_SIZE_IS(type, size) \
	static_assert(sizeof(struct type) == (size), SCMI_LAYOUT_HINT)
#define SCMI_AT(type, field, offset)                            \
	static_assert(offsetof(struct type, field) == (offset), \
		      SCMI_LAYOUT_HINT)

#ifndef DEFINE_SCMI_TRANSPORT_DRIVER
#error "arm_scmi/common.h has no DEFINE_SCMI_TRANSPORT_DRIVER: it is older than Linux 6.12."
#endif

/* The figures are for 64-bit kernels, because only those are tested. */
static_assert(sizeof(void *) == 8, "64-bit kernels only");

#if SCMI_KERNEL_IS_6_12
SCMI_SIZE_IS(scmi_chan_info, 48);
SCMI_AT(scmi_chan_info, handle, 24);
SCMI_AT(scmi_chan_info, no_completion_irq, 32);
SCMI_AT(scmi_chan_info, transport_info, 40);

SCMI_SIZE_IS(scmi_desc, 24);
SCMI_AT(scmi_desc, force_polling, 20);
SCMI_AT(scmi_desc, sync_cmds_completed_on_ret, 21);
SCMI_AT(scmi_desc, atomic_enabled, 22);

/* The core works with the module's own descriptor. */
SCMI_SIZE_IS(scmi_transport, 24);
SCMI_AT(scmi_transport, core_ops, 16);
#else
SCMI_SIZE_IS(scmi_chan_info, 56);
SCMI_AT(scmi_chan_info, max_msg_size, 24);
SCMI_AT(scmi_chan_info, handle, 32);
SCMI_AT(scmi_chan_info, no_completion_irq, 40);
SCMI_AT(scmi_chan_info, transport_info, 48);

SCMI_SIZE_IS(scmi_desc, 32);
SCMI_AT(scmi_desc, atomic_threshold, 20);
SCMI_AT(scmi_desc, no_completion_irq, 24);
SCMI_AT(scmi_desc, force_polling, 25);
SCMI_AT(scmi_desc, sync_cmds_completed_on_ret, 26);
SCMI_AT(scmi_desc, atomic_enabled, 27);

/*
 * The core copies the descriptor. It uses the data of a device id as the
 * address of a transport handle, so the device ids of these transports have no
 * data.
 */
SCMI_SIZE_IS(scmi_transport, 56);
SCMI_AT(scmi_transport, core_ops, 40);
SCMI_AT(scmi_transport, th, 48);
#endif

SCMI_AT(scmi_chan_info, dev, 8);
SCMI_AT(scmi_chan_info, is_p2a, 16);
SCMI_AT(scmi_chan_info, rx_timeout_ms, 20);

SCMI_AT(scmi_desc, ops, 0);
SCMI_AT(scmi_desc, max_rx_timeout_ms, 8);
SCMI_AT(scmi_desc, max_msg, 12);
SCMI_AT(scmi_desc, max_msg_size, 16);

SCMI_AT(scmi_transport, supplier, 0);
SCMI_AT(scmi_transport, desc, 8);

SCMI_SIZE_IS(scmi_transport_ops, 80);
SCMI_AT(scmi_transport_ops, chan_available, 0);
SCMI_AT(scmi_transport_ops, chan_setup, 8);
SCMI_AT(scmi_transport_ops, chan_free, 16);
SCMI_AT(scmi_transport_ops, get_max_msg, 24);
SCMI_AT(scmi_transport_ops, send_message, 32);
SCMI_AT(scmi_transport_ops, mark_txdone, 40);
SCMI_AT(scmi_transport_ops, fetch_response, 48);
SCMI_AT(scmi_transport_ops, fetch_notification, 56);
SCMI_AT(scmi_transport_ops, clear_channel, 64);
SCMI_AT(scmi_transport_ops, poll_done, 72);

SCMI_SIZE_IS(scmi_msg_hdr, 16);
SCMI_AT(scmi_msg_hdr, id, 0);
SCMI_AT(scmi_msg_hdr, protocol_id, 1);
SCMI_AT(scmi_msg_hdr, type, 2);
SCMI_AT(scmi_msg_hdr, seq, 4);
SCMI_AT(scmi_msg_hdr, status, 8);
SCMI_AT(scmi_msg_hdr, poll_completion, 12);

SCMI_AT(scmi_xfer, hdr, 4);
SCMI_AT(scmi_xfer, tx, 24);
SCMI_AT(scmi_xfer, rx, 40);
static_assert(sizeof_field(struct scmi_xfer, priv) == 8 &&
		      offsetofend(struct scmi_xfer, priv) ==
			      sizeof(struct scmi_xfer),
	      SCMI_LAYOUT_HINT);

SCMI_SIZE_IS(scmi_transport_core_operations, 32);
SCMI_AT(scmi_transport_core_operations, bad_message_trace, 0);
SCMI_AT(scmi_transport_core_operations, rx_callback, 8);

/*
 * The longest payload of a channel, without the status, in bytes. Linux 7 has the
 * property arm,max-msg-size; before, it is @max of the descriptor.
 */
static inline u32 scmi_max_msg_size(const struct scmi_chan_info *cinfo, u32 max)
{
#if SCMI_KERNEL_IS_6_12
	return max;
#else
	return cinfo->max_msg_size;
#endif
}

#endif
