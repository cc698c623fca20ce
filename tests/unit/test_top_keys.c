// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the live view. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "columns.h"
#include "keys.h"
#include "settings.h"

/* SENSOR messages 0 … 9, sorted by name, in a table of 4 lines. */
#define ROWS  10
#define LINES 4

static struct {
	struct top_model *model;
	struct top_view view;
	struct top_keys keys;
} f;

static int set_up(void **state)
{
	static const struct top_status status = {.time_ns = 1000000000};
	memset(&f, 0, sizeof(f));
	f.model = top_model_new();
	f.view.set = (struct top_settings){.interval_ns = 1000000000,
					   .sort = TOP_SORT_NAME};
	f.view.lines = LINES;
	top_begin_interval(f.model, 1000000000);
	for (uint8_t i = 0; i < ROWS; i++) {
		const struct series_key key = {.transport = TRANSPORT_VIRTIO,
					       .protocol = 0x15,
					       .message = i};
		struct delta delta = {0};

		delta.counter[LC_BEGUN] = delta.counter[LC_COMPLETED] = 1;
		top_add_delta(f.model, key, &delta);
	}
	top_end_interval(f.model, &status);
	top_view_update(&f.view, f.model);
	assert_int_equal(f.view.n_rows, ROWS);
	return 0;
}

static int tear_down(void **state)
{
	top_view_free(&f.view);
	top_model_free(f.model);
	return 0;
}

static enum top_request press(int key)
{
	const enum top_request request = top_press(&f.keys, &f.view, key);

	top_view_update(&f.view, f.model);
	return request;
}

/* Presses keys that only change the view. */
static void type(const char *text)
{
	for (; *text; text++)
		assert_int_equal(press((unsigned char)*text), TOP_NOTHING);
}

static void test_quit(void **state)
{
	assert_int_equal(press('q'), TOP_QUIT);
	/* On other pages it returns to the table. */
	press('h');
	assert_int_equal(f.view.page, TOP_HELP);
	assert_int_equal(press('q'), TOP_NOTHING);
	assert_int_equal(f.view.page, TOP_TABLE);
	/* In a prompt it is a letter. */
	type("fq");
	assert_string_equal(f.view.filter, "q");
}

static void test_requests(void **state)
{
	assert_int_equal(press('r'), TOP_RESET);
	assert_int_equal(press('W'), TOP_SAVE);
	assert_int_equal(press(TOP_KEY_REDRAW), TOP_REDRAW);
	assert_int_equal(press(TOP_KEY_OTHER), TOP_NOTHING);
	assert_int_equal(press(0), TOP_NOTHING);
	assert_int_equal(press(0x20ac), TOP_NOTHING);
}

static void test_moves(void **state)
{
	static const struct {
		int key;
		size_t cursor;
	} moves[] = {
		{TOP_KEY_DOWN, 1},
		{'j', 2},
		{TOP_KEY_UP, 1},
		{'k', 0},
		{'k', 0},
		{TOP_KEY_PAGE_DOWN, LINES - 1},
		{TOP_KEY_END, ROWS - 1},
		{TOP_KEY_DOWN, ROWS - 1},
		{TOP_KEY_PAGE_UP, ROWS - LINES},
		{TOP_KEY_HOME, 0},
	};

	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++) {
		press(moves[i].key);
		assert_int_equal(f.view.cursor, moves[i].cursor);
		assert_int_equal(top_view_row(&f.view)->key.message,
				 moves[i].cursor);
	}
}

static void test_pages(void **state)
{
	press(TOP_KEY_ENTER);
	assert_int_equal(f.view.page, TOP_DETAIL);
	press('?');
	assert_int_equal(f.view.page, TOP_HELP);
	press(TOP_KEY_DOWN);
	assert_int_equal(f.view.scroll, 1);
	press(TOP_KEY_ESCAPE);
	assert_int_equal(f.view.page, TOP_DETAIL);
	assert_int_equal(f.view.scroll, 0);
	press('\n');
	assert_int_equal(f.view.page, TOP_TABLE);
	/* A key of the table opens it. */
	press(TOP_KEY_ENTER);
	press('s');
	assert_int_equal(f.view.page, TOP_TABLE);
}

static void test_no_rows(void **state)
{
	type("fnosuchmessage\r");
	assert_int_equal(f.view.n_rows, 0);
	press(TOP_KEY_ENTER);
	assert_int_equal(f.view.page, TOP_TABLE);
	assert_string_equal(f.view.message, "no row to show");
	press(TOP_KEY_END);
	type("/version\r");
	assert_string_equal(f.view.message, "no row matches 'version'");
}

