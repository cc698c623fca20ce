/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends, as rows of a live view: tasks and drivers. Sources count the transfers
 * of callers since they started; a row has those of each interval.
 */
#ifndef SCMI_PERF_CALLER_ROWS_H
#define SCMI_PERF_CALLER_ROWS_H

#include "caller_sums.h"
#include "model.h"

struct caller_group {
	struct caller_sums sums;
	struct timeline timeline;
};

struct caller_rows {
	struct caller_group tasks;
	struct caller_group drivers; /* unused if the source has no stacks */
	bool has_drivers;
};

void caller_rows_init(struct caller_rows *r, struct top_model *m,
		      bool has_drivers);
void caller_rows_free(struct caller_rows *r);

/*
 * To be called in this order between top_begin_interval() and top_end_interval():
 * start, add() for each caller since the start of the source, and end. @stack: NULL
 * if it is unknown.
 */
void caller_rows_start(struct caller_rows *r);
void caller_rows_add(struct caller_rows *r, const struct message_caller *c,
		     const char *stack);
void caller_rows_end(struct caller_rows *r, struct top_model *m);

/* Adds an interval of @sums to the model, as rows of @by. */
void caller_rows_apply(struct top_model *m, enum top_grouping by,
		       const struct caller_sums *sums,
		       const struct interval *in);

#endif
