// SPDX-License-Identifier: GPL-2.0-only
/* The rows that are shown, their order, and the cursor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "top_fixture.h"
#include "view.h"

static struct {
	struct top_model *m;
	struct top_view v;
	uint64_t now_ns;
} f;

static int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	f.m = top_model_new();
	assert_non_null(f.m);
	return 0;
}

static int tear_down(void **state)
{
	top_view_free(&f.v);
	top_model_free(f.m);
	return 0;
}

static struct series_key key_of(uint8_t message)
{
	return (struct series_key){.transport = TRANSPORT_VIRTIO,
				   .protocol = 0x15,
				   .message = message};
}

static void begin(void)
{
	f.now_ns += SECOND_NS;
	top_begin_interval(f.m, f.now_ns);
}

static void traffic(uint8_t message, uint64_t ns, uint64_t n)
{
	struct series s = {.key = key_of(message)};

	transfers(&s, ns, n);
	give(f.m, &s);
}

static void end(void)
{
	end_interval(f.m);
	top_view_update(&f.v, f.m);
}

/* @expected has a letter for each row's message: "bca" for 1, 2, 0. */
static void assert_order(const char *expected)
{
	char order[32] = "";

	top_view_update(&f.v, f.m);
	assert_true(f.v.n_rows < sizeof(order));
	for (size_t i = 0; i < f.v.n_rows; i++)
		order[i] = (char)('a' + f.v.row[i]->key.message);
	assert_string_equal(order, expected);
}

static void test_nothing(void **state)
{
	top_view_update(&f.v, f.m);
	assert_null(top_view_row(&f.v));
	top_view_move(&f.v, 1);
	top_view_move(&f.v, -1);
	assert_false(top_view_search(&f.v));
	assert_int_equal(f.v.cursor, 0);
}

static void test_sorts(void **state)
{
	struct series s = {.key = key_of(3)};

	begin();
	traffic(0, 1000, 500);
	traffic(1, 9000, 10);
	traffic(2, 30000, 2);
	time_phase(&s, LC_TOTAL, 100, 1000);
	s.counter[LC_BEGUN] = 1001;
	timeout(&s, 20000000, LA_TIMEOUT);
	give(f.m, &s);
	end();
	/* With few samples, the maximum replaces the p99. */
	assert_order("dcba");
	f.v.set.inverted = true;
	assert_order("abcd");
	f.v.set.inverted = false;
	f.v.set.sort = TOP_SORT_P50;
	assert_order("cbad");
	f.v.set.sort = TOP_SORT_P90; /* with two samples, the maximum */
	assert_order("cbad");
	f.v.set.sort = TOP_SORT_MAX;
	assert_order("cbad");
	f.v.set.sort = TOP_SORT_RATE;
	assert_order("dabc");
	f.v.set.sort = TOP_SORT_TIME;
	assert_order("dabc");
	f.v.set.sort = TOP_SORT_ERRORS;
	assert_order("dabc");
	f.v.set.sort = TOP_SORT_NAME;
	assert_order("abcd");
	f.v.set.inverted = true;
	assert_order("dcba");
}

/* A slow transfer counts as long as it is in the window. */
static void test_sort_by_window(void **state)
{
	top_set_window(f.m, 3 * SECOND_NS);
	begin();
	traffic(0, 1000, 500);
	traffic(1, 9000, 1);
	end();
	for (int i = 0; i < 3; i++) {
		assert_order("ba");
		begin();
		traffic(0, 1000, 500);
		traffic(1, 500, 1);
		end();
	}
	assert_order("ab");
}

/* An idle row stays as long as the window has its last traffic. */
static void test_idle_row_in_window(void **state)
{
	top_set_window(f.m, 2 * TOP_RECENT * SECOND_NS);
	begin();
	traffic(0, 1000, 5);
	traffic(1, 9000, 5);
	end();
	for (int i = 0; i < 2 * TOP_RECENT; i++) {
		assert_order("ba");
		begin();
		traffic(0, 1000, 5);
		end();
	}
	assert_order("ab");
}

