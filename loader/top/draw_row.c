// SPDX-License-Identifier: GPL-2.0-only
/* A line of the table: the cells of a row of the model. */
#include <string.h>

#include "columns.h"
#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"

/* A name that is too long loses its middle, because many start alike. */
static void draw_name(struct canvas *c, int row, int width, enum top_ink ink,
		      const char *name)
{
	const int len = (int)strlen(name), tail = (width - 1) / 2;

	canvas_field(c, row, 0, len > width ? width - tail : width, ink, name);
	if (len > width)
		canvas_field(c, row, width - tail, tail, ink,
			     name + len - tail);
}

/* Draws an anomaly across the columns of errors and phase. */
static void draw_anomaly(struct canvas *c, int row, int column,
			 const struct columns *columns, enum lc_anomaly kind,
			 const struct top_row *r)
{
	const int errors = columns->width[COLUMN_ERRORS];
	const int width = errors + columns->width[COLUMN_PHASE] - 1;
	char text[64], count[CELL_LEN];

	cell_count((double)r->all.delta.anomaly[kind], 4, count);
	if (snprintf(text, sizeof(text), "%s %s", anomaly_names[kind], count) >
	    width)
		snprintf(text, sizeof(text), "%s", anomaly_names[kind]);
	canvas_field(c, row, column - errors + 1, width, INK_BAD, text);
}

static void draw_phase(struct canvas *c, int row, int column, int width,
		       const struct top_row *r, bool idle)
{
	const uint64_t *counter = r->last.delta.counter;
	char share_text[CELL_LEN];
	double share;
	const enum lc_phase phase = top_marked_phase(&r->last, &share);
	const enum top_ink ink = idle ? INK_DIM : phase_ink(phase);

	if (phase != LC_PHASES) {
		canvas_field(c, row, column + 1, width - 1, ink,
			     phase_names[phase]);
		snprintf(share_text, sizeof(share_text), "%.0f", 100 * share);
		canvas_right(c, row, column + width, ink, share_text);
	} else if (counter[LC_NOTIFIED]) {
		canvas_text(c, row, column + 1, INK_DIM,
			    phase_names[LC_HANDLING]);
	} else if (counter[LC_FAST_CALLS]) {
		canvas_text(c, row, column + 1, INK_DIM, "fast calls");
	}
}

/* Draws a time; a percentile without enough samples as "at most the maximum". */
static void draw_time(struct canvas *c, int row, int end, enum top_ink ink,
		      const struct top_row *r, enum top_column column,
		      int width)
{
	const bool all = column >= COLUMN_ALL_P50;
	const uint64_t *time = all ? r->all.latency.time : r->recent.time;
	const enum top_time which =
		column - (all ? COLUMN_ALL_P50 : COLUMN_P50);
	const uint64_t bound = top_bound(time, which);
	char text[CELL_LEN];

	if (bound == time[which]) {
		canvas_right(c, row, end, ink,
			     cell_time(bound, width - 1, text));
		return;
	}
	cell_time(bound, width - 2, text);
	canvas_right(c, row, end, ink, text);
	canvas_text(c, row, end - (int)strlen(text) - 1, ink,
		    c->utf8 ? "≤" : "<");
}

/* Returns true if the window's p99 is at least twice that of all intervals. */
static bool is_slow(const struct top_row *r)
{
	return r->recent.time[TOP_P99] != TOP_NO_VALUE &&
	       r->recent.time[TOP_P99] / 2 >= r->all.latency.time[TOP_P99];
}

static enum top_ink ink_of(const struct top_model *m, const struct top_row *r,
			   enum top_column column)
{
	if (column == COLUMN_ERRORS && top_errors(&r->all))
		return top_idle(m, r) || !top_errors(&r->last) ? INK_WARN
							       : INK_BAD;
	if (top_idle(m, r) || column == COLUMN_ERRORS)
		return INK_DIM;
	if (column == COLUMN_P99 && is_slow(r))
		return INK_WARN;
	return column >= COLUMN_COUNT && column <= COLUMN_ALL_MAX ? INK_DIM
								  : INK_PLAIN;
}

static void draw_number(struct canvas *c, int row, int end,
			const struct top_model *m, const struct top_row *r,
			enum top_column column, int width)
{
	const uint64_t all_ns = top_waited_ns(&top_total(m)->last);
	char text[CELL_LEN];

	switch (column) {
	case COLUMN_RATE:
		cell_count(top_idle(m, r) ? 0 : top_rate(r), width - 1, text);
		break;
	case COLUMN_TIME:
		if (!sum_is_known(all_ns)) {
			strcpy(text, "-");
			break;
		}
		snprintf(text, sizeof(text), "%.0f%%",
			 all_ns && !top_idle(m, r)
				 ? 100.0 * (double)top_waited_ns(&r->last) /
					   (double)all_ns
				 : 0.0);
		break;
	case COLUMN_ERRORS:
		cell_count((double)top_errors(&r->all), width - 1, text);
		break;
	case COLUMN_COUNT:
		cell_count((double)top_messages(&r->all), width - 1, text);
		break;
	default:
		draw_time(c, row, end, ink_of(m, r, column), r, column, width);
		return;
	}
	canvas_right(c, row, end, ink_of(m, r, column), text);
}

/* The column of the value that an alert is about. */
static enum top_column column_of(const struct alert *alert)
{
	static const enum top_column columns[ALERT_VALUES] = {
		[ALERT_P50] = COLUMN_P50,
		[ALERT_P90] = COLUMN_P90,
		[ALERT_P99] = COLUMN_P99,
		[ALERT_MAX] = COLUMN_MAX,
		[ALERT_RATE] = COLUMN_RATE,
		[ALERT_ERRORS] = COLUMN_ERRORS,
		[ALERT_TIMEOUTS] = COLUMN_ERRORS,
	};

	return columns[alert->value];
}

void draw_row(struct canvas *c, int row, const struct columns *columns,
	      const struct top_model *m, const struct top_row *r,
	      const char *name, const struct alert *alert)
{
	const bool idle = top_idle(m, r) > 0;
	const enum lc_anomaly kind = columns->width[COLUMN_PHASE]
					     ? top_marked_anomaly(m, r)
					     : LA_KINDS;
	const enum lc_status status = top_marked_status(m, r);
	int column = 0;

	for (int i = 0; i < TOP_COLUMNS; column += columns->width[i++]) {
		const int width = columns->width[i];

		if (!width)
			continue;
		if (i == COLUMN_NAME)
			draw_name(c, row, width, ink_of(m, r, i), name);
		else if (i == COLUMN_PHASE && kind != LA_KINDS)
			draw_anomaly(c, row, column, columns, kind, r);
		else if (i == COLUMN_PHASE && status != LC_STATUSES)
			canvas_field(c, row, column + 1, width - 1,
				     ink_of(m, r, COLUMN_ERRORS),
				     status_names[status]);
		else if (i == COLUMN_PHASE)
			draw_phase(c, row, column, width, r, idle);
		else if (i == COLUMN_BAR)
			draw_phases(c, row, column + 2, width - 2, &r->last,
				    idle);
		else if (i == COLUMN_HISTORY)
			draw_sparkline(c, row, column + 2, width - 2, m, r);
		else if (i != COLUMN_ERRORS || kind == LA_KINDS)
			draw_number(c, row, column + width, m, r, i, width);
		if (alert && (i == COLUMN_NAME || i == (int)column_of(alert)))
			canvas_paint(c, row, column, width, INK_BAD);
	}
}
