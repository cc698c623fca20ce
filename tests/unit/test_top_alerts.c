// SPDX-License-Identifier: GPL-2.0-only
/* Alerts: their conditions, and the rows to which they apply. */
#include <errno.h>
#include <locale.h>

#include "unit_test.h"
#include "top_screen.h"

static void test_conditions(void **state)
{
	static const char *const wrong[] = {"",	       "p99",	  "p99>",
					    "p99>1",   "p98>1ms", "p99=1ms",
					    "rate>x",  "rate>1s", "errors>-1",
					    "P99>1ms", "p99>>1ms"};
	struct alerts a = {0};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (alerts_add(&a, wrong[i]) != -EINVAL)
			fail_msg("%s", wrong[i]);
	assert_int_equal(a.n, 0);
	assert_int_equal(alerts_add(&a, "p99>1ms"), 0);
	assert_true(a.alert[0].limit == 1e6 && !a.alert[0].below);
	assert_int_equal(alerts_add(&a, "rate<0.5"), 0);
	assert_true(a.alert[1].limit == 0.5 && a.alert[1].below);
	while (a.n < ALERTS_MAX)
		assert_int_equal(alerts_add(&a, "timeouts>0"), 0);
	assert_int_equal(alerts_add(&a, "errors>0"), -E2BIG);
	alerts_free(&a);
}

static void update(void)
{
	top_view_update(&f.v, f.m);
	alerts_update(&f.v.alerts, f.m, f.v.set.grouping, f.v.row, f.v.n_rows);
}

/* An interval with a transfer of SENSOR_READING_GET, and some of LEVEL_SET. */
static void interval(uint64_t reading_ns)
{
	begin();
	if (reading_ns)
		traffic(reading, reading_ns, 1);
	traffic(level_set, 20000, 10);
	end();
	update();
}

/* Returns the ink of a cell in the first row. */
static enum top_ink ink_of_time(enum top_sort column)
{
	return canvas_at(&f.c, 4, f.v.title[column].to - 1)->ink;
}

static void test_alert(void **state)
{
	struct alerts *a = &f.v.alerts;
	int idle = 0;

	assert_int_equal(alerts_add(a, "p99>1ms"), 0);
	interval(500000);
	assert_int_equal(a->n_rows, 0);
	assert_false(a->is_new || a->ever);
	draw(24, 80);
	assert_true(line_has(1, "alerts 0"));

	/* The maximum counts where there is no p99; the bell rings once. */
	interval(2000000);
	assert_int_equal(a->n_rows, 1);
	assert_true(a->is_new && a->ever);
	assert_int_equal(series_key_compare(&a->row[0], &reading), 0);
	top_view_move(&f.v, 1);
	f.c.utf8 = false;
	draw(24, 80);
	assert_true(line_has(1, "alerts 1"));
	assert_int_equal(ink_at(1, "alerts"), INK_BAD);
	assert_int_equal(ink_at(4, "virt"), INK_BAD);
	assert_int_equal(ink_of_time(TOP_SORT_P99), INK_BAD);
	assert_int_equal(ink_of_time(TOP_SORT_P90), INK_PLAIN);
	interval(500000);
	assert_int_equal(a->n_rows, 1);
	assert_false(a->is_new);

	/* It ends with the window. */
	while (a->n_rows && idle < 20) {
		interval(0);
		idle++;
	}
	assert_int_equal(idle, 10);
	assert_true(a->ever);
	interval(3000000);
	assert_true(a->is_new);
	/* Rows of another grouping are not new; hidden ones do not count. */
	f.v.set.grouping = TOP_BY_TRANSPORT;
	update();
	assert_int_equal(a->n_rows, 1);
	assert_false(a->is_new);
	strcpy(f.v.filter, "mailbox");
	update();
	assert_int_equal(a->n_rows, 0);
	alerts_free(a);
}

static void test_counts(void **state)
{
	struct alerts *a = &f.v.alerts;
	struct series s = {.key = reading};

	assert_int_equal(alerts_add(a, "timeouts>0"), 0);
	assert_int_equal(alerts_add(a, "rate<5"), 0);
	begin();
	transfers(&s, 1000, 5);
	timeout(&s, 30000000, LA_TIMEOUT);
	give(f.m, &s);
	end();
	update();
	assert_ptr_equal(alerts_find(a, f.m, top_view_row(&f.v)), &a->alert[0]);
	begin();
	traffic(reading, 1000, 5);
	end();
	update();
	assert_null(alerts_find(a, f.m, top_view_row(&f.v)));
	begin();
	end();
	update();
	assert_ptr_equal(alerts_find(a, f.m, top_view_row(&f.v)), &a->alert[1]);
	alerts_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		TEST(test_alert),
		TEST(test_counts),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