/* A row with only fast calls has their rate. */
static void test_sort_by_fast_calls(void **state)
{
	struct series fast = {.key = key_of(1)};

	begin();
	traffic(0, 1000, 10);
	fast.counter[LC_FAST_CALLS] = 200;
	give(f.m, &fast);
	traffic(2, 1000, 100);
	end();
	f.v.set.sort = TOP_SORT_RATE;
	assert_order("bca");
}

/* An idle row stays for a while, then moves down, and up again with traffic. */
static void test_idle_rows(void **state)
{
	top_set_window(f.m, TOP_RECENT * SECOND_NS);
	begin();
	traffic(0, 1000, 5);
	traffic(1, 9000, 5);
	end();
	for (int i = 0; i < TOP_RECENT; i++) {
		assert_order("ba");
		begin();
		traffic(0, 1000, 5);
		end();
	}
	assert_order("ba");
	begin();
	traffic(0, 1000, 5);
	end();
	assert_order("ab");
	begin();
	traffic(1, 9000, 5);
	end();
	assert_order("ba");
}

static void test_cursor(void **state)
{
	begin();
	for (uint8_t i = 0; i < 4; i++)
		traffic(i, 1000u * (i + 1), 5);
	end();
	assert_order("dcba");
	/* A cursor at the top stays at the top. */
	assert_int_equal(top_view_row(&f.v)->key.message, 3);
	begin();
	traffic(0, 9000, 5);
	end();
	assert_order("adcb");
	assert_int_equal(top_view_row(&f.v)->key.message, 0);
	/* A cursor that was moved follows its row. */
	top_view_move(&f.v, 2);
	assert_int_equal(top_view_row(&f.v)->key.message, 2);
	begin();
	traffic(2, 99000, 5);
	end();
	assert_order("cadb");
	assert_int_equal(f.v.cursor, 0);
	top_view_move(&f.v, 99);
	assert_int_equal(f.v.cursor, 3);
	top_view_move(&f.v, -99);
	assert_int_equal(f.v.cursor, 0);
	/* If the row disappears, the cursor stays at its position. */
	top_view_move(&f.v, 2);
	strcpy(f.v.filter, "0x01");
	top_view_update(&f.v, f.m);
	assert_true(f.v.cursor < f.v.n_rows || !f.v.n_rows);
}

/* The detail page waits for its row after a reset. */
static void test_detail_waits(void **state)
{
	begin();
	traffic(0, 1000, 5);
	traffic(1, 2000, 5);
	end();
	f.v.page = TOP_DETAIL;
	assert_int_equal(top_view_row(&f.v)->key.message, 1);
	begin();
	traffic(0, 3000, 5);
	end();
	assert_int_equal(top_view_row(&f.v)->key.message, 1);
	top_reset(f.m);
	top_view_update(&f.v, f.m);
	assert_null(top_view_row(&f.v));
	begin();
	traffic(0, 3000, 5);
	end();
	assert_null(top_view_row(&f.v));
	begin();
	traffic(1, 3000, 5);
	end();
	assert_int_equal(top_view_row(&f.v)->key.message, 1);
	/* Moving scrolls the page; the cursor stays. */
	top_view_move(&f.v, 3);
	top_view_move(&f.v, -1);
	assert_int_equal(f.v.scroll, 2);
	top_view_move(&f.v, -9);
	assert_int_equal(f.v.scroll, 0);
	assert_int_equal(top_view_row(&f.v)->key.message, 1);
}