static void test_sort(void **state)
{
	int seen = 0;

	for (int i = 0; i < TOP_SORTS; i++) {
		press(i % 2 ? 's' : '>');
		seen |= 1 << f.view.set.sort;
		assert_non_null(strstr(f.view.message,
				       top_sort_names[f.view.set.sort]));
	}
	assert_int_equal(seen, (1 << TOP_SORTS) - 1);
	assert_int_equal(f.view.set.sort, TOP_SORT_NAME);
	/* In the order of the columns, and from the last to the first. */
	press('<');
	assert_int_equal(f.view.set.sort, TOP_SORT_ERRORS);
	press('>');
	press('>');
	assert_int_equal(f.view.set.sort, TOP_SORT_RATE);
	press('<');
	press('I');
	assert_true(f.view.set.inverted);
	assert_int_equal(f.view.row[0]->key.message, ROWS - 1);
	press('I');
	assert_int_equal(f.view.row[0]->key.message, 0);
	assert_string_equal(f.view.message, "sorted by name");
}

static void test_grouping(void **state)
{
	static const size_t rows[TOP_GROUPINGS] = {
		[TOP_BY_MESSAGE] = ROWS, [TOP_BY_PROTOCOL] = 1,
		[TOP_BY_CHANNEL] = 1,	 [TOP_BY_INSTANCE] = 1,
		[TOP_BY_TRANSPORT] = 1,
	};

	/* Groupings without rows are left out. */
	memcpy(f.view.lacks, f.model->lacks, sizeof(f.view.lacks));
	for (int i = 1; i < 2 * TOP_GROUPINGS; i++) {
		if (!rows[i % TOP_GROUPINGS])
			continue;
		press('g');
		assert_int_equal(f.view.set.grouping, i % TOP_GROUPINGS);
		assert_int_equal(f.view.n_rows, rows[i % TOP_GROUPINGS]);
	}
	f.view.lacks[TOP_BY_RESOURCE] = false;
	press('g');
	press('g');
	assert_int_equal(f.view.set.grouping, TOP_BY_RESOURCE);
	f.view.lacks[TOP_BY_TASK] = false;
	press('g');
	assert_int_equal(f.view.set.grouping, TOP_BY_TASK);
	press('g');
	assert_int_equal(f.view.set.grouping, TOP_BY_PROTOCOL);
}

/* The window's keys, and the list of columns, which Esc leaves unchanged. */
static void test_window_and_columns(void **state)
{
	f.view.set.window_ns = TOP_WINDOW_NS;
	press('d');
	assert_int_equal(f.view.set.window_ns, 6 * TOP_WINDOW_NS);
	assert_string_equal(f.view.message, "percentiles of the last 60s");
	type("dd");
	assert_int_equal(f.view.set.window_ns, 0);
	assert_string_equal(f.view.message, "percentiles of the last interval");
	press('d');
	assert_int_equal(f.view.set.window_ns, TOP_WINDOW_NS);
	/* From a length that only options have, to the first. */
	f.view.set.window_ns = 7000000000;
	press('d');
	assert_int_equal(f.view.set.window_ns, TOP_WINDOW_NS);

	press('c');
	assert_string_equal(f.view.prompt, "Columns: auto_");
	press(TOP_KEY_CLEAR);
	type("max,rate\r");
	assert_int_equal(f.view.set.columns,
			 1 << COLUMN_MAX | 1 << COLUMN_RATE);
	press('c');
	assert_string_equal(f.view.prompt, "Columns: rate,max_");
	type(",speed\r");
	assert_non_null(strstr(f.view.message, "invalid columns (auto, or"));
	press('c');
	press(TOP_KEY_ESCAPE);
	assert_int_equal(f.view.set.columns,
			 1 << COLUMN_MAX | 1 << COLUMN_RATE);
}

static void test_filter(void **state)
{
	/* Each character applies at once, in any case. */
	type("fREADING");
	assert_string_equal(f.view.prompt, "Filter: READING_");
	assert_int_equal(f.view.n_rows, 1);
	for (int i = 0; i < 7; i++)
		press(0x7f);
	assert_string_equal(f.view.filter, "");
	assert_int_equal(f.view.n_rows, ROWS);
	type("proto\r");
	assert_string_equal(f.view.prompt, "");
	assert_int_equal(f.view.n_rows, 3);
	/* Esc while typing restores the filter. */
	type("fzz");
	assert_int_equal(f.view.n_rows, 0);
	press(TOP_KEY_ESCAPE);
	assert_int_equal(f.view.n_rows, 3);
	/* Esc on the table removes it. */
	press(TOP_KEY_ESCAPE);
	assert_int_equal(f.view.n_rows, ROWS);
}

