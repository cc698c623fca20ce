/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses what the SCMI core prints to the kernel's log about faults, such as
 *
 *   [   80.041200] arm-scmi firmware:scmi: Message for 50 type 0 is not expected!
 *
 * Tracepoints report most of them, too; a late reply only since Linux 6.10.
 */
#ifndef SCMI_PERF_KERNEL_MESSAGE_H
#define SCMI_PERF_KERNEL_MESSAGE_H

#include "anomaly.h"
#include "ftrace_line.h"
#include "ftrace_span.h"

/*
 * Returns true for such a message, and sets the kind (KERNEL), anomaly, time, token
 * (0: unknown), msg_type and instance of @ev, and its protocol and message if
 * has_message.
 */
bool kernel_message_parse(struct span line, struct ftrace_event *ev);

/*
 * Finds the vendor in "arm-scmi arm-scmi.0.auto: SCMI Protocol v2.0 'vendor:sub-vendor'
 * Firmware version 0x1", which the kernel prints when it finds an instance. Returns
 * false if there is none.
 */
bool kernel_message_vendor(struct span line, struct span *vendor,
			   struct span *sub_vendor);

#endif
