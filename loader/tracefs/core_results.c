// SPDX-License-Identifier: GPL-2.0-only
#include "core_results.h"

#include <string.h>

#include "lifecycle.h"

void core_results_dropped(struct core_results *r,
			  const struct ftrace_event *probe)
{
	const size_t cpu = probe->context.cpu % CORE_RESULTS_CPUS;

	r->cpu[cpu].pid = probe->context.pid;
	r->cpu[cpu].dropped = true;
}

bool core_results_unanswered(const struct core_results *r,
			     struct ftrace_event *probe)
{
	const uint32_t pid = probe->context.pid;
	const struct core_task *t = &r->task[pid % CORE_RESULTS_TASKS];

	if (t->pid != pid)
		return true;
	probe->has_message = true;
	probe->transfer_id = t->transfer_id;
	probe->seq = t->seq;
	probe->instance = t->instance;
	probe->protocol = t->protocol;
	probe->message = t->message;
	return t->replied;
}

static void note_transfer(struct core_results *r, const struct senders *senders,
			  const struct ftrace_event *ev)
{
	const uint32_t pid = ev->context.pid;

	r->task[pid % CORE_RESULTS_TASKS] = (struct core_task){
		.pid = pid,
		.transfer_id = ev->transfer_id,
		.seq = ev->seq,
		.instance = senders_instance_of(senders, ev),
		.protocol = ev->protocol,
		.message = ev->message,
		.replied = ev->kind == FTRACE_END && !ev->status,
	};
}

static void note_notification(struct core_results *r, struct ftrace_event *ev)
{
	const size_t cpu = ev->context.cpu % CORE_RESULTS_CPUS;

	if (!r->cpu[cpu].dropped || r->cpu[cpu].pid != ev->context.pid)
		return;
	ev->dropped = true;
	r->cpu[cpu].dropped = false;
}

void core_results_note(struct core_results *r, const struct senders *senders,
		       struct ftrace_event *ev)
{
	if (ev->kind == FTRACE_BEGIN || ev->kind == FTRACE_END)
		note_transfer(r, senders, ev);
	else if (ev->kind == FTRACE_RX_DONE &&
		 ev->msg_type == LC_MSG_NOTIFICATION)
		note_notification(r, ev);
}

void core_results_forget(struct core_results *r)
{
	memset(r, 0, sizeof(*r));
}