static void test_search(void **state)
{
	press('n');
	assert_non_null(strstr(f.view.message, "nothing to search for"));
	press('j');
	type("/protocol");
	assert_int_equal(f.view.cursor, 1); /* the current row matches */
	type("_mess");
	assert_int_equal(f.view.cursor, 2);
	type("x");
	assert_string_equal(f.view.message, "no row matches 'protocol_messx'");
	assert_int_equal(f.view.cursor, 1);
	press(TOP_KEY_CLEAR);
	type("protocol\r");
	assert_int_equal(f.view.n_rows, ROWS);
	for (size_t i = 2; i < 8; i++) {
		press('n');
		assert_int_equal(f.view.cursor, i % 3);
	}
	type("/\r"); /* repeats the last search */
	assert_int_equal(f.view.cursor, 2);
	type("/reading");
	assert_int_equal(f.view.cursor, 6);
	press(TOP_KEY_ESCAPE);
	assert_int_equal(f.view.cursor, 2);
	assert_string_equal(f.view.search, "protocol");
}

static void test_interval(void **state)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} cases[] = {
		{"i500ms\r", 500000000},
		{"i2\r", 500000000},
		{"i99ms\r", 500000000},
		{"i61m\r", 500000000},
		{"i\r", 500000000},
		{"i1m\x1b", 500000000},
		{"i\x15"
		 "1.5s\r",
		 1500000000},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		type(cases[i].text);
		assert_int_equal(f.view.set.interval_ns, cases[i].ns);
	}
	assert_string_equal(f.view.message, "interval 1500ms");
	type("i2\r");
	assert_non_null(
		strstr(f.view.message, "invalid value '2' for interval"));
}

static void test_pause(void **state)
{
	press('p');
	assert_true(f.view.paused);
	press(' ');
	assert_false(f.view.paused);
	f.view.ended = true;
	press('p');
	assert_false(f.view.paused);
	assert_non_null(strstr(f.view.message, "ended"));
	f.view.paused = true;
	press('p');
	assert_false(f.view.paused);
}

static void test_file(void **state)
{
	char year[8];

	press('w');
	assert_int_equal(sscanf(f.keys.text, "scmi-top-%7[0-9]", year), 1);
	assert_int_equal(strlen(f.keys.text),
			 strlen("scmi-top-20260101-120000.scmi"));
	assert_string_equal(f.keys.text + strlen(f.keys.text) - 5, ".scmi");
	assert_int_equal(press(TOP_KEY_ENTER), TOP_WRITE);
	press('w');
	press(TOP_KEY_CLEAR);
	assert_int_equal(press(TOP_KEY_ENTER), TOP_NOTHING);
	press('w');
	assert_int_equal(press(TOP_KEY_ESCAPE), TOP_NOTHING);
	assert_string_equal(f.view.prompt, "");
}

/* Characters of each length, and texts that are too long. */
static void test_typing(void **state)
{
	press('w');
	press(TOP_KEY_CLEAR);
	press('a');
	press(0xe9);
	press(0x20ac);
	press(0x1f600);
	assert_string_equal(f.keys.text,
			    "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	for (int i = 0; i < 3; i++)
		press(TOP_KEY_BACKSPACE);
	assert_string_equal(f.keys.text, "a");
	for (int i = 0; i < 300; i++)
		press(0xe9);
	assert_int_equal(strlen(f.keys.text), sizeof(f.keys.text) - 1);
	assert_true(strlen(f.view.prompt) < sizeof(f.view.prompt));
	/* The end is shown, starting at a character boundary. */
	assert_string_equal(f.view.prompt + strlen(f.view.prompt) - 3,
			    "\xc3\xa9_");
	assert_int_equal(
		(unsigned char)f.view.prompt[strlen("Write the profile to: ")],
		0xc3);
	press(TOP_KEY_ESCAPE);
	type("f");
	for (int i = 0; i < 100; i++)
		press('x');
	assert_int_equal(strlen(f.view.filter), sizeof(f.view.filter) - 1);
	assert_int_equal(press(TOP_KEY_UP), TOP_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_quit),     TEST(test_requests),
		TEST(test_moves),    TEST(test_pages),
		TEST(test_no_rows),  TEST(test_sort),
		TEST(test_grouping), TEST(test_window_and_columns),
		TEST(test_filter),   TEST(test_search),
		TEST(test_interval), TEST(test_pause),
		TEST(test_file),     TEST(test_typing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
