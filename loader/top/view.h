/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of the model is shown, and how the user moves in it. It knows of no
 * terminal; how many rows are seen at a time is told by who draws it.
 */
#ifndef SCMI_PERF_VIEW_H
#define SCMI_PERF_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

/* Of the last interval with traffic, greatest first; ties by key. */
enum top_sort {
	TOP_SORT_P99, /* timeouts, then the slowest */
	TOP_SORT_P50,
	TOP_SORT_P90,
	TOP_SORT_MAX,
	TOP_SORT_RATE,
	TOP_SORT_TIME,
	TOP_SORT_ERRORS, /* since the begin or the reset, as they are shown */
	TOP_SORT_NAME,	 /* by key, least first */
	TOP_SORTS
};

enum top_page {
	TOP_TABLE,
	TOP_DETAIL, /* of the cursor's row */
	TOP_HELP
};

/* A row without traffic keeps its place for so many intervals, then it sinks. */
#define TOP_RECENT 5

/* What is worth keeping. */
struct top_settings {
	uint64_t interval_ns;
	enum top_sort sort;
	bool inverted;
	enum top_grouping grouping;
};

/* A change of what is here is seen after top_view_update(). */
struct top_view {
	struct top_settings set;
	enum top_page page;
	char filter
		[64]; /* rows whose name has it, whatever the case; "": all */
	char search[64];
	struct series_key
		selected; /* the cursor's row; valid where there are */
	bool chosen;	  /* the cursor stays with its row, not at the top */
	size_t scroll;	  /* lines of a detail or help page that are above */
	bool paused, ended;
	char prompt[80];   /* the line being typed, or "" */
	char message[160]; /* what the last key has to say, or "" */

	/* Kept by top_view_update() and top_view_move(): */
	const struct top_row **row; /* those that are shown, sorted */
	size_t n_rows, cap_rows;
	size_t cursor; /* which of them it is on */
	/* Kept by draw_page(): */
	size_t first; /* row in the table's first line; see top_view_update() */
	size_t lines; /* of the table, or of a page that scrolls */
};

/*
 * Takes in what the model has learned and what the user has changed: filters
 * and sorts. Where the cursor's row has moved by itself, the first rows come in
 * sight if there is room for both. Rows are the model's, valid until its next
 * interval or reset: it is to be called after each of them. Returns 0, or
 * -ENOMEM: there are no rows.
 */
int top_view_update(struct top_view *v, const struct top_model *m);
void top_view_free(struct top_view *v);

/* Moves the cursor, or a page that scrolls: down where @by is positive. */
void top_view_move(struct top_view *v, long by);

/*
 * Moves the cursor to the next row below it, or from the top on, whose name has
 * what is searched. Returns false, and moves nowhere, when there is none.
 */
bool top_view_search(struct top_view *v);

/* The cursor's row; NULL: there is none. */
const struct top_row *top_view_row(const struct top_view *v);

/*
 * What a row is called, "virtio SENSOR_READING_GET", in ASCII; an instance other
 * than 0 follows the transport: "virtio:1", and the protocol comes before what
 * all protocols have: "virtio SENSOR PROTOCOL_VERSION". Returns @buf.
 */
#define TOP_NAME_LEN 96
const char *top_row_name(const struct series_key *key,
			 enum top_grouping grouping, char buf[TOP_NAME_LEN]);

/*
 * The phase in which most of the time of transfers was spent; LC_PHASES when
 * none is known. @share: its part of them all, 0 … 1; may be NULL.
 */
enum lc_phase top_marked_phase(const struct top_figures *f, double *share);

/*
 * The anomaly that a row is to be known for: of the last TOP_RECENT intervals the
 * most recent one; LA_KINDS when there is none. Replies out of order are none.
 */
enum lc_anomaly top_marked_anomaly(const struct top_model *m,
				   const struct top_row *row);

const char *top_sort_name(enum top_sort sort);		   /* "p99" … */
const char *top_grouping_name(enum top_grouping grouping); /* "message" … */

#endif
