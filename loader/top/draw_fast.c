// SPDX-License-Identifier: GPL-2.0-only
/* The fast channels of a row, in its details: a line for each domain. */
#include <inttypes.h>

#include "draw_parts.h"
#include "glyphs.h"
#include "names.h"

#define TITLE "%-10s%9s%9s%9s%8s%8s%8s  %s"

static bool is_part(enum top_grouping grouping, const struct series_key *row,
		    const struct fast_channel *f)
{
	if (grouping <= TOP_BY_PROTOCOL && f->protocol != row->protocol)
		return false;
	if (grouping == TOP_BY_RESOURCE)
		return row->resource_plus == f->domain + 1;
	return grouping != TOP_BY_MESSAGE || f->message == row->message;
}

/* A level, or the minimum and the maximum of a limit. */
static const char *values(const struct fast_channel *f, char buf[CELL_LEN])
{
	if (f->value[1])
		snprintf(buf, CELL_LEN, "%" PRIu32 " %" PRIu32, f->value[0],
			 f->value[1]);
	else
		snprintf(buf, CELL_LEN, "%" PRIu32, f->value[0]);
	return buf;
}

static double per_second(uint64_t calls, uint64_t span_ns)
{
	return span_ns ? (double)calls * 1e9 / (double)span_ns : 0;
}

static void draw_line(struct scroll *s, int left, const struct top_model *m,
		      const struct fast_row *row)
{
	const struct fast_channel *f = &row->now;
	const uint64_t last = fast_row_last(row);
	char rate[CELL_LEN], calls[CELL_LEN], all[CELL_LEN], value[CELL_LEN];
	char least[CELL_LEN], mean[CELL_LEN], most[CELL_LEN], text[160];

	snprintf(text, sizeof(text), "%-10" PRIu32 "%9s%9s%9s%8s%8s%8s  %s",
		 f->domain,
		 cell_count(per_second(last, top_interval_ns(m)), 8, rate),
		 cell_count((double)fast_row_calls(row), 8, calls),
		 cell_count(per_second(fast_row_calls(row), top_since_ns(m)), 8,
			    all),
		 cell_time(f->periods ? f->period_min_ns : TOP_NO_VALUE, 7,
			   least),
		 cell_time(fast_row_period(row), 7, mean),
		 cell_time(f->periods ? f->period_max_ns : TOP_NO_VALUE, 7,
			   most),
		 values(f, value));
	canvas_text(s->canvas, scroll_line(s), left, last ? INK_PLAIN : INK_DIM,
		    text);
}

static void draw_message(struct scroll *s, int left, int end,
			 enum top_grouping grouping,
			 const struct fast_channel *f)
{
	const struct series_key key = {.protocol = f->protocol,
				       .message = f->message};
	char title[KEY_TITLE_LEN], text[96];

	scroll_line(s);
	if (grouping != TOP_BY_MESSAGE)
		canvas_text(s->canvas, scroll_line(s), left, INK_PLAIN,
			    key_title(&key, title));
	snprintf(text, sizeof(text), TITLE, "domain", "calls/s", "all:n",
		 "all:/s", "us:min", "mean", "max", "last value");
	canvas_field(s->canvas, scroll_line(s), left, end - left, INK_TITLE,
		     text);
}

void draw_fast_channels(struct scroll *s, int left, int end,
			const struct top_model *m, enum top_grouping grouping,
			const struct series_key *row)
{
	const struct fast_channel *before = NULL;

	for (size_t i = 0; i < m->fast.n; i++) {
		const struct fast_channel *f = &m->fast.row[i].now;

		if (!fast_row_calls(&m->fast.row[i]) ||
		    !is_part(grouping, row, f))
			continue;
		if (!before || before->protocol != f->protocol ||
		    before->message != f->message)
			draw_message(s, left, end, grouping, f);
		draw_line(s, left, m, &m->fast.row[i]);
		before = f;
	}
}
