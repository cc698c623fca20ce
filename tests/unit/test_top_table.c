// SPDX-License-Identifier: GPL-2.0-only
/* Draws the table of the live view: its columns, its window and its total. */
#include <locale.h>
#include <stdio.h>

#include "unit_test.h"
#include "columns.h"
#include "top_screen.h"

/* The chosen columns, in the table's order, and the names in full. */
static void test_chosen_columns(void **state)
{
	begin();
	traffic(reading, 26880, 2000);
	traffic(level_set, 31232, 5);
	end();
	assert_int_equal(
		columns_parse("max,count,rate,errors", &f.v.set.columns), 0);
	draw(24, 80);
	assert_line(3, "message                    msg/s    max  all:n err");
	assert_line(4, "mail PERFORMANCE_LEVEL_SET     5   31.4      5   0");
	assert_line(5, "virt SENSOR_READING_GET     2000   27.0   2000   0");
	assert_line(6, "TOTAL                       2005   31.4   2005   0");
	/* Those that do not fit are left out, the most important ones stay. */
	draw(24, 40);
	assert_line(3, "message                 msg/s    max err");
	assert_int_equal(columns_parse("auto", &f.v.set.columns), 0);
	draw(24, 40);
	assert_true(line_has(3, "p99 phase"));
}

/* The header names the window, and what the times of the table are. */
static void test_window_in_header(void **state)
{
	begin();
	traffic(reading, 26880, 2000);
	end();
	draw(24, 80);
	assert_true(line_has(
		2, "sort: p99  window: 10 s  unit: us  interval: 1 s"));
	draw(24, 50);
	assert_true(line_has(2, "  sort: p99  us of 10 s every 1 s"));
	draw(24, 40);
	assert_true(line_has(2, "  sort: p99  us of 10 s"));
	top_set_window(f.m, 0);
	draw(24, 80);
	assert_true(line_has(2, "  sort: p99  unit: us  interval: 1 s"));
}

/* A table with few lines has rows instead of the total; a single row is it. */
static void test_total(void **state)
{
	begin();
	traffic(reading, 26880, 2000);
	end();
	draw(24, 80);
	assert_hides("TOTAL");
	begin();
	traffic(level_set, 31232, 5);
	end();
	draw(9, 80);
	assert_shows("TOTAL");
	draw(8, 80);
	assert_hides("TOTAL");
	/* It includes rows that the filter hides. */
	strcpy(f.v.filter, "reading");
	draw(24, 80);
	assert_true(line_has(5, "TOTAL"));
	assert_true(line_has(5, " 5 "));
	strcpy(f.v.filter, "nothing");
	draw(24, 80);
	assert_true(line_has(4, "No row matches"));
	assert_true(line_has(5, "TOTAL"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_chosen_columns),
		TEST(test_window_in_header),
		TEST(test_total),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
