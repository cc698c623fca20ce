// SPDX-License-Identifier: GPL-2.0-only
#include "transfer_stacks.h"

#include <string.h>

#include "event_formats.h"

bool transfer_stacks_start(struct transfer_stacks *s,
			   const struct trace_instance *t,
			   struct tep_handle *tep, const char *root)
{
	struct tep_event *event =
		event_formats_add(tep, root, "ftrace/kernel_stack");

	s->size = event ? tep_find_field(event, "size") : NULL;
	s->caller = event ? tep_find_field(event, "caller") : NULL;
	if (!s->size || !s->caller || s->size->size != 4 ||
	    (s->caller->elementsize != 4 && s->caller->elementsize != 8) ||
	    trace_instance_trigger(t, "scmi/scmi_xfer_begin", "stacktrace"))
		return false;
	s->event = (uint16_t)event->id;
	return true;
}

void transfer_stacks_note(struct transfer_stacks *s,
			  const struct ftrace_event *ev)
{
	const size_t cpu = ev->context.cpu % STACKS_CPUS;

	if (ev->kind != FTRACE_BEGIN)
		return;
	s->begun[cpu].pid = ev->context.pid;
	s->begun[cpu].transfer_id = ev->transfer_id;
	s->begun[cpu].waits = true;
	s->stack[ev->transfer_id % STACKS].n = 0;
}

/* Copies the return addresses of a record. */
static void copy(struct transfer_stack *to, const struct tep_record *record,
		 const struct tep_format_field *caller, uint32_t n)
{
	const char *from = (const char *)record->data + caller->offset;
	const size_t step = (size_t)caller->elementsize;
	const size_t space =
		record->size > caller->offset
			? (size_t)(record->size - caller->offset) / step
			: 0;

	if (n > space)
		n = (uint32_t)space;
	to->n = n < TRACE_FRAMES ? n : TRACE_FRAMES;
	for (uint32_t i = 0; i < to->n; i++) {
		uint32_t word;

		if (step == 8) {
			memcpy(&to->address[i], from + i * step, step);
			continue;
		}
		memcpy(&word, from + i * step, step);
		to->address[i] = word;
	}
}

bool transfer_stacks_add(struct transfer_stacks *s,
			 const struct tep_record *record)
{
	const size_t cpu = (size_t)record->cpu % STACKS_CPUS;
	const uint32_t id = s->begun[cpu].transfer_id;
	uint32_t pid, n;
	uint16_t event;

	if (!s->event || record->size < s->size->offset + 4)
		return false;
	memcpy(&event, record->data, sizeof(event));
	if (event != s->event)
		return false;
	memcpy(&pid, (const char *)record->data + 4, sizeof(pid));
	memcpy(&n, (const char *)record->data + s->size->offset, sizeof(n));
	if (!s->begun[cpu].waits || s->begun[cpu].pid != pid)
		return true;
	s->begun[cpu].waits = false;
	s->stack[id % STACKS].transfer_id = id;
	copy(&s->stack[id % STACKS], record, s->caller, n);
	return true;
}

const struct transfer_stack *
transfer_stacks_find(const struct transfer_stacks *s, uint32_t transfer_id)
{
	const struct transfer_stack *stack = &s->stack[transfer_id % STACKS];

	return stack->n && stack->transfer_id == transfer_id ? stack : NULL;
}
