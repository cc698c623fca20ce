/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of pages. Strings of profiles are escaped. */
#ifndef SCMI_PERF_HTML_PARTS_H
#define SCMI_PERF_HTML_PARTS_H

#include <stdio.h>

#include "drawing.h"
#include "facts.h"
#include "report_view.h"
#include "summary.h"

/* Colours for light and dark, which a picture in a file of its own needs too. */
extern const char html_colors[];

/* The rest of the style of a page. */
extern const char html_style[];

/* Both lay out facts, the first with their labels, and free @f. */
void html_facts(struct facts f, FILE *out);
void html_list(struct facts f, FILE *out);

/* Writes @text between @before and @after, which are HTML; frees @text. */
void html_sentence(const char *before, char *text, const char *after,
		   FILE *out);

/*
 * Starts a table under a heading and @legend, which it frees. The columns are
 * @first and those with the @n titles. html_table_end() ends it.
 */
void html_table(const char *heading, char *legend, const char *first,
		const char *const *titles, int n, FILE *out);
void html_table_end(FILE *out);
void html_cells(char cell[][32], int n, FILE *out);

/* Writes a CSS declaration: the colour of a phase, or of another part of the time. */
void html_part_color(const char *name, FILE *out);

void html_pictures(const struct figures *f, const struct drawing *d, FILE *out);
void html_summary(const struct summary *s, FILE *out);
void html_messages(const struct report_view *v, FILE *out);
void html_series(const struct report_view *v, FILE *out);
/* Nothing if the profile does not have them. */
void html_flame(const struct profile *p, FILE *out);
void html_senders(const struct profile *p, FILE *out);
void html_anomalies(const struct profile *p, FILE *out);

#endif
