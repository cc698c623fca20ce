// SPDX-License-Identifier: GPL-2.0-only
/* Reports of the mouse: their parser, and what they do. */
#include <string.h>

#include "unit_test.h"
#include "mouse.h"
#include "top_screen.h"
#include "keys.h"

static enum mouse_state parse(const char *report, struct mouse_press *press)
{
	struct mouse_report r = {0};
	enum mouse_state state = MOUSE_MORE;

	for (; *report && state == MOUSE_MORE; report++)
		state = mouse_add(&r, *report, press);
	/* Nothing is left over. */
	assert_int_equal(*report, '\0');
	return state;
}

static void test_reports(void **state)
{
	static const char *const nothing[] = {
		"0;10;5m", "32;10;5M", "x", "0;0;5M",	  "0;10;0M", "0;10M",
		";;M",	   "1;2;3;",   "-", "0;10;5\033", "1000000",
	};
	struct mouse_press press;

	assert_int_equal(parse("0;10;5M", &press), MOUSE_PRESS);
	assert_int_equal(press.button, MOUSE_LEFT);
	assert_int_equal(press.column, 9);
	assert_int_equal(press.row, 4);
	/* Held keys make no difference; wide screens have long numbers. */
	assert_int_equal(parse("28;300;1M", &press), MOUSE_PRESS);
	assert_int_equal(press.button, MOUSE_LEFT);
	assert_int_equal(press.column, 299);
	assert_int_equal(parse("65;1;1M", &press), MOUSE_PRESS);
	assert_int_equal(press.button, MOUSE_WHEEL_DOWN);
	assert_int_equal(parse("0;1", &press), MOUSE_MORE);
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		if (parse(nothing[i], &press) != MOUSE_NOTHING)
			fail_msg("%s", nothing[i]);
}

static struct top_keys keys;

static void click(int button, int row, int column)
{
	const struct mouse_press press = {button, row, column};

	top_click(&keys, &f.v, &press);
	draw(24, 80);
}

/* Returns the column of a title. */
static int title(const char *name)
{
	return (int)(strstr(line(3), name) - line(3));
}

static void test_clicks(void **state)
{
	memset(&keys, 0, sizeof(keys));
	much_traffic(1);
	draw(24, 80);
	/* A row, and its details. */
	click(MOUSE_LEFT, 8, 20);
	assert_int_equal(f.v.cursor, 4);
	assert_int_equal(canvas_at(&f.c, 8, 0)->ink, INK_SELECTED);
	click(MOUSE_LEFT, 8, 79);
	assert_int_equal(f.v.page, TOP_DETAIL);
	click(MOUSE_LEFT, 8, 20);
	assert_int_equal(f.v.page, TOP_DETAIL);
	f.v.scroll = 0;
	top_click(&keys, &f.v,
		  &(struct mouse_press){.button = MOUSE_WHEEL_DOWN});
	assert_int_equal(f.v.scroll, 3);
	click(MOUSE_RIGHT, 0, 0);
	assert_int_equal(f.v.page, TOP_TABLE);
	/* The wheel moves the cursor, and so the table. */
	click(MOUSE_WHEEL_DOWN, 8, 20);
	assert_int_equal(f.v.cursor, 7);
	click(MOUSE_WHEEL_UP, 8, 20);
	click(MOUSE_WHEEL_UP, 8, 20);
	click(MOUSE_WHEEL_UP, 8, 20);
	assert_int_equal(f.v.cursor, 0);
	/* Titles: the first click sorts, the second one inverts. */
	click(MOUSE_LEFT, 3, title("max") + 1);
	assert_int_equal(f.v.set.sort, TOP_SORT_MAX);
	assert_false(f.v.set.inverted);
	click(MOUSE_LEFT, 3, title("max"));
	assert_int_equal(f.v.set.sort, TOP_SORT_MAX);
	assert_true(f.v.set.inverted);
	click(MOUSE_LEFT, 3, 0);
	assert_int_equal(f.v.set.sort, TOP_SORT_NAME);
	assert_false(f.v.set.inverted);
	click(MOUSE_LEFT, 3, title("err"));
	assert_int_equal(f.v.set.sort, TOP_SORT_ERRORS);
	/* The phase is not a sort key. */
	click(MOUSE_LEFT, 3, title("phase"));
	assert_int_equal(f.v.set.sort, TOP_SORT_ERRORS);
	/* The total, the header and the keys cannot be selected. */
	click(MOUSE_LEFT, 22, 5);
	click(MOUSE_LEFT, 23, 5);
	click(MOUSE_LEFT, 1, 5);
	assert_int_equal(f.v.cursor, 0);
	assert_int_equal(f.v.page, TOP_TABLE);
	/* A prompt gets keys only. */
	top_press(&keys, &f.v, 'f');
	click(MOUSE_LEFT, 8, 20);
	assert_int_equal(f.v.cursor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reports),
		TEST(test_clicks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
