// SPDX-License-Identifier: GPL-2.0-only
#include "message_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "facts.h"
#include "text.h"

const char *const message_titles[MESSAGE_COLUMNS] = {"count", "sum", "time%"};

/* The longest time first; equal times in the order of the profile. */
static int compare_times(const void *a, const void *b)
{
	const struct series *const x = *(const struct series *const *)a;
	const struct series *const y = *(const struct series *const *)b;
	const uint64_t x_ns = series_time_ns(x), y_ns = series_time_ns(y);

	if (x_ns != y_ns)
		return x_ns < y_ns ? 1 : -1;
	return x < y ? -1 : x > y;
}

void message_table_init(struct message_table *t, const struct profile *p)
{
	*t = (struct message_table){
		.p = p,
		.series = xcalloc(p->n_series ? p->n_series : 1,
				  sizeof(struct series *)),
		.all_ns = profile_time_ns(p),
	};
	for (size_t i = 0; i < p->n_series; i++)
		if (series_messages(&p->series[i]))
			t->series[t->n++] = &p->series[i];
	qsort(t->series, t->n, sizeof(struct series *), compare_times);
	t->unit_ns = t->all_ns < 100000000000u ? 1e6 : 1e9;
}

void message_table_free(struct message_table *t)
{
	free(t->series);
	*t = (struct message_table){0};
}

char *message_legend(const struct message_table *t)
{
	const uint64_t duration_ns = all_runs_ns(t->p);
	const char *unit = t->unit_ns == 1e6 ? "ms" : "s";
	char *text = xasprintf("Messages by summed time in %s, timeouts "
			       "included: %.3f %s in all",
			       unit, (double)t->all_ns / t->unit_ns, unit);

	if (duration_ns && t->all_ns != SUM_MAX)
		text = words_append(text,
				    "- %.3g %% of the duration; transfers can "
				    "overlap",
				    100.0 * (double)t->all_ns /
					    (double)duration_ns);
	return text;
}

void message_row(const struct message_table *t, size_t i,
		 struct message_row *row)
{
	const struct series *s = t->series[i];
	const uint64_t ns = series_time_ns(s);

	for (int c = 0; c < MESSAGE_COLUMNS; c++)
		strcpy(row->cell[c], "-");
	snprintf(row->cell[0], sizeof(row->cell[0]), "%" PRIu64,
		 series_messages(s));
	if (!ns)
		return;
	snprintf(row->cell[1], sizeof(row->cell[1]), "%.3f",
		 (double)ns / t->unit_ns);
	if (t->all_ns != SUM_MAX)
		snprintf(row->cell[2], sizeof(row->cell[2]), "%.1f",
			 100.0 * (double)ns / (double)t->all_ns);
}
