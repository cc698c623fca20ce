// SPDX-License-Identifier: GPL-2.0-only
#include "import_waits.h"

void import_assume_sent(struct import_events *ie)
{
	for (size_t i = 0; i < LC_SLOTS; i++)
		if (ie->slot[i].tag && !ie->slot[i].wait)
			ie->slot[i].wait = LC_WAITING;
}

/*
 * The doorbell has ended if nothing else shows that, except if the reply of a polled
 * transfer has come in the call.
 */
static bool ends_doorbell(const struct import_events *ie,
			  const struct ftrace_event *wait, __u64 tag)
{
	switch (ie->transport[lc_tag_instance(tag)]) {
	case TRANSPORT_SMC:
	case TRANSPORT_OPTEE:
	case TRANSPORT_UNKNOWN:
		return !wait->poll;
	default:
		return true;
	}
}

void import_wait(struct import_events *ie, const struct ftrace_event *ev,
		 uint64_t now)
{
	struct lc_slot *s;

	if (!ie->waits_seen)
		import_assume_sent(ie);
	ie->waits_seen = true;
	s = lc_wait(ie->slot, ev->transfer_id, ev->seq,
		    ev->timeout_ms < LC_WAIT_MS ? ev->timeout_ms : LC_WAIT_MS,
		    ev->poll);
	if (s && ends_doorbell(ie, ev, s->tag))
		lc_rung(s, now);
	if (s)
		import_senders_wait(&ie->senders, ev, now);
}
