/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws the pages of the live view on a canvas. */
#ifndef SCMI_PERF_DRAW_H
#define SCMI_PERF_DRAW_H

#include "canvas.h"
#include "view.h"

/* Data that neither model nor view has. */
struct draw_about {
	const struct run *run; /* kernel and architecture; they may be NULL */
	const char *mode;      /* "live", "replay" or "follow" */
	double own_cpu; /* scmi-top's share of a CPU; negative: not known */
	const struct profile *whole; /* of callers and waits; may be NULL */
	bool keys; /* interactive: draw a cursor and a line of keys */
};

/*
 * Draws the view's page on the whole canvas, which must be blank. If the canvas
 * is small, the most important parts are drawn. Sets @v->first and @v->lines.
 */
void draw_page(struct canvas *c, const struct top_model *m, struct top_view *v,
	       const struct draw_about *about);

/* Rows of a canvas that shows the whole table, without a line of keys. */
int draw_table_rows(const struct top_model *m, const struct top_view *v);

#endif
