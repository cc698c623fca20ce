// SPDX-License-Identifier: GPL-2.0-only
#include "fast_rows.h"

#include <stdlib.h>

#include "alloc.h"
#include "row.h"

/* Counts that sank are those of another recording: all of them are new. */
static struct fast_row next_row(const struct fast_row *old,
				const struct fast_channel *now)
{
	struct fast_row row = {.now = *now};

	if (old && old->now.calls <= now->calls &&
	    old->now.periods <= now->periods &&
	    old->now.period_sum_ns <= now->period_sum_ns) {
		row.before = old->now;
		row.reset = old->reset;
	}
	return row;
}

void fast_rows_update(struct fast_rows *rows, const struct fast_channel *now,
		      size_t n)
{
	struct fast_row *row = n ? xcalloc(n, sizeof(*row)) : NULL;
	size_t old = 0;

	for (size_t i = 0; i < n; i++) {
		while (old < rows->n &&
		       fast_channel_compare(&rows->row[old].now, &now[i]) < 0)
			old++;
		row[i] = next_row(
			old < rows->n && !fast_channel_compare(
						 &rows->row[old].now, &now[i])
				? &rows->row[old]
				: NULL,
			&now[i]);
	}
	free(rows->row);
	*rows = (struct fast_rows){.row = row, .n = n};
}

void fast_rows_reset(struct fast_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		rows->row[i].before = rows->row[i].now;
		rows->row[i].reset = rows->row[i].now;
	}
}

void fast_rows_free(struct fast_rows *rows)
{
	free(rows->row);
	*rows = (struct fast_rows){0};
}

struct fast_rows fast_rows_copy(const struct fast_rows *rows)
{
	struct fast_rows copy = {.n = rows->n};

	if (rows->n)
		copy.row = xmemdup(rows->row, rows->n * sizeof(*rows->row));
	return copy;
}

uint64_t fast_row_last(const struct fast_row *row)
{
	return row->now.calls - row->before.calls;
}

uint64_t fast_row_calls(const struct fast_row *row)
{
	return row->now.calls - row->reset.calls;
}

uint64_t fast_row_period(const struct fast_row *row)
{
	const uint64_t periods = row->now.periods - row->reset.periods;

	if (!periods)
		return TOP_NO_VALUE;
	return (row->now.period_sum_ns - row->reset.period_sum_ns) / periods;
}
