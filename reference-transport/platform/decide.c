// SPDX-License-Identifier: GPL-2.0-only
/* The decision about one command: serve it and apply the fault that fires. */
#include "decide.h"
#include "protocol.h"

#define WRONG_TOKEN (0x200U << 18) /* far from the tokens in flight */
#define TYPE	    8
#define PADDING	    0xa5

static void pad(struct scmi_decision *d, u32 len)
{
	while (d->len < len)
		d->payload[d->len++] = PADDING;
}

/* Applies the part of @fault that does not need the server. */
static void apply(struct scmi_decision *d, struct scmi_fault *fault,
		  struct scmi_platform *platform)
{
	u64 time = scmi_service_draw(&fault->time);

	d->fault = fault->kind;
	d->value = fault->value;
	switch (fault->kind) {
	case SCMI_FAULT_DELAY:
	case SCMI_FAULT_REORDER:
		d->ns += time;
		break;
	case SCMI_FAULT_LATE:
		d->ns = time;
		break;
	case SCMI_FAULT_WRONG_TOKEN:
		d->hdr ^= WRONG_TOKEN;
		break;
	case SCMI_FAULT_WRONG_TYPE:
		d->hdr |= (u32)fault->value << TYPE;
		break;
	case SCMI_FAULT_SHORT:
		if (d->len > (u32)fault->value)
			d->len = (u32)fault->value;
		break;
	case SCMI_FAULT_OVERSIZE:
		pad(d, (u32)fault->value);
		break;
	case SCMI_FAULT_DELAYED_ERROR:
		platform->async.status = (enum scmi_status)fault->value;
		break;
	default: /* the server applies the others */
		d->fault_ns = time;
		break;
	}
}

/* Answers with an error instead of serving the command. */
static void refuse(struct scmi_decision *d, s32 status)
{
	scmi_put_le32(d->payload, (u32)status);
	d->len = 4;
}

void scmi_decide(struct scmi_plan *plan, struct scmi_platform *platform,
		 const void *req, size_t len, struct scmi_decision *d)
{
	enum scmi_plan_stage stage = SCMI_PLAN_SYNC;
	struct scmi_fault *first, *second;
	s32 resource = -1;

	if (plan->by_resource)
		resource = scmi_platform_resource(d->hdr, req, len);
	d->fault = SCMI_FAULT_NR_KINDS;
	first = scmi_plan_match(plan, d->hdr, resource, SCMI_PLAN_REQUEST,
				true);
	if (first && first->kind == SCMI_FAULT_ERROR)
		refuse(d, first->value);
	else
		d->len = (u32)scmi_platform_handle(platform, d->hdr, req, len,
						   d->payload, d->cap);
	if (platform->follow_up & SCMI_FOLLOW_ASYNC)
		stage = SCMI_PLAN_ASYNC;
	/* A command with a fault still counts for the rules of this stage. */
	second = scmi_plan_match(plan, d->hdr, resource, stage, !first);
	if (first || second)
		apply(d, first ? first : second, platform);
}
