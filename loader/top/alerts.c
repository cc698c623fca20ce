// SPDX-License-Identifier: GPL-2.0-only
#include "alerts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "units.h"
#include "view.h"

static const char *const value_names[ALERT_VALUES] = {
	[ALERT_P50] = "p50",	       [ALERT_P90] = "p90",
	[ALERT_P99] = "p99",	       [ALERT_MAX] = "max",
	[ALERT_RATE] = "rate",	       [ALERT_ERRORS] = "errors",
	[ALERT_TIMEOUTS] = "timeouts",
};

/* Parses a time for latencies, and a number for the others. */
static int parse_limit(const char *text, struct alert *alert)
{
	uint64_t ns;
	char *end;

	if (alert->value <= ALERT_MAX) {
		if (parse_duration(text, &ns))
			return -EINVAL;
		alert->limit = (double)ns;
		return 0;
	}
	if (*text < '0' || *text > '9')
		return -EINVAL;
	alert->limit = strtod(text, &end);
	return *end ? -EINVAL : 0;
}

int alerts_add(struct alerts *a, const char *text)
{
	const size_t len = strcspn(text, "<>");
	struct alert alert = {.text = text, .below = text[len] == '<'};

	if (a->n == ALERTS_MAX)
		return -E2BIG;
	while (alert.value < ALERT_VALUES &&
	       (strlen(value_names[alert.value]) != len ||
		strncmp(value_names[alert.value], text, len) != 0))
		alert.value++;
	if (alert.value == ALERT_VALUES || !text[len] ||
	    parse_limit(text + len + 1, &alert))
		return -EINVAL;
	a->alert[a->n++] = alert;
	return 0;
}

void alerts_free(struct alerts *a)
{
	free(a->row);
	*a = (struct alerts){0};
}

/* Returns the value of a row now; negative: it has none. */
static double value_of(enum alert_value value, const struct top_model *m,
		       const struct top_row *row)
{
	const bool idle = !row->interval || top_idle(m, row);
	uint64_t ns;

	switch (value) {
	case ALERT_RATE:
		return idle ? 0 : top_rate(row);
	case ALERT_ERRORS:
		return idle ? 0 : (double)top_errors(&row->last);
	case ALERT_TIMEOUTS:
		return idle ? 0 : (double)row->last.delta.counter[LC_TIMED_OUT];
	default:
		/* The last traffic may have left the window. */
		if (idle && m->end_ns - row->end_ns >= m->window_ns)
			return -1;
		ns = top_bound(row->recent.time, (enum top_time)value);
		return ns == TOP_NO_VALUE ? -1 : (double)ns;
	}
}

static bool applies(const struct alert *alert, const struct top_model *m,
		    const struct top_row *row)
{
	const double value = value_of(alert->value, m, row);

	return value >= 0 &&
	       (alert->below ? value < alert->limit : value > alert->limit);
}

const struct alert *alerts_find(const struct alerts *a,
				const struct top_model *m,
				const struct top_row *row)
{
	for (size_t i = 0; i < a->n; i++)
		if (applies(&a->alert[i], m, row))
			return &a->alert[i];
	return NULL;
}

static bool is_known(const struct alerts *a, const struct series_key *key)
{
	for (size_t i = 0; i < a->n_rows; i++)
		if (!series_key_compare(&a->row[i], key))
			return true;
	return false;
}

void alerts_update(struct alerts *a, const struct top_model *m,
		   enum top_grouping grouping,
		   const struct top_row *const *rows, size_t n)
{
	const bool regrouped = grouping != a->grouping;
	struct alerts now = {0};

	a->is_new = false;
	for (size_t i = 0; a->n && i < n; i++) {
		if (!alerts_find(a, m, rows[i]))
			continue;
		a->ever = true;
		/* Rows of another grouping are not new. */
		if (!regrouped && !is_known(a, &rows[i]->key))
			a->is_new = true;
		array_reserve(now.row, now.n_rows, now.cap_rows);
		now.row[now.n_rows++] = rows[i]->key;
	}
	free(a->row);
	a->row = now.row;
	a->n_rows = now.n_rows;
	a->cap_rows = now.cap_rows;
	a->grouping = grouping;
}
