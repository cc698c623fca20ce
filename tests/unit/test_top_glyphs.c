// SPDX-License-Identifier: GPL-2.0-only
/* Formats numbers in narrow cells, and draws bars and curves. */
#include <stdio.h>
#include <string.h>
#include <locale.h>

#include "unit_test.h"
#include "glyphs.h"
#include "top_fixture.h"

static void test_times(void **state)
{
	static const struct {
		uint64_t ns;
		int width;
		const char *cell;
	} cases[] = {
		{0, 5, "0.0"},
		{49, 5, "0.0"},
		{51, 5, "0.1"},
		{26856, 5, "26.9"},
		{999949, 5, "999.9"},
		{999951, 5, "1000"},
		{999951, 6, "1000.0"},
		{99999000, 5, "99999"},
		{101600000, 5, "102ms"},
		{101600000, 6, "101600"},
		{9999400000, 6, "9999ms"},
		{2000000000, 4, "2.0s"},
		{60000000000, 4, "60s"},
		{UINT64_MAX / 2, 5, "long"},
		{TOP_NO_VALUE, 5, "-"},
	};
	char buf[CELL_LEN];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(cell_time(cases[i].ns, cases[i].width, buf),
				    cases[i].cell);
}

static void test_counts(void **state)
{
	static const struct {
		double n;
		int width;
		const char *cell;
	} cases[] = {
		{0, 3, "0"},	   {0.04, 3, "0.0"},	{0.5, 3, "0.5"},
		{1.4, 3, "1"},	   {999, 3, "999"},	{999.6, 3, "1k"},
		{1000, 3, "1k"},   {1000, 4, "1000"},	{12345, 5, "12345"},
		{12345, 4, "12k"}, {123456, 5, "123k"}, {1234567, 4, "1.2M"},
		{1e15, 3, "1P"},   {1e30, 3, "max"},
	};
	char buf[CELL_LEN];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(cell_count(cases[i].n, cases[i].width, buf),
				    cases[i].cell);
	/* Any number fits. */
	for (double n = 0.001; n < 1e17; n *= 1.37)
		for (int width = 3; width < 8; width++)
			assert_true(strlen(cell_count(n, width, buf)) <=
				    (size_t)width);
	for (double ns = 1; ns < 3e17; ns *= 1.37)
		for (int width = 4; width < 9; width++)
			assert_true(strlen(cell_time((uint64_t)ns, width,
						     buf)) <= (size_t)width);
	assert_string_equal(cell_clock(3723999999999, buf), "1:02:03");
	assert_string_equal(cell_clock(UINT64_MAX, buf), "5124095:34:33");
}

/* Returns a line of the canvas as text. */
static char *line(struct canvas *c, int row)
{
	static char text[256];
	FILE *out = fmemopen(text, sizeof(text), "w");
	struct canvas one = {
		.rows = 1, .columns = c->columns, .cell = canvas_at(c, row, 0)};

	assert_non_null(out);
	canvas_print(&one, out);
	fclose(out);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* Rounding does not change the length of a bar of phases. */
static void test_phases(void **state)
{
	struct top_figures f = {0};
	struct canvas c = {.utf8 = false};

	canvas_resize(&c, 1, 40);
	draw_phases(&c, 0, 0, 20, &f, false);
	assert_string_equal(line(&c, 0), "");
	f.delta.phase[LC_SUBMIT].sum = 1;
	f.delta.phase[LC_DOORBELL].sum = 1;
	f.delta.phase[LC_SERVICE].sum = 16;
	f.delta.phase[LC_DISPATCH].sum = 1;
	f.delta.phase[LC_WAKEUP].sum = 1;
	f.delta.phase[LC_DELAYED].sum = 1000; /* not a part of the total */
	draw_phases(&c, 0, 0, 20, &f, false);
	assert_string_equal(line(&c, 0), ".+################=-");
	assert_int_equal(canvas_at(&c, 0, 0)->ink, INK_SUBMIT);
	assert_int_equal(canvas_at(&c, 0, 19)->ink, INK_WAKEUP);
	for (int width = 1; width < 40; width++)
		for (uint64_t sum = 1; sum < 100; sum += 7) {
			canvas_resize(&c, 1, 40);
			f.delta.phase[LC_SERVICE].sum = sum;
			draw_phases(&c, 0, 0, width, &f, true);
			assert_int_equal(strlen(line(&c, 0)), width);
			assert_int_equal(canvas_at(&c, 0, 0)->ink, INK_DIM);
		}
	canvas_free(&c);
}

static void test_bars(void **state)
{
	struct canvas c = {.utf8 = true};

	canvas_resize(&c, 1, 12);
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 0);
	assert_string_equal(line(&c, 0), "");
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 1e-9);
	assert_string_equal(line(&c, 0), "▏");
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 0.55);
	assert_string_equal(line(&c, 0), "█████▌");
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 1);
	assert_string_equal(line(&c, 0), "██████████");
	c.utf8 = false;
	canvas_resize(&c, 1, 12);
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 1e-9);
	assert_string_equal(line(&c, 0), "#");
	draw_bar(&c, 0, 0, 10, INK_SERVICE, 0.55);
	assert_string_equal(line(&c, 0), "######");
	draw_bar(&c, 0, 0, 0, INK_SERVICE, 1);
	draw_bar(&c, 0, 0, -5, INK_SERVICE, 1);
	assert_string_equal(line(&c, 0), "######");
	canvas_free(&c);
}

/* Small changes look small, a timeout stands out, no traffic is a gap. */
static void test_sparklines(void **state)
{
	struct series s = {.key = {.protocol = 0x15, .message = 6}};
	struct top_model *m = top_model_new();
	struct canvas c = {.utf8 = true};

	assert_non_null(m);
	canvas_resize(&c, 1, 12);
	for (unsigned int n = 1; n <= 6; n++) {
		top_begin_interval(m, n * SECOND_NS);
		if (n != 3)
			transfers(&s, 20000 + 500 * n, 10);
		if (n == 5)
			timeout(&s, 30000000, LA_TIMEOUT);
		if (n != 3)
			give(m, &s);
		end_interval(m);
		if (n == 4)
			draw_sparkline(&c, 0, 0, 8, m,
				       m->level[TOP_BY_MESSAGE].row[0]);
		if (n == 4)
			assert_string_equal(line(&c, 0), "    ▁▁ ▁");
	}
	canvas_resize(&c, 1, 12);
	draw_sparkline(&c, 0, 0, 8, m, m->level[TOP_BY_MESSAGE].row[0]);
	assert_string_equal(line(&c, 0), "  ▁▁ ▁█▁");
	assert_int_equal(canvas_at(&c, 0, 5)->ink, INK_DIM);
	assert_int_equal(canvas_at(&c, 0, 6)->ink, INK_PLAIN);
	c.utf8 = false;
	draw_sparkline(&c, 0, 0, 8, m, m->level[TOP_BY_MESSAGE].row[0]);
	assert_string_equal(line(&c, 0), "  __ _#_");
	/* Intervals that do not fit do not affect the scale. */
	canvas_resize(&c, 1, 12);
	draw_sparkline(&c, 0, 0, 1, m, m->level[TOP_BY_MESSAGE].row[0]);
	assert_string_equal(line(&c, 0), "_");
	canvas_free(&c);
	top_model_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_sparklines),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
