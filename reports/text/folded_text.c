// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "callers.h"
#include "folded_stack.h"
#include "sums.h"
#include "text_reports.h"

size_t folded_text(const struct callers *s, bool by_count, FILE *out)
{
	size_t unknown = 0;

	for (size_t i = 0; i < s->n_callers; i++) {
		const struct message_caller *c = &s->callers[i];
		const uint64_t value =
			by_count ? sum_of(c->completed, c->timed_out)
				 : c->sum_ns / 1000;
		char *stack;

		if (!by_count && !sum_is_known(c->sum_ns)) {
			unknown++;
			continue;
		}
		if (!value)
			continue;
		stack = folded_stack(s, c);
		fprintf(out, "%s %" PRIu64 "\n", stack, value);
		free(stack);
	}
	return unknown;
}
