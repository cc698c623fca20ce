// SPDX-License-Identifier: GPL-2.0-only
#include "hook_events.h"

static void note_begin(struct hook_events *h, const struct ftrace_event *ev)
{
	const uint32_t pid = ev->context.pid;

	h->task[pid % HOOK_TASKS] = (struct hook_task){
		.pid = pid, .transfer_id = ev->transfer_id, .seq = ev->seq};
}

void hook_events_note(struct hook_events *h, const struct ftrace_event *ev,
		      uint64_t now)
{
	uint64_t *signal = &h->signal_ns[ev->context.cpu % HOOK_CPUS];

	switch (ev->kind) {
	case FTRACE_RX_DONE:
	case FTRACE_BAD:
	case FTRACE_DUMP:
		break;
	case FTRACE_SIGNAL:
		*signal = now;
		break;
	case FTRACE_BEGIN:
		note_begin(h, ev);
		/* fall through */
	default:
		*signal = 0;
		break;
	}
}

void hook_events_ring(const struct hook_events *h, struct lc_slot *table,
		      const struct ftrace_event *ev, uint64_t now)
{
	const struct hook_task *task = &h->task[ev->context.pid % HOOK_TASKS];
	struct lc_slot *s;
	__u64 tag;

	if (!task->pid || task->pid != ev->context.pid)
		return;
	s = lc_find(table, task->transfer_id, task->seq, &tag);
	if (!s)
		return;
	if (ev->kind == FTRACE_RING)
		lc_ring(s, 0, now);
	else
		lc_rung(s, now);
}

bool hook_events_remove(struct lc_slot *table, const struct ftrace_event *end,
			bool hooked, bool with_seen, bool waits_seen,
			uint64_t now, struct lc_stamps *out)
{
	if (!lc_remove(table, end->transfer_id, end->seq, hooked, with_seen,
		       now, out))
		return false;
	if (!waits_seen && out->rung_ns == out->ring_ns)
		out->rung_ns = 0;
	return true;
}

uint64_t hook_events_signal(const struct hook_events *h,
			    const struct ftrace_event *ev)
{
	return h->signal_ns[ev->context.cpu % HOOK_CPUS];
}
