// SPDX-License-Identifier: GPL-2.0-only
/* Draws the pages of the live view. */
#include <stdio.h>
#include <string.h>
#include <locale.h>
#include <wchar.h>

#include "unit_test.h"
#include "top_screen.h"

/* Every cell is printable and has a valid ink. */
static void assert_clean(void)
{
	for (int row = 0; row < f.c.rows; row++)
		for (int i = 0; i < f.c.columns; i++) {
			const struct canvas_cell *cell =
				canvas_at(&f.c, row, i);

			assert_int_equal(wcwidth((wchar_t)cell->rune), 1);
			assert_true(cell->ink < INKS);
			if (!f.c.utf8)
				assert_true(cell->rune < 0x7f);
		}
}

static void draw_all_pages(void)
{
	static const struct {
		int rows, columns;
	} sizes[] = {{24, 80}, {10, 40},  {60, 200}, {1, 1},   {2, 3},
		     {3, 500}, {200, 17}, {4, 20},   {5, 100}, {0, 0}};

	for (int utf8 = 0; utf8 < 2; utf8++)
		for (enum top_page page = TOP_TABLE; page <= TOP_HELP; page++)
			for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes);
			     i++) {
				f.c.utf8 = utf8;
				f.v.page = page;
				f.v.scroll = 3 * i;
				draw(sizes[i].rows, sizes[i].columns);
				assert_clean();
			}
	f.v.page = TOP_TABLE;
	f.v.scroll = 0;
}

static void test_every_page_and_size(void **state)
{
	draw_all_pages();
	much_traffic(3);
	for (int by = 0; by < TOP_GROUPINGS; by++) {
		f.v.set.grouping = by;
		draw_all_pages();
		top_view_move(&f.v, 100);
		draw_all_pages();
	}
	top_reset(f.m);
	draw_all_pages();
}

static void test_empty(void **state)
{
	draw(24, 80);
	assert_shows("No SCMI message yet.");
	assert_true(line_has(23, "q quit"));
	begin();
	end();
	draw(24, 80);
	assert_true(line_has(1, "0 msg/s"));
	assert_true(line_has(2, "no anomaly"));
	f.v.ended = true;
	draw(24, 80);
	assert_shows("No SCMI message.");
	assert_true(line_has(0, "ended"));
}

static void test_table(void **state)
{
	begin();
	traffic(reading, 26880, 2000);
	traffic(level_set, 31232, 5);
	end();
	draw(24, 80);
	assert_line(0,
		    "scmi-top  6.12.95-arm64  aarch64  mailbox  virtio       "
		    "           live  0:00:01");
	assert_line(1,
		    "2005 msg/s  timeouts 0  anomalies 0  lost 0  in flight 0  "
		    "own 0.4%");
	assert_line(3,
		    "message                   msg/s   p50    p90    p99    max"
		    " time err phase      %");
	assert_line(4,
		    "mail PERFORM…CE_LEVEL_SET     5  31.4  ≤31.4  ≤31.4   31.4"
		    "   0%   0 service   50");
	assert_line(5,
		    "virt SENSOR_READING_GET    2000  27.0   27.0   27.0   27.0"
		    " 100%   0 service   50");
	/* All messages together are the last line. */
	assert_line(6,
		    "TOTAL                      2005  27.0   27.0   27.0   31.4"
		    " 100%   0 service   50");
	assert_int_equal(ink_at(6, "TOTAL"), INK_BOLD);
	assert_line(7, "");
	assert_int_equal(ink_at(3, "p99"), INK_SELECTED);
	assert_int_equal(ink_at(3, "p50"), INK_TITLE);
	assert_int_equal(canvas_at(&f.c, 4, 0)->ink, INK_SELECTED);
	assert_int_equal(canvas_at(&f.c, 4, 79)->ink, INK_SELECTED);
	assert_int_equal(ink_at(5, "virt"), INK_PLAIN);
	assert_int_equal(ink_at(5, "service"), INK_SERVICE);
}

/* One message on one transport is slow: its row comes first, with its phase. */
static void test_slow_message_is_found(void **state)
{
	for (int n = 0; n < 10; n++) {
		struct series s = {.key = reading};

		begin();
		traffic(level_set, 90000, 2000);
		transfers(&s, n < 5 ? 20000 : 25000, 1000);
		if (n >= 5) {
			/* Its service takes 400 us longer. */
			s.counter[LC_BEGUN] += 500;
			s.counter[LC_COMPLETED] += 500;
			time_phase(&s, LC_TOTAL, 425000, 500);
			time_phase(&s, LC_SUBMIT, 2500, 500);
			time_phase(&s, LC_SERVICE, 420000, 500);
			time_phase(&s, LC_WAKEUP, 2500, 500);
		}
		give(f.m, &s);
		end();
		draw(24, 80);
		assert_true(line_has(4, n < 5 ? "LEVEL_SET" : "READING"));
	}
	assert_true(line_has(4, "virt SENSOR_READING_GET"));
	assert_true(line_has(4, "service   94"));
	assert_true(line_has(5, "service   50"));
	/* Its detail page shows the start of the slowdown and the phase. */
	f.v.page = TOP_DETAIL;
	draw(60, 80);
	assert_shows("SENSOR SENSOR_READING_GET, virtio");
	assert_hides("…"); /* nothing is cut off */
	assert_shows(" 0:00:04 ago  max    426.0  median so far 20.1  "
		     "by service");
	assert_shows("service ");
}

