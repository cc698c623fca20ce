// SPDX-License-Identifier: GPL-2.0-only
/* A refresh of a live view reads only the buckets of changed series. */
#include <locale.h>

#include "unit_test.h"
#include "top_fixture.h"
#include "top_snapshot.h"

#define SERIES	500
#define CHANGED 7 /* number of the series with traffic */

/*
 * hide() makes the buckets of all series but one inaccessible: in the memory of
 * the BPF programs, in the timeline and in the model's rows.
 */
static struct hist_bucket *hidden[SERIES][3][LC_PHASES];

static void hide_phases(struct load *l, struct delta *g,
			struct hist_bucket *saved[LC_PHASES], bool hide)
{
	for (int i = 0; i < LC_PHASES; i++) {
		if (hide) {
			saved[i] = g->phase[i].bucket;
			g->phase[i].bucket = (void *)l->pages;
		} else {
			g->phase[i].bucket = saved[i];
		}
	}
}

static void hide(struct load *l, bool on)
{
	const int access = on ? PROT_NONE : PROT_READ | PROT_WRITE;
	struct rec_page *own = &l->pages[(1 + CHANGED) * LOAD_PAGES];

	assert_int_equal(mprotect(l->pages, LOAD_PAGES_BYTES, access), 0);
	assert_int_equal(mprotect(own, LOAD_PAGES * sizeof(*own),
				  PROT_READ | PROT_WRITE),
			 0);
	for (unsigned int i = 0; i < SERIES; i++) {
		const struct series_key key =
			snapshot_key(&l->memory, l->series[i].key);
		struct top_row *row = (struct top_row *)find_row(
			l->model, TOP_BY_MESSAGE, &key);

		assert_non_null(row);
		if (i == CHANGED)
			continue;
		hide_phases(l, l->timeline.seen[i], hidden[i][0], on);
		hide_phases(l, &row->all.delta, hidden[i][1], on);
		hide_phases(l, &row->last.delta, hidden[i][2], on);
	}
}

static void test_unchanged_buckets_are_not_read(void **state)
{
	const struct top_row *row;
	struct series_key key;
	struct load l;

	assert_int_equal(load_init(&l), 0);
	l.n_buckets = 20;
	for (unsigned int i = 0; i < SERIES; i++)
		load_traffic(&l, i);
	assert_int_equal(load_refresh(&l), 0);
	assert_int_equal(l.model->level[TOP_BY_MESSAGE].n, SERIES);

	hide(&l, true);
	assert_int_equal(load_refresh(&l), 0); /* nothing has changed */
	load_traffic(&l, CHANGED);
	assert_int_equal(load_refresh(&l), 0);
	for (int by = 0; by < TOP_SORTS; by++) {
		l.view.set.sort = by;
		assert_int_equal(load_refresh(&l), 0);
	}
	hide(&l, false);

	key = snapshot_key(&l.memory, l.series[CHANGED].key);
	row = find_row(l.model, TOP_BY_MESSAGE, &key);
	assert_int_equal(row->interval, 3);
	assert_int_equal(top_messages(&row->last), 2000);
	assert_int_equal(top_messages(&row->all), 4000);
	assert_int_equal(row->all.delta.phase[LC_TRANSPORT].count, 0);
	assert_int_equal(row->all.delta.phase[LC_WAKEUP].count, 4000);
	assert_int_equal(row->all.delta.phase[LC_WAKEUP].n_buckets, 20);
	load_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unchanged_buckets_are_not_read),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
