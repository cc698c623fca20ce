// SPDX-License-Identifier: GPL-2.0-only
#include "compare_cells.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const compare_column_titles[COMPARE_COLUMNS + 1] = {
	"A", "B", "B-A", "%", "low", "high", "p", "effect", "",
};

const char *const count_column_titles[COUNT_COLUMNS + 1] = {
	"A", "of", "B", "of", "p", "",
};

/*
 * Prints @value with up to @decimals, but drops decimals beyond @digits digits in
 * all, because 80 columns have no space for more.
 */
static void set_number(char *cell, const char *fmt, double value, int decimals,
		       int digits)
{
	double most = fabs(value) * pow(10, decimals);

	for (; decimals && most >= pow(10, digits) - 0.5; most /= 10)
		decimals--;
	snprintf(cell, sizeof(((struct compare_cells *)0)->cell[0]), fmt,
		 decimals, value);
}

static void set_time(char *cell, double ns, struct compare_unit unit)
{
	set_number(cell, "%.*f", ns / unit.ns, unit.decimals, 5);
}

/* One digit less than a time, because of the sign. */
static void set_shift(char *cell, double ns, struct compare_unit unit)
{
	set_number(cell, "%+.*f", ns / unit.ns, unit.decimals, 4);
}

static void set_p(char *cell, double p)
{
	if (p < 0.0001)
		strcpy(cell, "<.0001");
	else
		sprintf(cell, "%.4f", p);
}

struct compare_unit compare_unit(const struct comparison *c)
{
	double fastest = INFINITY;

	for (size_t i = 0; i < c->n_rows; i++) {
		const struct difference *row = &c->rows[i];

		if (row->phase == LC_TOTAL && row->n_a)
			fastest = fmin(fastest, row->a.value);
		if (row->phase == LC_TOTAL && row->n_b)
			fastest = fmin(fastest, row->b.value);
	}
	if (fastest >= 1e6 && fastest < INFINITY)
		return (struct compare_unit){"ms", 1e6, 3};
	/* Three decimals of a time in us are ns. */
	return (struct compare_unit){"us", 1e3, 3};
}

void compare_cells(const struct difference *row, struct compare_unit unit,
		   struct compare_cells *cells)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		strcpy(cells->cell[i], "-");
	if (row->n_a)
		set_time(cells->cell[COLUMN_A], row->a.value, unit);
	if (row->n_b)
		set_time(cells->cell[COLUMN_B], row->b.value, unit);
	if (row->verdict < VERDICT_UNTESTED)
		return;
	set_shift(cells->cell[COLUMN_SHIFT], row->shift.value, unit);
	if (row->a.value > 0)
		set_number(cells->cell[COLUMN_PERCENT], "%+.*f",
			   100 * row->shift.value / row->a.value, 1, 4);
	if (row->shift.interval) {
		set_shift(cells->cell[COLUMN_LOW], row->shift.low, unit);
		set_shift(cells->cell[COLUMN_HIGH], row->shift.high, unit);
	}
	if (!row->tested)
		return;
	set_p(cells->cell[COLUMN_P], row->p);
	sprintf(cells->cell[COLUMN_EFFECT], "%+.2f", row->test.effect);
}

/* The median of an even number of runs can have a half. */
static bool is_whole(const struct difference *d)
{
	return d->a.value == floor(d->a.value) &&
	       d->b.value == floor(d->b.value) &&
	       d->shift.value == floor(d->shift.value);
}

static struct compare_unit total_unit(const struct difference *d,
				      enum total_measure measure)
{
	const double most = fmax(d->a.value, d->b.value);

	if (measure == TOTAL_TIME)
		return most < 1e7    ? (struct compare_unit){" us", 1e3, 3}
		       : most < 1e10 ? (struct compare_unit){" ms", 1e6, 3}
				     : (struct compare_unit){" s", 1e9, 3};
	return most < 1e5   ? (struct compare_unit){"", 1, is_whole(d) ? 0 : 1}
	       : most < 1e8 ? (struct compare_unit){" k", 1e3, 3}
			    : (struct compare_unit){" M", 1e6, 3};
}

void compare_total_cells(const struct total_row *row,
			 enum total_measure measure, char label[32],
			 struct compare_cells *cells)
{
	const struct difference *d = &row->of[measure];
	const struct compare_unit unit = total_unit(d, measure);

	snprintf(label, 32, "%s%s", total_names[measure], unit.name);
	compare_cells(d, unit, cells);
}

void count_cells(const struct count_difference *d, struct count_cells *cells)
{
	const uint64_t count[] = {
		[COLUMN_EVENTS_A] = d->a.events,
		[COLUMN_MESSAGES_A] = d->a.messages,
		[COLUMN_EVENTS_B] = d->b.events,
		[COLUMN_MESSAGES_B] = d->b.messages,
	};

	for (int i = 0; i < COLUMN_P_COUNT; i++)
		sprintf(cells->cell[i], "%" PRIu64, count[i]);
	strcpy(cells->cell[COLUMN_P_COUNT], "-");
	if (d->tested)
		set_p(cells->cell[COLUMN_P_COUNT], d->p);
}
