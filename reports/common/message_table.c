// SPDX-License-Identifier: GPL-2.0-only
#include "message_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

const char *const message_titles[MESSAGE_COLUMNS] = {
	"count", "sum", "time%", "p99", "max",
};

void message_table_init(struct message_table *t, const struct report_view *v)
{
	*t = (struct message_table){
		.view = v,
		.series = xcalloc(v->n, sizeof(struct series *)),
	};
	latency_table_init(&t->latency, v->p);
	for (size_t i = 0; i < v->n; i++)
		if (series_messages(v->row[i]))
			t->series[t->n++] = v->row[i];
	t->unit_ns = t->latency.all_ns < 100000000000u ? 1e6 : 1e9;
}

void message_table_free(struct message_table *t)
{
	free(t->series);
	*t = (struct message_table){0};
}

char *message_legend(const struct message_table *t)
{
	static const char *const order[VIEW_SORTS] = {
		[VIEW_BY_TIME] = "summed time", [VIEW_BY_P99] = "p99",
		[VIEW_BY_MAX] = "maximum",	[VIEW_BY_COUNT] = "count",
		[VIEW_BY_KEY] = "number",
	};

	return xasprintf(
		"Messages by %s. sum in %s, timeouts included; p99 and max of "
		"the total in %s.",
		order[t->view->options->sort], t->unit_ns == 1e6 ? "ms" : "s",
		t->latency.unit);
}

void message_row(const struct message_table *t, size_t i,
		 struct message_row *row)
{
	const struct series *s = t->series[i];
	const uint64_t ns = series_time_ns(s), all_ns = t->latency.all_ns;
	struct latency_row latency;

	for (int c = 0; c < MESSAGE_COLUMNS; c++)
		strcpy(row->cell[c], "-");
	snprintf(row->cell[0], sizeof(row->cell[0]), "%" PRIu64,
		 series_messages(s));
	if (latency_row(&t->latency, s, LC_TOTAL, &latency)) {
		strcpy(row->cell[3], latency.cell[LATENCY_P99]);
		strcpy(row->cell[4], latency.cell[LATENCY_MAX]);
	}
	if (!ns || !sum_is_known(ns))
		return;
	snprintf(row->cell[1], sizeof(row->cell[1]), "%.3f",
		 (double)ns / t->unit_ns);
	if (sum_is_known(all_ns))
		snprintf(row->cell[2], sizeof(row->cell[2]), "%.1f",
			 100.0 * (double)ns / (double)all_ns);
}
