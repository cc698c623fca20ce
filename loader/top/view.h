/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of the user interface: which rows of the model are shown, and where
 * the user is. It does not depend on a terminal; draw_page() sets the number of
 * lines that are visible.
 */
#ifndef SCMI_PERF_VIEW_H
#define SCMI_PERF_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "alerts.h"
#include "model.h"

/*
 * By times of the window, or by a value of the last interval with traffic, largest
 * first; ties by key.
 */
enum top_sort {
	TOP_SORT_P99, /* by slowness: timeouts, then the slowest */
	TOP_SORT_P50,
	TOP_SORT_P90,
	TOP_SORT_MAX,
	TOP_SORT_RATE,
	TOP_SORT_TIME,
	TOP_SORT_ERRORS, /* since the start or the reset, as they are shown */
	TOP_SORT_NAME,	 /* by key, smallest first */
	TOP_SORTS
};

enum top_page {
	TOP_TABLE,
	TOP_DETAIL,  /* of the cursor's row */
	TOP_CALLERS, /* and those who held a channel */
	TOP_HELP
};

/*
 * Intervals that count as recent: a row that is idle for longer, and for longer than
 * the window, sinks below the others. An anomaly is shown in its row as long as it
 * is recent.
 */
#define TOP_RECENT 5

/* The settings that can be saved. */
struct top_settings {
	uint64_t interval_ns;
	uint64_t window_ns; /* of the model; the owner calls top_set_window() */
	enum top_sort sort;
	bool inverted;
	enum top_grouping grouping;
	uint32_t columns; /* bits of enum top_column; 0: as many as fit */
	bool hide_details, hide_graphs; /* beside and below the table */
	bool no_mouse; /* the terminal keeps its own use of the mouse */
};

/* Columns of the screen, from @from to before @to. */
struct screen_span {
	int from, to;
};

/* The owner may change these members, then calls top_view_update(). */
struct top_view {
	struct top_settings set;
	enum top_page page;
	char filter[64]; /* show rows whose name contains it, in any case */
	char search[64];
	struct series_key
		selected; /* key of the cursor's row, if there is one */
	bool chosen; /* the cursor follows its row; else it stays at the top */
	size_t scroll; /* lines of a detail or help page above the screen */
	bool paused, ended;
	char prompt[80];   /* the line being typed, or "" */
	char message[160]; /* the result of the last key, or "" */
	struct alerts alerts;
	bool lacks[TOP_GROUPINGS]; /* those of the model */

	/* Set by top_view_update() and top_view_move(): */
	const struct top_row **row; /* the rows that are shown, sorted */
	size_t n_rows;
	size_t cursor; /* index of the cursor's row */
	/* Set by draw_page(): */
	size_t first;	 /* index of the row in the table's first line */
	size_t lines;	 /* lines of the table, or of a page that scrolls */
	int title_row;	 /* of the table, above its lines */
	int table_width; /* its columns */
	struct screen_span title[TOP_SORTS]; /* empty: it is not shown */
};

/*
 * Filters and sorts after a change of the model or the view. If the cursor's row
 * moved, the table scrolls to its first rows if the cursor stays visible. Rows
 * are the model's and valid until its next interval or reset, so it must be
 * called after each of them.
 */
void top_view_update(struct top_view *v, const struct top_model *m);
void top_view_free(struct top_view *v);

/* Sets @v->message. */
__attribute__((format(printf, 2, 3))) void
top_view_message(struct top_view *v, const char *format, ...);

/* Moves the cursor, or scrolls a page, by @by lines; positive is down. */
void top_view_move(struct top_view *v, long by);

/*
 * Moves the cursor to the next row whose name contains @v->search, starting again
 * at the top. Returns false if there is none.
 */
bool top_view_search(struct top_view *v);

/* Returns the cursor's row; NULL if there is none. */
const struct top_row *top_view_row(const struct top_view *v);

/*
 * Returns the phase with the largest share of the transfers' time; LC_PHASES if
 * none is known. *@share: that share, 0 to 1; may be NULL.
 */
enum lc_phase top_marked_phase(const struct top_figures *f, double *share);

/*
 * Returns the newest kind of anomaly in a row's TOP_RECENT last intervals;
 * LA_KINDS if there is none. Replies out of order do not count.
 */
enum lc_anomaly top_marked_anomaly(const struct top_model *m,
				   const struct top_row *row);

/*
 * Returns the most frequent error status of a row that had one in its TOP_RECENT last
 * intervals; LC_STATUSES if there is none, or if it is not known.
 */
enum lc_status top_marked_status(const struct top_model *m,
				 const struct top_row *row);

extern const char *const top_sort_names[TOP_SORTS]; /* "p99" … */

#endif
