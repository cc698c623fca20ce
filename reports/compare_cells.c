// SPDX-License-Identifier: GPL-2.0-only
#include "compare_cells.h"

#include <stdio.h>
#include <string.h>

const char *compare_column_title(enum compare_column column)
{
	static const char *const titles[COMPARE_COLUMNS] = {
		"A", "B", "B-A", "%", "low", "high", "p", "effect",
	};

	return titles[column];
}

/* Three decimals are ns; so many digits of ms are not worth their place. */
static void set_us(char *cell, const char *fmt, double ns)
{
	double us = ns / 1e3;
	int decimals = us > -1e4 && us < 1e4 ? 3 : 1;

	snprintf(cell, sizeof(((struct compare_cells *)0)->cell[0]), fmt,
		 decimals, us);
}

static void set_p(char *cell, double p)
{
	if (p < 0.0001)
		strcpy(cell, "<.0001");
	else
		sprintf(cell, "%.4f", p);
}

void compare_cells(const struct difference *row, struct compare_cells *cells)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		strcpy(cells->cell[i], "-");
	if (row->n_a)
		set_us(cells->cell[COLUMN_A], "%.*f", row->a.value);
	if (row->n_b)
		set_us(cells->cell[COLUMN_B], "%.*f", row->b.value);
	if (row->verdict < VERDICT_UNTESTED)
		return;
	set_us(cells->cell[COLUMN_SHIFT], "%+.*f", row->shift.value);
	if (row->a.value > 0)
		snprintf(cells->cell[COLUMN_PERCENT], sizeof(cells->cell[0]),
			 "%+.1f", 100 * row->shift.value / row->a.value);
	if (row->shift.interval) {
		set_us(cells->cell[COLUMN_LOW], "%+.*f", row->shift.low);
		set_us(cells->cell[COLUMN_HIGH], "%+.*f", row->shift.high);
	}
	if (!row->tested)
		return;
	set_p(cells->cell[COLUMN_P], row->p);
	sprintf(cells->cell[COLUMN_EFFECT], "%+.2f", row->test.effect);
}

char *compare_caveat(const struct comparison *c)
{
	size_t n_tests = c->n_tests, possible = 0;
	char *text = NULL;

	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].verdict == VERDICT_UNTESTED)
			n_tests++;
		else if (c->rows[i].tested &&
			 smallest_p(c->rows[i].n_a, c->rows[i].n_b) *
					 (double)(2 * c->n_tests) <=
				 COMPARE_ALPHA)
			possible++;
	if (!n_tests || possible)
		return NULL;
	if (asprintf(&text,
		     "No significance can be given: %s.\nIt takes %zu runs a "
		     "side or more, each its own file.",
		     c->n_tests ? "there are too few runs for so many "
				  "comparisons"
				: "a side has one run only",
		     runs_needed(2 * n_tests, COMPARE_ALPHA)) < 0)
		return NULL;
	return text;
}
