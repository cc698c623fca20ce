/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order in which the runs of two sides were recorded. A machine that becomes
 * slower or warmer in the meantime changes one side only if its runs are all early
 * or all late. Known where each run has a start, and no second has runs of both sides.
 */
#ifndef SCMI_PERF_RUN_ORDER_H
#define SCMI_PERF_RUN_ORDER_H

#include "run_set.h"

enum run_order {
	RUN_ORDER_UNKNOWN, /* also of fewer than two runs on a side */
	RUN_ORDER_TURNS,
	RUN_ORDER_BLOCKS, /* a drift could look like a difference */
};

enum run_order run_order_of(const struct run_set *a, const struct run_set *b);

/* Descriptions that should be the same on both sides. */
enum run_text {
	RUN_HOST,
	RUN_KERNEL,
	RUN_COMMAND,
	RUN_TEXTS
};

extern const char *const run_text_names[RUN_TEXTS]; /* "host" … */

/*
 * Returns true if all runs of each set have the same description, and those of the
 * sets differ.
 */
bool run_sets_differ(const struct run_set *a, const struct run_set *b,
		     enum run_text which);

/* Runs A B B A or B A A B, one after the other: the numbers in their sets. */
struct run_block {
	size_t a[2], b[2];
};

/*
 * Sets *@blocks to those of all runs, in the order of time, and returns their number; an
 * uneven last pair is left out. Returns 0 if the runs are not in that order. The
 * caller frees.
 */
size_t run_blocks(const struct run_set *a, const struct run_set *b,
		  struct run_block **blocks);

#endif
