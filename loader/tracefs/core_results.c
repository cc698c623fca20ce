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

void core_results_note(struct core_results *r, struct ftrace_event *ev)
{
	const size_t cpu = ev->context.cpu % CORE_RESULTS_CPUS;

	if (ev->kind != FTRACE_RX_DONE || ev->msg_type != LC_MSG_NOTIFICATION ||
	    !r->cpu[cpu].dropped || r->cpu[cpu].pid != ev->context.pid)
		return;
	ev->dropped = true;
	r->cpu[cpu].dropped = false;
}

void core_results_forget(struct core_results *r)
{
	memset(r->cpu, 0, sizeof(r->cpu));
}
