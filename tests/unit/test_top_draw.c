// SPDX-License-Identifier: GPL-2.0-only
/* Draws the pages of the live view. */
#include <stdio.h>
#include <string.h>
#include <locale.h>
#include <wchar.h>

#include "unit_test.h"
#include "top_screen.h"

/* Every cell is printable and has a valid ink. */
static void assert_clean(const struct screen_test *f)
{
	for (int row = 0; row < f->c.rows; row++)
		for (int i = 0; i < f->c.columns; i++) {
			const struct canvas_cell *cell =
				canvas_at(&f->c, row, i);

			assert_int_equal(wcwidth((wchar_t)cell->rune), 1);
			assert_true(cell->ink < INKS);
			if (!f->c.utf8)
				assert_true(cell->rune < 0x7f);
		}
}

static void draw_all_pages(struct screen_test *f)
{
	static const struct {
		int rows, columns;
	} sizes[] = {{24, 80}, {10, 40},  {60, 200}, {1, 1},   {2, 3},
		     {3, 500}, {200, 17}, {4, 20},   {5, 100}, {0, 0}};

	for (int utf8 = 0; utf8 < 2; utf8++)
		for (enum top_page page = TOP_TABLE; page <= TOP_HELP; page++)
			for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes);
			     i++) {
				f->c.utf8 = utf8;
				f->v.page = page;
				f->v.scroll = 3 * i;
				draw(f, sizes[i].rows, sizes[i].columns);
				assert_clean(f);
			}
	f->v.page = TOP_TABLE;
	f->v.scroll = 0;
}

static void test_every_page_and_size(void **state)
{
	struct screen_test *f = *state;

	draw_all_pages(f);
	much_traffic(f, 3);
	for (int by = 0; by < TOP_GROUPINGS; by++) {
		f->v.set.grouping = by;
		draw_all_pages(f);
		top_view_move(&f->v, 100);
		draw_all_pages(f);
	}
	top_reset(f->m);
	draw_all_pages(f);
}

static void test_empty(void **state)
{
	struct screen_test *f = *state;

	draw(f, 24, 80);
	assert_shows(f, "No SCMI message yet.");
	assert_true(line_has(f, 23, "q quit"));
	begin(f);
	end(f);
	draw(f, 24, 80);
	assert_true(line_has(f, 1, "0 msg/s"));
	assert_true(line_has(f, 2, "no anomaly"));
	f->v.ended = true;
	draw(f, 24, 80);
	assert_shows(f, "No SCMI message.");
	assert_true(line_has(f, 0, "ended"));
}

static void test_table(void **state)
{
	struct screen_test *f = *state;

	begin(f);
	traffic(f, reading, 26880, 2000);
	traffic(f, level_set, 31232, 5);
	end(f);
	draw(f, 24, 80);
	assert_line(f, 0,
		    "scmi-top  6.12.95-arm64  aarch64  mailbox  virtio       "
		    "           live  0:00:01");
	assert_line(f, 1,
		    "2005 msg/s  timeouts 0  anomalies 0  lost 0  in flight 0  "
		    "own 0.4%");
	assert_line(f, 3,
		    "message                   msg/s   p50    p90    p99    max"
		    " time err phase      %");
	assert_line(f, 4,
		    "mail PERFORM…CE_LEVEL_SET     5  31.4      -      -   31.4"
		    "   0%   0 service   50");
	assert_line(f, 5,
		    "virt SENSOR_READING_GET    2000  27.0   27.0   27.0   27.0"
		    " 100%   0 service   50");
	assert_line(f, 6, "");
	assert_int_equal(ink_at(f, 3, "p99"), INK_SELECTED);
	assert_int_equal(ink_at(f, 3, "p50"), INK_TITLE);
	assert_int_equal(canvas_at(&f->c, 4, 0)->ink, INK_SELECTED);
	assert_int_equal(canvas_at(&f->c, 4, 79)->ink, INK_SELECTED);
	assert_int_equal(ink_at(f, 5, "virt"), INK_PLAIN);
	assert_int_equal(ink_at(f, 5, "service"), INK_SERVICE);
}

