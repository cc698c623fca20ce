// SPDX-License-Identifier: GPL-2.0-only
#include "columns.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "text.h"

#define AUTOMATIC "auto"

const struct column_form top_columns[TOP_COLUMNS] = {
	[COLUMN_NAME] = {NULL, "message", 0, TOP_SORT_NAME},
	[COLUMN_RATE] = {"rate", "msg/s", 6, TOP_SORT_RATE},
	[COLUMN_P50] = {"p50", "p50", 6, TOP_SORT_P50},
	[COLUMN_P90] = {"p90", "p90", 7, TOP_SORT_P90},
	[COLUMN_P99] = {"p99", "p99", 7, TOP_SORT_P99},
	[COLUMN_MAX] = {"max", "max", 7, TOP_SORT_MAX},
	[COLUMN_COUNT] = {"count", "all:n", 7, TOP_SORTS},
	[COLUMN_ALL_P50] = {"all-p50", "all:p50", 8, TOP_SORTS},
	[COLUMN_ALL_P90] = {"all-p90", "p90", 7, TOP_SORTS},
	[COLUMN_ALL_P99] = {"all-p99", "p99", 7, TOP_SORTS},
	[COLUMN_ALL_MAX] = {"all-max", "max", 7, TOP_SORTS},
	[COLUMN_TIME] = {"time", "time", 5, TOP_SORT_TIME},
	[COLUMN_ERRORS] = {"errors", "err", 4, TOP_SORT_ERRORS},
	[COLUMN_PHASE] = {"phase", "phase", 13, TOP_SORTS},
	[COLUMN_BAR] = {"phases", "phases", 14, TOP_SORTS},
	[COLUMN_HISTORY] = {"history", "history", 17, TOP_SORTS},
};

/* By importance. */
static const enum top_column order[] = {
	COLUMN_P99,	COLUMN_PHASE,	COLUMN_RATE,	COLUMN_MAX,
	COLUMN_P50,	COLUMN_TIME,	COLUMN_ERRORS,	COLUMN_P90,
	COLUMN_BAR,	COLUMN_ALL_P50, COLUMN_ALL_P90, COLUMN_ALL_P99,
	COLUMN_ALL_MAX, COLUMN_HISTORY, COLUMN_COUNT};

/* The least width of names, and the one before a bar is shown. */
#define LEAST_NAME 19
#define GOOD_NAME  25

/* Adds a column if there is room. */
static bool add_column(struct columns *c, enum top_column column)
{
	if (c->room < top_columns[column].width)
		return false;
	c->width[column] = top_columns[column].width;
	c->room -= top_columns[column].width;
	return true;
}

/* Widens a column by up to @more columns. */
static void widen(struct columns *c, enum top_column column, int more)
{
	if (more > c->room)
		more = c->room;
	if (!c->width[column] || more < 0)
		return;
	c->width[column] += more;
	c->room -= more;
}

struct columns columns_fit(uint32_t chosen, int width)
{
	struct columns c = {.room = width};

	c.width[COLUMN_NAME] = width < LEAST_NAME ? width : LEAST_NAME;
	c.room -= c.width[COLUMN_NAME];
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (chosen && !(chosen & 1u << order[i]))
			continue;
		if (order[i] == COLUMN_BAR)
			widen(&c, COLUMN_NAME, GOOD_NAME - LEAST_NAME);
		if (!add_column(&c, order[i]))
			break;
	}
	/* An anomaly's name also uses the errors' column; make up for it. */
	if (!c.width[COLUMN_ERRORS])
		widen(&c, COLUMN_PHASE, 1);
	return c;
}

void columns_widen(struct columns *c, int longest_name)
{
	widen(c, COLUMN_NAME, longest_name - c->width[COLUMN_NAME]);
	widen(c, COLUMN_BAR, 12);
	widen(c, COLUMN_HISTORY,
	      TOP_HISTORY + 1 - top_columns[COLUMN_HISTORY].width);
}

/* Returns the column with a name of @len bytes; TOP_COLUMNS if there is none. */
static int find_column(const char *name, size_t len)
{
	int i = COLUMN_NAME + 1;

	while (i < TOP_COLUMNS &&
	       (strlen(top_columns[i].name) != len ||
		strncmp(top_columns[i].name, name, len) != 0))
		i++;
	return i;
}

int columns_parse(const char *list, uint32_t *chosen)
{
	uint32_t columns = 0;

	for (const char *at = list; strcmp(list, AUTOMATIC) != 0;) {
		const size_t len = strcspn(at, ",");
		const int column = find_column(at, len);

		if (column == TOP_COLUMNS)
			return -EINVAL;
		columns |= 1u << column;
		if (!at[len])
			break;
		at += len + 1;
	}
	*chosen = columns;
	return 0;
}

const char *columns_format(uint32_t chosen, char list[COLUMNS_LEN])
{
	*list = '\0';
	for (int i = COLUMN_NAME + 1; i < TOP_COLUMNS; i++)
		if (chosen & 1u << i)
			text_append(list, COLUMNS_LEN, "%s%s", *list ? "," : "",
				    top_columns[i].name);
	if (!*list)
		snprintf(list, COLUMNS_LEN, AUTOMATIC);
	return list;
}
