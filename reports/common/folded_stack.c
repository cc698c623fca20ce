// SPDX-License-Identifier: GPL-2.0-only
#include "folded_stack.h"

#include <stdlib.h>

#include "alloc.h"
#include "names.h"
#include "text.h"

/* Returns a task's name without semicolons, which separate frames. */
static char *plain_task(const char *comm)
{
	char *name = xstrdup(comm), *plain;

	for (char *at = name; *at; at++)
		if (*at == ';')
			*at = ':';
	plain = text_escape(name);
	free(name);
	return plain;
}

char *folded_stack(const struct callers *s, const struct message_caller *c)
{
	const char *stack = callers_stack_of(s, c);
	char *task = plain_task(*c->comm ? c->comm : "(unknown)");
	char *frames = text_escape(stack ? stack : "");
	char protocol[8], message[8], *text;

	text = xasprintf("%s%s%s;%s %s", task, stack ? ";" : "", frames,
			 protocol_label(&c->key, protocol, sizeof(protocol)),
			 key_message_label(&c->key, message, sizeof(message)));
	free(frames);
	free(task);
	return text;
}