/* One message on one transport is slow: its row comes first, with its phase. */
static void test_slow_message_is_found(void **state)
{
	struct screen_test *f = *state;

	for (int n = 0; n < 10; n++) {
		struct series s = {.key = reading};

		begin(f);
		traffic(f, level_set, 90000, 2000);
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
		give(f->m, &s);
		end(f);
		draw(f, 24, 80);
		assert_true(line_has(f, 4, n < 5 ? "LEVEL_SET" : "READING"));
	}
	assert_true(line_has(f, 4, "virt SENSOR_READING_GET"));
	assert_true(line_has(f, 4, "service   94"));
	assert_true(line_has(f, 5, "service   50"));
	/* Its detail page shows the start of the slowdown and the phase. */
	f->v.page = TOP_DETAIL;
	draw(f, 60, 80);
	assert_shows(f, "SENSOR SENSOR_READING_GET, virtio");
	assert_hides(f, "…"); /* nothing is cut off */
	assert_shows(f, " 0:00:04 ago  max    426.0  median so far 20.1  "
			"by service");
	assert_shows(f, "service ");
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
	struct screen_test *f = *state;

	begin(f);
	traffic(f, level_set, 90000, 2000);
	transfers(&s, 20000, 1000);
	timeout(&s, 30000000, LA_LOST_DOORBELL);
	give(f->m, &s);
	event.time_ns = f->now_ns - 1;
	top_add_event(f->m, &event);
	end(f);
	draw(f, 24, 80);
	assert_true(line_has(f, 1, "timeouts 1  anomalies 1"));
	assert_int_equal(ink_at(f, 1, "timeouts"), INK_BAD);
	assert_true(line_has(f, 2, "lost_doorbell: virtio SENSOR_READING_GET"));
	assert_true(line_has(f, 4, "virt SENSOR_READING_GET"));
	assert_true(line_has(f, 4, "lost_doorbell 1"));
	top_view_move(&f->v, 1); /* the cursor has its own colour */
	draw(f, 24, 80);
	assert_int_equal(ink_at(f, 4, "lost_doorbell"), INK_BAD);
	draw(f, 10, 40);
	assert_true(line_has(f, 4, "lost_doorbell"));

	top_view_move(&f->v, -1);
	f->v.page = TOP_DETAIL;
	draw(f, 40, 80);
	assert_shows(f, "1 lost_doorbell  the reply was in time");
	assert_shows(f, "token 42  after 30000.0  cpu 3  kworker/3:1[4711]");
	assert_shows(f, "timed_out 1");

	/* Later the row shows its phase again; the errors stay. */
	f->v.page = TOP_TABLE;
	for (int i = 0; i < TOP_RECENT; i++) {
		begin(f);
		traffic(f, reading, 20000, 1000);
		traffic(f, level_set, 90000, 2000);
		end(f);
	}
	draw(f, 24, 80);
	assert_true(line_has(f, 5, "  1 service   50"));
	assert_int_equal(ink_at(f, 1, "timeouts"), INK_WARN);
	assert_true(line_has(f, 2, "lost_doorbell: virtio SENSOR_READING_GET"));

	/* Another kind of anomaly is not a timeout. */
	begin(f);
	transfers(&s, 20000, 1000);
	s.anomaly[LA_LATE_REPLY] = 1;
	give(f->m, &s);
	end(f);
	draw(f, 24, 80);
	assert_true(line_has(f, 1, "timeouts 1  anomalies 2"));
	assert_int_equal(ink_at(f, 1, "timeouts"), INK_WARN);
	assert_int_equal(ink_at(f, 1, "anomalies"), INK_BAD);
}

static void test_idle_rows_are_dim(void **state)
{
	struct screen_test *f = *state;

	begin(f);
	traffic(f, reading, 90000, 5);
	traffic(f, level_set, 20000, 5);
	end(f);
	begin(f);
	traffic(f, level_set, 20000, 5);
	end(f);
	f->about.keys = false;
	draw(f, 24, 80);
	assert_line(f, 4,
		    "virt SENSOR_READING_GET       0  90.1      -      -   90.1"
		    "   0%   0 service   50");
	assert_int_equal(ink_at(f, 4, "virt"), INK_DIM);
	assert_int_equal(ink_at(f, 4, "service"), INK_DIM);
	assert_int_equal(ink_at(f, 5, "mail"), INK_PLAIN);
}

/* Wide screens have more columns, narrow ones the most important. */
static void test_widths(void **state)
{
	struct screen_test *f = *state;

	much_traffic(f, 70);
	f->v.set.sort = TOP_SORT_NAME;
	draw(f, 24, 80);
	assert_hides(f, "all:p50");
	assert_hides(f, "phases");
	draw(f, 24, 100);
	assert_true(line_has(f, 3, "phases"));
	assert_hides(f, "all:p50");
	assert_shows(f, "░▓");
	draw(f, 24, 132);
	assert_true(line_has(f, 3, "all:p50    p90    p99    max"));
	assert_hides(f, "history");
	draw(f, 60, 200);
	assert_true(line_has(f, 3, "history"));
	assert_shows(f, "▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁");
	f->c.utf8 = false;
	draw(f, 60, 200);
	assert_shows(f, "______________________________________");
	assert_shows(f, "...+++####");
	draw(f, 10, 40);
	assert_line(f, 3, "message                p99 phase       %");
	draw(f, 10, 20);
	assert_line(f, 3, "message");
}

