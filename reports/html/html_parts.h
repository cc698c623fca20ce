/* SPDX-License-Identifier: GPL-2.0-only */
/* Sections of pages. Strings of profiles are escaped. */
#ifndef SCMI_PERF_HTML_PARTS_H
#define SCMI_PERF_HTML_PARTS_H

#include <stdio.h>

#include "facts.h"
#include "figures.h"
#include "report_view.h"
#include "summary.h"

/* Colours for light and dark, and the rest of the style of a page. */
extern const char html_colors[];
extern const char html_style[];

/* The colours of a picture in a file of its own. */
extern const char svg_colors[];

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
/* A cell that can be broken anywhere on paper. */
void html_string_cell(const char *s, FILE *out);

/* Starts a table of strings without a heading; @name is for screen readers. */
void html_strings_begin(const char *name, const char *const *titles, size_t n,
			FILE *out);

/* Starts the rows of a subject in a table of @columns, and ends those before. */
void html_group(const char *anchor, const char *title, int columns, FILE *out);

/*
 * Rows of plots, named after row @row of @f with a link to its row in a table. Of
 * a comparison, a title has the name and a row that of its side.
 */
void html_row_begin(const struct figures *f, size_t row, const char *side,
		    FILE *out);
void html_row_title(const struct figures *f, size_t row, FILE *out);
void html_row_group(const char *anchor, const char *title, FILE *out);
/* A picture of its own, named the same way; the caller closes the figure. */
void html_figure_begin(const struct figures *f, size_t row, FILE *out);
/* A sentence, if @f does not have all rows. */
void html_shown(const struct figures *f, FILE *out);

/* Pictures. @all_ns is the time of all transfers; 0: @f has means. */
void html_phases(const struct figures *f, double all_ns, FILE *out);
void html_latency(const struct figures *f, FILE *out);
void html_percentiles(const struct figures *f, FILE *out);
void html_timeline(const struct figures *f, FILE *out);
void html_summary_bar(const struct summary *s, FILE *out);

void html_summary(const struct summary *s, FILE *out);
void html_messages(const struct report_view *v, FILE *out);
void html_series(const struct report_view *v, FILE *out);
/* Nothing if the profile does not have them. */
void html_flame(const struct profile *p, FILE *out);
void html_senders(const struct profile *p, FILE *out);
void html_anomalies(const struct profile *p, FILE *out);

#endif