static void test_lost_doorbell(void **state)
{
	struct anomaly_event event = {.key = reading,
				      .kind = LA_LOST_DOORBELL,
				      .token = 42,
				      .cpu = 3,
				      .pid = 4711,
				      .age_ns = 30000000,
				      .comm = "kworker/3:1"};
	struct series s = {.key = reading};

	begin();
	traffic(level_set, 90000, 2000);
	transfers(&s, 20000, 1000);
	timeout(&s, 30000000, LA_LOST_DOORBELL);
	give(f.m, &s);
	event.time_ns = f.now_ns - 1;
	top_add_event(f.m, &event);
	end();
	draw(24, 80);
	assert_true(line_has(1, "timeouts 1  anomalies 1"));
	assert_int_equal(ink_at(1, "timeouts"), INK_BAD);
	assert_true(line_has(2, "lost_doorbell: virtio SENSOR_READING_GET"));
	assert_true(line_has(4, "virt SENSOR_READING_GET"));
	assert_true(line_has(4, "lost_doorbell 1"));
	top_view_move(&f.v, 1); /* the cursor has its own colour */
	draw(24, 80);
	assert_int_equal(ink_at(4, "lost_doorbell"), INK_BAD);
	draw(10, 40);
	assert_true(line_has(4, "lost_doorbell"));

	top_view_move(&f.v, -1);
	f.v.page = TOP_DETAIL;
	draw(40, 80);
	assert_shows("1 lost_doorbell  the reply was in time");
	assert_shows("token 42  after 30000.0  cpu 3  kworker/3:1[4711]");
	assert_shows("timed_out 1");

	/* Later the row shows its phase again; the errors stay. */
	f.v.page = TOP_TABLE;
	for (int i = 0; i < TOP_RECENT; i++) {
		begin();
		traffic(reading, 20000, 1000);
		traffic(level_set, 90000, 2000);
		end();
	}
	draw(24, 80);
	assert_true(line_has(4, "  1 service   50"));
	assert_int_equal(ink_at(1, "timeouts"), INK_WARN);
	assert_true(line_has(2, "lost_doorbell: virtio SENSOR_READING_GET"));

	/* Another kind of anomaly is not a timeout. */
	begin();
	transfers(&s, 20000, 1000);
	s.anomaly[LA_LATE_REPLY] = 1;
	give(f.m, &s);
	end();
	draw(24, 80);
	assert_true(line_has(1, "timeouts 1  anomalies 2"));
	assert_int_equal(ink_at(1, "timeouts"), INK_WARN);
	assert_int_equal(ink_at(1, "anomalies"), INK_BAD);
}

static void test_idle_rows_are_dim(void **state)
{
	begin();
	traffic(reading, 90000, 5);
	traffic(level_set, 20000, 5);
	end();
	begin();
	traffic(level_set, 20000, 5);
	end();
	f.about.keys = false;
	draw(24, 80);
	assert_line(4,
		    "virt SENSOR_READING_GET       0  90.1  ≤90.1  ≤90.1   90.1"
		    "   0%   0 service   50");
	assert_int_equal(ink_at(4, "virt"), INK_DIM);
	assert_int_equal(ink_at(4, "service"), INK_DIM);
	assert_int_equal(ink_at(5, "mail"), INK_PLAIN);
}

/* Wide screens have more columns, narrow ones the most important. */
static void test_widths(void **state)
{
	much_traffic(70);
	f.v.set.hide_details = true;
	f.v.set.sort = TOP_SORT_NAME;
	draw(24, 80);
	assert_hides("all:p50");
	assert_hides("phases");
	draw(24, 100);
	assert_true(line_has(3, "phases"));
	assert_hides("all:p50");
	assert_shows("░▓");
	draw(24, 132);
	assert_true(line_has(3, "all:p50    p90    p99    max"));
	assert_hides("history");
	draw(60, 200);
	assert_true(line_has(3, "history"));
	assert_shows("▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁");
	f.c.utf8 = false;
	draw(60, 200);
	assert_shows("______________________________");
	assert_shows("...+++####");
	draw(10, 40);
	assert_line(3, "message                p99 phase       %");
	draw(10, 20);
	assert_line(3, "message");
}

