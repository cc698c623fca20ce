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

/* The figures of 64-bit kernels, then those of 32-bit kernels. */
#define SCMI_BY_WORD(wide, narrow) (sizeof(void *) == 8 ? (wide) : (narrow))

#define SCMI_SIZE_IS(type, wide, narrow)                                 \
	static_assert(sizeof(struct type) == SCMI_BY_WORD(wide, narrow), \
		      SCMI_LAYOUT_HINT)
#define SCMI_AT(type, field, wide, narrow)                \
	static_assert(offsetof(struct type, field) ==     \
			      SCMI_BY_WORD(wide, narrow), \
		      SCMI_LAYOUT_HINT)

#ifndef DEFINE_SCMI_TRANSPORT_DRIVER
#error "arm_scmi/common.h has no DEFINE_SCMI_TRANSPORT_DRIVER: it is older than Linux 6.12."
#endif

#if SCMI_KERNEL_IS_6_12
SCMI_SIZE_IS(scmi_chan_info, 48, 28);
SCMI_AT(scmi_chan_info, handle, 24, 16);
SCMI_AT(scmi_chan_info, no_completion_irq, 32, 20);
SCMI_AT(scmi_chan_info, transport_info, 40, 24);

SCMI_SIZE_IS(scmi_desc, 24, 20);
SCMI_AT(scmi_desc, force_polling, 20, 16);
SCMI_AT(scmi_desc, sync_cmds_completed_on_ret, 21, 17);
SCMI_AT(scmi_desc, atomic_enabled, 22, 18);

/* The core works with the module's own descriptor. */
SCMI_SIZE_IS(scmi_transport, 24, 12);
SCMI_AT(scmi_transport, core_ops, 16, 8);
#else
SCMI_SIZE_IS(scmi_chan_info, 56, 32);
SCMI_AT(scmi_chan_info, max_msg_size, 24, 16);
SCMI_AT(scmi_chan_info, handle, 32, 20);
SCMI_AT(scmi_chan_info, no_completion_irq, 40, 24);
SCMI_AT(scmi_chan_info, transport_info, 48, 28);

SCMI_SIZE_IS(scmi_desc, 32, 24);
SCMI_AT(scmi_desc, atomic_threshold, 20, 16);
SCMI_AT(scmi_desc, no_completion_irq, 24, 20);
SCMI_AT(scmi_desc, force_polling, 25, 21);
SCMI_AT(scmi_desc, sync_cmds_completed_on_ret, 26, 22);
SCMI_AT(scmi_desc, atomic_enabled, 27, 23);

/*
 * The core copies the descriptor. It uses the data of a device id as the
 * address of a transport handle, so the device ids of these transports have no
 * data.
 */
SCMI_SIZE_IS(scmi_transport, 56, 36);
SCMI_AT(scmi_transport, core_ops, 40, 28);
SCMI_AT(scmi_transport, th, 48, 32);
#endif

SCMI_AT(scmi_chan_info, dev, 8, 4);
SCMI_AT(scmi_chan_info, is_p2a, 16, 8);
SCMI_AT(scmi_chan_info, rx_timeout_ms, 20, 12);

SCMI_AT(scmi_desc, ops, 0, 0);
SCMI_AT(scmi_desc, max_rx_timeout_ms, 8, 4);
SCMI_AT(scmi_desc, max_msg, 12, 8);
SCMI_AT(scmi_desc, max_msg_size, 16, 12);

SCMI_AT(scmi_transport, supplier, 0, 0);
SCMI_AT(scmi_transport, desc, 8, 4);

SCMI_SIZE_IS(scmi_transport_ops, 80, 40);
SCMI_AT(scmi_transport_ops, chan_available, 0, 0);
SCMI_AT(scmi_transport_ops, chan_setup, 8, 4);
SCMI_AT(scmi_transport_ops, chan_free, 16, 8);
SCMI_AT(scmi_transport_ops, get_max_msg, 24, 12);
SCMI_AT(scmi_transport_ops, send_message, 32, 16);
SCMI_AT(scmi_transport_ops, mark_txdone, 40, 20);
SCMI_AT(scmi_transport_ops, fetch_response, 48, 24);
SCMI_AT(scmi_transport_ops, fetch_notification, 56, 28);
SCMI_AT(scmi_transport_ops, clear_channel, 64, 32);
SCMI_AT(scmi_transport_ops, poll_done, 72, 36);

SCMI_SIZE_IS(scmi_msg_hdr, 16, 16);
SCMI_AT(scmi_msg_hdr, id, 0, 0);
SCMI_AT(scmi_msg_hdr, protocol_id, 1, 1);
SCMI_AT(scmi_msg_hdr, type, 2, 2);
SCMI_AT(scmi_msg_hdr, seq, 4, 4);
SCMI_AT(scmi_msg_hdr, status, 8, 8);
SCMI_AT(scmi_msg_hdr, poll_completion, 12, 12);

SCMI_AT(scmi_xfer, hdr, 4, 4);
SCMI_AT(scmi_xfer, tx, 24, 20);
SCMI_AT(scmi_xfer, rx, 40, 28);
static_assert(sizeof_field(struct scmi_xfer, priv) == sizeof(void *) &&
		      offsetofend(struct scmi_xfer, priv) ==
			      sizeof(struct scmi_xfer),
	      SCMI_LAYOUT_HINT);

SCMI_SIZE_IS(scmi_transport_core_operations, 32, 16);
SCMI_AT(scmi_transport_core_operations, bad_message_trace, 0, 0);
SCMI_AT(scmi_transport_core_operations, rx_callback, 8, 4);

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