static void test_filter_and_search(void **state)
{
	begin();
	traffic(3, 1000, 5);  /* SENSOR_DESCRIPTION_GET */
	traffic(6, 2000, 5);  /* SENSOR_READING_GET */
	traffic(7, 3000, 5);  /* SENSOR_AXIS_DESCRIPTION_GET */
	traffic(40, 4000, 5); /* not in the specification */
	end();
	strcpy(f.v.search, "description");
	assert_true(top_view_search(&f.v));
	assert_int_equal(f.v.selected.message, 7);
	assert_true(top_view_search(&f.v));
	assert_int_equal(f.v.selected.message, 3);
	assert_true(top_view_search(&f.v));
	assert_int_equal(f.v.selected.message, 7);
	strcpy(f.v.search, "%s");
	assert_false(top_view_search(&f.v));
	assert_int_equal(f.v.selected.message, 7);
	strcpy(f.v.search, "sensor:3");
	assert_true(top_view_search(&f.v));
	assert_int_equal(f.v.selected.message, 3);
	strcpy(f.v.filter, "0x15/6");
	assert_order("g");
	strcpy(f.v.filter, "Reading");
	assert_order("g");
	strcpy(f.v.filter, "VIRTIO sensor 0x28");
	top_view_update(&f.v, f.m);
	assert_int_equal(f.v.n_rows, 1);
	f.v.set.grouping = TOP_BY_TRANSPORT;
	strcpy(f.v.filter, "virtio");
	top_view_update(&f.v, f.m);
	assert_int_equal(f.v.n_rows, 1);
	strcpy(f.v.filter, "mailbox");
	top_view_update(&f.v, f.m);
	assert_int_equal(f.v.n_rows, 0);
	assert_null(top_view_row(&f.v));
}

static void test_names(void **state)
{
	struct series_key key = key_of(6);
	char name[TOP_NAME_LEN];

	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "virtio SENSOR_READING_GET");
	key.message = 0;
	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "virtio SENSOR PROTOCOL_VERSION");
	key.message = 0x10;
	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "virtio SENSOR NEGOTIATE_PROTOCOL_VERSION");
	key.instance = 1;
	assert_string_equal(top_row_name(&key, TOP_BY_PROTOCOL, name),
			    "virtio:1 SENSOR");
	assert_string_equal(top_row_name(&key, TOP_BY_RESOURCE, name),
			    "virtio:1 SENSOR (no resource)");
	key.resource_plus = 4;
	assert_string_equal(top_row_name(&key, TOP_BY_RESOURCE, name),
			    "virtio:1 SENSOR 3");
	assert_string_equal(top_row_name(&key, TOP_BY_CHANNEL, name),
			    "virtio:1 channel 0");
	assert_string_equal(top_row_name(&key, TOP_BY_INSTANCE, name),
			    "virtio:1");
	assert_string_equal(top_row_name(&key, TOP_BY_TRANSPORT, name),
			    "virtio");
	key.channel = 16;
	key.type = MESSAGE_NOTIFICATION;
	key.message = 1;
	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "virtio:1 SENSOR_UPDATE");
	key.protocol = 0x80;
	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "virtio:1 0x80 0x01 notification");
	memset(&key, 0xff, sizeof(key));
	key.transport = TRANSPORT_REF_VIRTIO;
	key.type = MESSAGE_NOTIFICATION;
	assert_string_equal(top_row_name(&key, TOP_BY_MESSAGE, name),
			    "ref-virtio:255 0xff 0xff notification");
}

static void test_marks(void **state)
{
	struct series s = {.key = key_of(0)};
	const struct top_row *row;
	double share;

	begin();
	transfers(&s, 8000, 5);
	s.counter[LC_OUT_OF_ORDER] = 1;
	give(f.m, &s);
	end();
	row = top_view_row(&f.v);
	assert_int_equal(top_marked_phase(&row->last, &share), LC_SERVICE);
	assert_true(share > 0.49 && share < 0.51);
	assert_int_equal(top_marked_anomaly(f.m, row), LA_KINDS);

	begin();
	timeout(&s, 30000000, LA_LOST_DOORBELL);
	give(f.m, &s);
	end();
	assert_int_equal(top_marked_phase(&row->last, &share), LC_PHASES);
	assert_true(share == 0);
	for (int i = 0; i < TOP_RECENT; i++) {
		assert_int_equal(top_marked_anomaly(f.m, row),
				 LA_LOST_DOORBELL);
		begin();
		end();
	}
	assert_int_equal(top_marked_anomaly(f.m, row), LA_KINDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_sorts),
		TEST(test_sort_by_window),
		TEST(test_idle_row_in_window),
		TEST(test_sort_by_fast_calls),
		TEST(test_idle_rows),
		TEST(test_cursor),
		TEST(test_detail_waits),
		TEST(test_filter_and_search),
		cmocka_unit_test(test_names),
		TEST(test_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
