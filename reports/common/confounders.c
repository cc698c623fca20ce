// SPDX-License-Identifier: GPL-2.0-only
#include "alloc.h"
#include "facts.h"
#include "run_order.h"

struct facts facts_of_confounders(const struct run_set *a,
				  const struct run_set *b)
{
	struct facts f = {0};

	if (a == b || (run_set_deterministic(a) && run_set_deterministic(b)))
		return f;
	if (run_order_of(a, b) == RUN_ORDER_BLOCKS)
		facts_add(&f, "",
			  xstrdup("The sides were recorded in blocks, not in "
				  "turns: a difference may be a drift of the "
				  "machine."));
	for (int i = 0; i < RUN_TEXTS; i++)
		if (run_sets_differ(a, b, i))
			facts_add(&f, "",
				  xasprintf("The %s of one side is not that "
					    "of the other.",
					    run_text_names[i]));
	return f;
}
