// SPDX-License-Identifier: GPL-2.0-only
/* Graphs of all messages over time, and the details beside the table. */
#include <locale.h>

#include "unit_test.h"
#include "top_screen.h"

static void test_points(void **state)
{
	struct series s = {.key = reading};

	begin();
	transfers(&s, 26880, 200);
	timeout(&s, 30000000, LA_TIMEOUT);
	give(f.m, &s);
	end();
	begin();
	end();
	assert_true(overview_at(&f.m->overview, 0)->value[OVERVIEW_RATE] == 0);
	assert_true(overview_at(&f.m->overview, 1)->value[OVERVIEW_RATE] ==
		    201);
	assert_true(overview_at(&f.m->overview, 1)->value[OVERVIEW_TIMEOUTS] ==
		    1);
	assert_true(overview_at(&f.m->overview, 1)->value[OVERVIEW_SLOWNESS] >
		    29e6);
	assert_null(overview_at(&f.m->overview, 2));
	for (int i = 0; i < OVERVIEW_POINTS; i++) {
		begin();
		traffic(reading, 1000, 1);
		end();
	}
	assert_true(overview_at(&f.m->overview, OVERVIEW_POINTS - 1)
			    ->value[OVERVIEW_RATE] == 1);
	assert_null(overview_at(&f.m->overview, OVERVIEW_POINTS));
	top_reset(f.m);
	assert_null(overview_at(&f.m->overview, 0));
}

/* Three graphs where there are empty lines; the table has all it needs. */
static void test_graphs(void **state)
{
	for (int i = 0; i < 12; i++) {
		struct series s = {.key = reading};

		begin();
		transfers(&s, i == 6 ? 2000000 : 20000, i < 9 ? 10 : 5);
		if (i == 4)
			timeout(&s, 1000, LA_TIMEOUT);
		give(f.m, &s);
		end();
	}
	draw(24, 80);
	assert_true(line_has(15, "p99 us 20.1  peak 2007"));
	assert_true(line_has(15, "msg/s 5  peak 11"));
	assert_true(line_has(15, "timeouts 0  peak 1"));
	draw(10, 80);
	assert_hides("peak");
	f.v.set.hide_graphs = true;
	draw(24, 80);
	assert_hides("peak");
	f.v.set.hide_graphs = false;
	/* Two of them fit 40 columns. */
	draw(24, 40);
	assert_shows("p99 us");
	assert_shows("msg/s 5");
	assert_hides("timeouts 0");
	/* Not in batch mode. */
	f.about.keys = false;
	draw(24, 80);
	assert_hides("peak");
}

/* The last interval is at the right; counts have a linear scale. */
static void test_shape(void **state)
{
	for (int i = 0; i < 4; i++) {
		begin();
		traffic(reading, 1000u << 2 * i, 2u << i);
		end();
	}
	f.c.utf8 = false;
	f.v.set.hide_details = true;
	draw(16, 80);
	assert_true(line_has(10, "msg/s 16  peak 16  in 4 s  timeouts 0"));
	assert_line(11, "                        #                          #");
	assert_line(12, "                       =#                          #");
	assert_line(13, "                      -##                         ##");
	assert_line(14, "                     _###                       ~###");
}

/* Wide screens have the details of the cursor's row beside the table. */
static void test_both(void **state)
{
	begin();
	traffic(reading, 26880, 2000);
	traffic(level_set, 31232, 5);
	end();
	draw(24, 159);
	assert_hides("us, from   to before");
	draw(24, 160);
	assert_true(line_has(3, "PERFORMANCE PERFORMANCE_LEVEL_SET, mailbox"));
	assert_shows("us, from   to before");
	assert_true(line_has(4, "mail PERFORM…CE_LEVEL_SET"));
	assert_int_equal(canvas_at(&f.c, 4, 79)->ink, INK_SELECTED);
	assert_int_equal(canvas_at(&f.c, 4, 80)->ink, INK_PLAIN);
	top_view_move(&f.v, 1);
	draw(24, 160);
	assert_true(line_has(3, "SENSOR SENSOR_READING_GET, virtio"));
	/* The keys move the cursor, so the table's lines are those of a page. */
	assert_int_equal(f.v.lines, 18);
	assert_int_equal(f.v.table_width, 80);
	f.v.set.hide_details = true;
	draw(24, 160);
	assert_hides("us, from   to before");
	assert_int_equal(f.v.table_width, 160);
}

/* A long table leaves lines for the graphs on a screen with many. */
static void test_long_table(void **state)
{
	much_traffic(2);
	draw(24, 80);
	assert_hides("peak");
	draw(48, 80);
	assert_true(line_has(40, "p99 us"));
	assert_true(line_has(38, "TOTAL"));
	assert_int_equal(f.v.lines, 34);
	f.v.set.hide_graphs = true;
	draw(48, 80);
	assert_hides("peak");
	assert_true(line_has(46, "TOTAL"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_points), TEST(test_graphs),	  TEST(test_shape),
		TEST(test_both),   TEST(test_long_table),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
