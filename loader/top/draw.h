/* SPDX-License-Identifier: GPL-2.0-only */
/* What a view looks like: the only place where a page is made. */
#ifndef SCMI_PERF_DRAW_H
#define SCMI_PERF_DRAW_H

#include "canvas.h"
#include "view.h"

/* What neither model nor view knows. */
struct draw_about {
	const struct run *run; /* for the kernel; strings may be NULL */
	const char *mode;      /* "live", "replay" … */
	double own_cpu; /* what scmi-top takes of a processor; negative: not known */
	bool keys; /* there is a user: a cursor, and a last line for the keys */
};

/*
 * Draws the view's page on all of the canvas, which is blank: whatever its size,
 * it has what fits, the most important first. Sets what of @v is said to be
 * draw_page()'s.
 */
void draw_page(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about);

/* Rows that a canvas needs to show all of the table, without a line of keys. */
int draw_table_rows(const struct top_view *v);

#endif
