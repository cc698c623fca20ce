// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies the instance and the resource, which only scmi_msg_dump names, to the events
 * around it.
 */
#include "importer_state.h"

/* A task sends a command itself; events of text have no task. */
enum sender {
	SAME_TASK,
	SAME_CPU,
	ANY_SENDER
};

/* Returns true if the transfer that starts with @ev can be that of a command. */
static bool can_be_of(const struct ftrace_event *ev,
		      const struct ftrace_event *dump, enum sender sender)
{
	if (ev->kind != FTRACE_BEGIN || ev->dumped || ev->seq != dump->seq ||
	    ev->message != dump->message || ev->protocol != dump->protocol ||
	    (ev->instance && ev->instance != dump->instance))
		return false;
	return sender == SAME_TASK
		       ? ev->context.pid && ev->context.pid == dump->context.pid
		       : sender == ANY_SENDER || ev->cpu_plus == dump->cpu_plus;
}

/* Returns the latest start, in the window, of the transfer of a command. */
static struct ftrace_event *find_begin(struct importer *im,
				       const struct ftrace_event *dump,
				       enum sender sender)
{
	for (unsigned int i = im->n; i-- > 0;) {
		struct ftrace_event *ev =
			&im->window[(im->oldest + i) % IMPORT_WINDOW];

		if (can_be_of(ev, dump, sender))
			return ev;
	}
	return NULL;
}

void importer_note_dump(struct importer *im, const struct ftrace_event *dump)
{
	struct ftrace_event *begin = NULL;

	if (!dump->instance && !im->events.by_resource)
		return;
	import_events_note(&im->events, dump);
	if (dump->kind == FTRACE_BAD)
		return;
	if (dump->msg_type == LC_MSG_NOTIFICATION)
		im->notification = *dump;
	if (!dump->command)
		return;
	/* Two instances can send the same message with one token at once. */
	for (int sender = SAME_TASK; !begin && sender <= ANY_SENDER; sender++)
		begin = find_begin(im, dump, (enum sender)sender);
	if (!begin)
		return;
	begin->dumped = true;
	if (dump->instance)
		begin->instance = dump->instance;
	begin->resource_plus = dump->resource_plus;
}

struct ftrace_event importer_with_instance(const struct importer *im,
					   const struct ftrace_event *ev)
{
	struct ftrace_event copy = *ev;

	if (!copy.instance && ev->msg_type == LC_MSG_NOTIFICATION &&
	    ev->protocol == im->notification.protocol &&
	    ev->message == im->notification.message) {
		copy.instance = im->notification.instance;
		copy.resource_plus = im->notification.resource_plus;
	}
	return copy;
}

void importer_by_resource(struct importer *im)
{
	ftrace_line_resources = im->events.by_resource = true;
}
