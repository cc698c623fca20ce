// SPDX-License-Identifier: GPL-2.0-only
#include "task_names.h"

#include <stdio.h>
#include <string.h>

#include "trace_instance.h"

void task_names_again(struct task_names *t)
{
	t->fresh = false;
}

/* Finds a task in the list. */
static bool find(struct task_names *t, int pid)
{
	const char *line = t->list, *end;
	int number, name;

	for (; (end = strchr(line, '\n')); line = end + 1) {
		if (sscanf(line, "%d%n", &number, &name) != 1 ||
		    number != pid || line[name] != ' ')
			continue;
		name++;
		snprintf(t->comm, sizeof(t->comm), "%.*s",
			 (int)(end - (line + name)), line + name);
		return true;
	}
	return false;
}

const char *task_names_find(struct task_names *t, int pid)
{
	const struct trace_instance top = {.dir = (char *)(uintptr_t)t->root};

	*t->comm = '\0';
	if (!pid)
		return "<idle>";
	if (find(t, pid) || t->fresh)
		return t->comm;
	t->fresh = true;
	if (trace_instance_read(&top, "saved_cmdlines", t->list,
				sizeof(t->list)))
		find(t, pid);
	return t->comm;
}