static void test_pages_of_rows(void **state)
{
	char first[81];

	much_traffic(1);
	f.v.set.hide_graphs = true;
	draw(24, 80);
	assert_int_equal(f.v.lines, 18); /* one more has the total */
	strncpy(first, line(4), 80);
	top_view_move(&f.v, 17);
	draw(24, 80);
	assert_int_equal(f.v.first, 0);
	assert_int_equal(canvas_at(&f.c, 21, 0)->ink, INK_SELECTED);
	assert_true(line_has(22, "TOTAL"));
	top_view_move(&f.v, 1);
	draw(24, 80);
	assert_int_equal(f.v.first, 1);
	assert_memory_not_equal(line(4), first, 80);
	top_view_move(&f.v, 1000);
	draw(24, 80);
	assert_int_equal(f.v.first, 500 - 18);
	/* Keys scroll the table by as little as possible. */
	top_view_move(&f.v, -20);
	draw(24, 80);
	assert_int_equal(f.v.first, 500 - 21);
	/* The cursor's row moved up: the rows above it become visible. */
	f.v.first = 15;
	f.v.selected = f.v.row[17]->key;
	draw(24, 80);
	assert_int_equal(f.v.first, 0);
	top_view_move(&f.v, 1000);
	draw(24, 80);
	/* A larger screen has no empty lines. */
	draw(104, 80);
	assert_int_equal(f.v.first, 500 - 98);
	/* All rows are drawn, as for output to a file. */
	f.about.keys = false;
	top_view_move(&f.v, -1000);
	draw(draw_table_rows(f.m, &f.v), 80);
	assert_memory_equal(line(4), first, 80);
	assert_true(line_has(504, "TOTAL"));
	assert_true(*line(505) == '\0');
}

static void test_help_scrolls(void **state)
{
	f.v.page = TOP_HELP;
	draw(10, 80);
	assert_true(line_has(3, "Keys"));
	top_view_move(&f.v, 1);
	draw(10, 80);
	assert_true(line_has(3, "quit"));
	top_view_move(&f.v, 1000);
	draw(10, 80);
	assert_true(line_has(8, "transport"));
	assert_true(f.v.scroll < 100);
	/* A page that fits does not scroll. */
	draw(60, 80);
	assert_int_equal(f.v.scroll, 0);
	assert_true(line_has(3, "Keys"));
}

static void test_last_line(void **state)
{
	strcpy(f.v.message, "written to x.scmi");
	draw(24, 80);
	assert_line(23, "written to x.scmi");
	strcpy(f.v.prompt, "/sens");
	draw(24, 80);
	assert_line(23, "/sens  written to x.scmi");
	f.about.keys = false;
	draw(24, 80);
	assert_hides("sens");
	assert_hides("quit");
}

/* Names from files and users cannot control the terminal. */
static void test_hostile_names(void **state)
{
	static const struct run hostile = {
		.kernel = (char *)"6.12\x1b[2J\n\u202e",
		.arch = (char *)"\xff<script>\u00e4"};
	struct anomaly_event event = {.key = reading,
				      .kind = LA_TIMEOUT,
				      .comm = "\x1b]0;x\x07\xff%s\u4e16"};

	f.about.run = &hostile;
	strcpy(f.v.filter, "%n%s\x1b[1m\u202e");
	strcpy(f.v.prompt, "\x1b[31m%n\t");
	begin();
	traffic(reading, 1000, 10);
	top_add_event(f.m, &event);
	end();
	draw_all_pages();
	draw(24, 130);
	assert_shows("6.12\\x1b[2J\\x0a\\xe2\\x80\\xae  \\xff<script>ä");
	assert_shows("No row matches the filter.");
	*f.v.filter = '\0';
	f.v.page = TOP_TABLE;
	draw(24, 80);
	f.v.page = TOP_DETAIL;
	draw(60, 80);
	assert_clean();
	assert_shows("\\x1b]0;x\\x07\\xff%s?");
}

static void test_losses(void **state)
{
	f.status.lost[LOST_SERIES] = 12;
	f.status.untracked = 3;
	f.status.self_runs = 100;
	f.status.self_ns = 48000;
	begin();
	end();
	draw(24, 100);
	assert_true(line_has(1, "lost 12  in flight 0  untracked 3"));
	assert_true(line_has(1, "probes 480 ns"));
	assert_int_equal(ink_at(1, "lost"), INK_WARN);
	assert_true(line_has(2, "lost by key_table: record fewer"));
	draw(24, 40);
	assert_true(line_has(2, "lost by key_table"));

	/* Invalid lines of a log are counted separately. */
	f.status.unparsed_lines = 4;
	begin();
	end();
	draw(24, 100);
	assert_true(line_has(1, "untracked 3  unparsed 4"));
}

static void test_reset(void **state)
{
	much_traffic(2);
	draw(24, 80);
	assert_hides("timeouts 0");
	top_reset(f.m);
	draw(24, 80);
	assert_shows("0 msg/s  timeouts 0  anomalies 0");
	assert_shows("No SCMI message yet.");
	begin();
	traffic(level_set, 30000, 7);
	end();
	draw(24, 80);
	assert_true(line_has(4, "PERFORMANCE_LEVEL_SET"));
	assert_line(5, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_page_and_size),
		TEST(test_empty),
		TEST(test_table),
		TEST(test_slow_message_is_found),
		TEST(test_lost_doorbell),
		TEST(test_idle_rows_are_dim),
		TEST(test_widths),
		TEST(test_pages_of_rows),
		TEST(test_help_scrolls),
		TEST(test_last_line),
		TEST(test_hostile_names),
		TEST(test_losses),
		TEST(test_reset),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("locale C.UTF-8 is missing\n", stderr);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
