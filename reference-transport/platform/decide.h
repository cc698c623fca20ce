/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The decision about one command: the reply's content, its service time and
 * the fault that a server has to inject. It is plain data, so any server can
 * carry it out.
 */
#ifndef SCMI_REF_DECIDE_H
#define SCMI_REF_DECIDE_H

#include "plan.h"
#include "platform.h"

/**
 * struct scmi_decision - how to answer a command
 * @hdr: set by the caller: the command's header; on return: the reply's
 * @payload: set by the caller: SCMI_PLAN_MAX_LENGTH bytes for the reply
 * @cap: set by the caller: bytes of @payload that the platform may use
 * @ns: set by the caller: the drawn service time; on return: the time in ns
 *	after which the reply is due
 * @len: length of the reply in bytes
 * @fault: the fault that fired, or SCMI_FAULT_NR_KINDS; @hdr, @len, @payload
 *	and @ns already include its effect
 * @value: the channel or the number of @fault
 * @fault_ns: the time of @fault in ns, if @ns does not include it: how long the
 *	eventq has no room, or a device misbehaves
 */
struct scmi_decision {
	u32 hdr;
	u8 *payload;
	size_t cap;
	u64 ns;
	u32 len;
	enum scmi_fault_kind fault;
	s32 value;
	u64 fault_ns;
};

/**
 * scmi_decide() - serve a command as a fault plan demands
 * @plan: from scmi_plan_parse()
 * @platform: serves the command, unless it is refused; the caller carries out
 *	its follow-up afterwards
 * @req: request payload
 * @len: bytes at @req
 * @decision: see above
 *
 * These faults remain for the server: SCMI_FAULT_REORDER (send the reply after
 * the next one, but after @ns at the latest), _DROP, _DUPLICATE,
 * _DELAYED_FIRST, _UNEXPECTED_DELAYED, _CONCURRENT, _LOST_DOORBELL, _SPURIOUS,
 * _BURST, _FULL_EVENTQ and those from _LATE_DOORBELL on.
 *
 * Context: any; does not sleep. Calls with the same @plan or @platform must be
 * serialised by the caller.
 */
void scmi_decide(struct scmi_plan *plan, struct scmi_platform *platform,
		 const void *req, size_t len, struct scmi_decision *decision);

#endif
