// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "names.h"
#include "callers.h"
#include "sums.h"
#include "text.h"
#include "text_reports.h"

/* Writes a frame. Semicolons and line breaks separate those. */
static void write_frame(const char *frame, FILE *out)
{
	char *text = text_escape(frame);

	for (const char *c = text; *c; c++)
		fputc(*c == ';' ? ':' : *c, out);
	free(text);
}

void folded_text(const struct callers *s, bool by_count, FILE *out)
{
	for (size_t i = 0; i < s->n_callers; i++) {
		const struct message_caller *c = &s->callers[i];
		const char *stack = callers_stack_of(s, c);
		const uint64_t value =
			by_count ? sum_of(c->completed, c->timed_out)
				 : c->sum_ns / 1000;
		char protocol[8], message[8];

		if (!value)
			continue;
		write_frame(*c->comm ? c->comm : "(unknown)", out);
		if (stack) {
			char *text = text_escape(stack);

			fprintf(out, ";%s", text);
			free(text);
		}
		fprintf(out, ";%s %s %" PRIu64 "\n",
			protocol_label(&c->key, protocol, sizeof(protocol)),
			key_message_label(&c->key, message, sizeof(message)),
			value);
	}
}