static void test_pages_of_rows(void **state)
{
	struct screen_test *f = *state;
	char first[81];

	much_traffic(f, 1);
	draw(f, 24, 80);
	assert_int_equal(f->v.lines, 19);
	strncpy(first, line(f, 4), 80);
	top_view_move(&f->v, 18);
	draw(f, 24, 80);
	assert_int_equal(f->v.first, 0);
	assert_int_equal(canvas_at(&f->c, 22, 0)->ink, INK_SELECTED);
	top_view_move(&f->v, 1);
	draw(f, 24, 80);
	assert_int_equal(f->v.first, 1);
	assert_memory_not_equal(line(f, 4), first, 80);
	top_view_move(&f->v, 1000);
	draw(f, 24, 80);
	assert_int_equal(f->v.first, 500 - 19);
	/* Keys scroll the table by as little as possible. */
	top_view_move(&f->v, -20);
	draw(f, 24, 80);
	assert_int_equal(f->v.first, 500 - 21);
	/* The cursor's row moved up: the rows above it become visible. */
	f->v.first = 15;
	f->v.selected = f->v.row[18]->key;
	draw(f, 24, 80);
	assert_int_equal(f->v.first, 0);
	top_view_move(&f->v, 1000);
	draw(f, 24, 80);
	/* A larger screen has no empty lines. */
	draw(f, 104, 80);
	assert_int_equal(f->v.first, 500 - 99);
	/* All rows are drawn, as for output to a file. */
	f->about.keys = false;
	top_view_move(&f->v, -1000);
	draw(f, draw_table_rows(&f->v), 80);
	assert_memory_equal(line(f, 4), first, 80);
	assert_true(*line(f, 503) != '\n');
	assert_true(*line(f, 504) == '\0');
}

static void test_help_scrolls(void **state)
{
	struct screen_test *f = *state;

	f->v.page = TOP_HELP;
	draw(f, 10, 80);
	assert_true(line_has(f, 3, "Keys"));
	top_view_move(&f->v, 1);
	draw(f, 10, 80);
	assert_true(line_has(f, 3, "quit"));
	top_view_move(&f->v, 1000);
	draw(f, 10, 80);
	assert_true(line_has(f, 8, "transport"));
	assert_true(f->v.scroll < 100);
	/* A page that fits does not scroll. */
	draw(f, 60, 80);
	assert_int_equal(f->v.scroll, 0);
	assert_true(line_has(f, 3, "Keys"));
}

static void test_last_line(void **state)
{
	struct screen_test *f = *state;

	strcpy(f->v.message, "written to x.scmi");
	draw(f, 24, 80);
	assert_line(f, 23, "written to x.scmi");
	strcpy(f->v.prompt, "/sens");
	draw(f, 24, 80);
	assert_line(f, 23, "/sens  written to x.scmi");
	f->about.keys = false;
	draw(f, 24, 80);
	assert_hides(f, "sens");
	assert_hides(f, "quit");
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
	struct screen_test *f = *state;

	f->about.run = &hostile;
	strcpy(f->v.filter, "%n%s\x1b[1m\u202e");
	strcpy(f->v.prompt, "\x1b[31m%n\t");
	begin(f);
	traffic(f, reading, 1000, 10);
	top_add_event(f->m, &event);
	end(f);
	draw_all_pages(f);
	draw(f, 24, 130);
	assert_shows(f, "6.12\\x1b[2J\\x0a\\xe2\\x80\\xae  \\xff<script>ä");
	assert_shows(f, "No row matches the filter.");
	*f->v.filter = '\0';
	f->v.page = TOP_TABLE;
	draw(f, 24, 80);
	f->v.page = TOP_DETAIL;
	draw(f, 60, 80);
	assert_clean(f);
	assert_shows(f, "\\x1b]0;x\\x07\\xff%s?");
}

static void test_losses(void **state)
{
	struct screen_test *f = *state;

	f->status.lost[LOST_SERIES] = 12;
	f->status.untracked = 3;
	f->status.self_runs = 100;
	f->status.self_ns = 48000;
	begin(f);
	end(f);
	draw(f, 24, 100);
	assert_true(line_has(f, 1, "lost 12  in flight 0  untracked 3"));
	assert_true(line_has(f, 1, "probes 480 ns"));
	assert_int_equal(ink_at(f, 1, "lost"), INK_WARN);
	assert_true(line_has(f, 2, "lost by key_table: record fewer"));
	draw(f, 24, 40);
	assert_true(line_has(f, 2, "lost by key_table"));

	/* Invalid lines of a log are counted separately. */
	f->status.unparsed_lines = 4;
	begin(f);
	end(f);
	draw(f, 24, 100);
	assert_true(line_has(f, 1, "untracked 3  unparsed 4"));
}

static void test_reset(void **state)
{
	struct screen_test *f = *state;

	much_traffic(f, 2);
	draw(f, 24, 80);
	assert_hides(f, "timeouts 0");
	top_reset(f->m);
	draw(f, 24, 80);
	assert_shows(f, "0 msg/s  timeouts 0  anomalies 0");
	assert_shows(f, "No SCMI message yet.");
	begin(f);
	traffic(f, level_set, 30000, 7);
	end(f);
	draw(f, 24, 80);
	assert_true(line_has(f, 4, "PERFORMANCE_LEVEL_SET"));
	assert_line(f, 5, "");
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
