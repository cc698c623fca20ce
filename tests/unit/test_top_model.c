// SPDX-License-Identifier: GPL-2.0-only
/* The model of the live view. */

#include "unit_test.h"
#include "top_fixture.h"

static const struct series_key reading = {
	.transport = TRANSPORT_VIRTIO, .protocol = 0x15, .message = 6};

static int set_up(void **state)
{
	struct top_model *m = top_model_new();

	m->lacks[TOP_BY_RESOURCE] = false;
	*state = m;
	return 0;
}

static int tear_down(void **state)
{
	top_model_free(*state);
	return 0;
}

static const struct top_row *row_of(const struct top_model *m,
				    struct series_key key)
{
	const struct top_row *row = find_row(m, TOP_BY_MESSAGE, &key);

	assert_non_null(row);
	return row;
}

static void test_nothing_yet(void **state)
{
	struct top_model *m = *state;

	assert_int_equal(m->level[TOP_BY_MESSAGE].n, 0);
	assert_null(find_row(m, TOP_BY_TRANSPORT, &reading));
	assert_int_equal(top_messages(&top_total(m)->all), 0);
	assert_int_equal(top_total(m)->all.latency.time[TOP_P50], TOP_NO_VALUE);
	assert_int_equal(top_total(m)->last.latency.slowness, 0);
	assert_int_equal(top_interval_ns(m), 0);
	assert_null(top_recent(m, 0));
	top_begin_interval(m, SECOND_NS);
	end_interval(m);
	assert_int_equal(m->intervals, 1);
	assert_int_equal(top_since_ns(m), SECOND_NS);
	assert_int_equal(top_history(m, top_total(m), 0), 0);
}

static void test_last_and_all(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;
	const struct top_row *row;

	top_begin_interval(m, SECOND_NS);
	transfers(&s, 100, 99);
	transfers(&s, 128, 2);
	give(m, &s);
	end_interval(m);
	row = row_of(m, reading);
	assert_int_equal(row->last.latency.time[TOP_P50], 100);
	assert_int_equal(row->last.latency.time[TOP_P99], 128);
	assert_int_equal(row->last.latency.time[TOP_MAX], 128);
	assert_int_equal(row->last_ns, SECOND_NS);
	assert_int_equal(top_messages(&row->last), 101);
	assert_int_equal(top_waited_ns(&row->last), 99 * 100 + 2 * 128);

	/* Buckets below, between and above the existing ones. */
	top_begin_interval(m, 3 * SECOND_NS);
	transfers(&s, 64, 1);
	transfers(&s, 100, 1);
	transfers(&s, 120, 1);
	transfers(&s, 200, 1);
	give(m, &s);
	end_interval(m);
	assert_int_equal(row->last.latency.time[TOP_P50], 100);
	assert_int_equal(row->last.latency.time[TOP_P90], TOP_NO_VALUE);
	assert_int_equal(row->last.latency.time[TOP_MAX], 200);
	assert_int_equal(row->last_ns, 2 * SECOND_NS);
	assert_int_equal(row->all.delta.phase[LC_TOTAL].count, 105);
	assert_int_equal(row->all.delta.phase[LC_TOTAL].n_buckets, 5);
	for (size_t i = 1; i < 5; i++)
		assert_true(row->all.delta.phase[LC_TOTAL].bucket[i].index >
			    row->all.delta.phase[LC_TOTAL].bucket[i - 1].index);
	assert_int_equal(row->all.latency.time[TOP_P50], 100);
	assert_int_equal(row->all.latency.time[TOP_P99], 128);
	assert_int_equal(row->all.latency.time[TOP_MAX], 200);
	assert_int_equal(top_since_ns(m), 3 * SECOND_NS);
}

/* All groupings have the same total. */
static void test_sums_are_equal(void **state)
{
	struct top_model *m = *state;
	uint64_t sum[TOP_GROUPINGS][3] = {0};

	for (unsigned int n = 1; n <= 3; n++) {
		top_begin_interval(m, n * SECOND_NS);
		for (unsigned int i = n; i < 500; i += n) {
			struct series s = {.key = {.instance = i % 2,
						   .transport = 1 + i / 7 % 4,
						   .channel = i % 3,
						   .protocol = 0x10 + i % 9,
						   .message = (uint8_t)i,
						   .resource_plus = i % 5}};

			transfers(&s, 1000 + 997 * i, i);
			if (i % 50 == 0)
				timeout(&s, 100000000, LA_TIMEOUT);
			give(m, &s);
		}
		end_interval(m);
	}
	for (int by = 0; by < TOP_GROUPINGS; by++)
		for (size_t i = 0; i < m->level[by].n; i++) {
			const struct top_figures *f = &m->level[by].row[i]->all;

			sum[by][0] += top_messages(f);
			sum[by][1] += f->delta.phase[LC_SERVICE].count;
			sum[by][2] += top_waited_ns(f);
		}
	assert_int_equal(m->level[TOP_BY_MESSAGE].n, 499);
	assert_int_equal(m->level[TOP_BY_CHANNEL].n, 2 * 4 * 3);
	assert_int_equal(m->level[TOP_BY_INSTANCE].n, 2 * 4);
	assert_int_equal(m->level[TOP_BY_TRANSPORT].n, 4);
	for (int by = 0; by < TOP_GROUPINGS; by++) {
		const struct top_figures *f = &top_total(m)->all;

		if (m->lacks[by])
			continue;
		assert_int_equal(sum[by][0], top_messages(f));
		assert_int_equal(sum[by][1], f->delta.phase[LC_SERVICE].count);
		assert_int_equal(sum[by][2], top_waited_ns(f));
	}
	assert_int_equal(top_total(m)->all.delta.anomaly[LA_TIMEOUT],
			 9 + 9 + 3);
}

/* The transfers of a message about several resources, and the other way round. */
static void test_resources(void **state)
{
	struct top_model *m = *state;
	const struct series_key sensor = {.transport = TRANSPORT_VIRTIO,
					  .protocol = 0x15,
					  .resource_plus = 4};
	const struct top_row *row;

	top_begin_interval(m, SECOND_NS);
	for (uint8_t i = 0; i < 8; i++) {
		struct series s = {.key = {.transport = TRANSPORT_VIRTIO,
					   .channel = i % 2,
					   .protocol = 0x15,
					   .message = i < 6 ? 6 : 2,
					   .resource_plus = i < 6 ? i : 4}};

		transfers(&s, i == 4 ? 768000 : 83000, 1);
		give(m, &s);
	}
	end_interval(m);
	assert_int_equal(m->level[TOP_BY_MESSAGE].n, 4);
	assert_int_equal(m->level[TOP_BY_RESOURCE].n, 6);
	row = find_row(m, TOP_BY_RESOURCE, &sensor);
	assert_non_null(row);
	assert_int_equal(top_messages(&row->all), 3);
	assert_true(row->recent.time[TOP_MAX] >= 768000);
	assert_int_equal(top_messages(&top_total(m)->all), 8);
}

/* Without that option, series of resources are added up. */
static void test_no_resources(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;

	m->lacks[TOP_BY_RESOURCE] = true;
	top_begin_interval(m, SECOND_NS);
	for (uint8_t i = 0; i < 8; i++) {
		s.key.resource_plus = i;
		transfers(&s, 83000, 1);
		give(m, &s);
	}
	end_interval(m);
	assert_int_equal(m->level[TOP_BY_RESOURCE].n, 0);
	assert_int_equal(top_messages(&row_of(m, reading)->all), 8);
}

static void test_idle_and_history(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;
	const struct top_row *row;

	for (uint64_t n = 1; n <= 200; n++) {
		top_begin_interval(m, n * SECOND_NS);
		if (n % 10 == 0 && n <= 100) {
			transfers(&s, 100 + n, 1);
			give(m, &s);
		}
		end_interval(m);
		if (n == 105) {
			row = row_of(m, reading);
			assert_int_equal(top_idle(m, row), 5);
			assert_int_equal(top_history(m, row, 4), 0);
			assert_int_equal(top_history(m, row, 5), 200);
			assert_int_equal(top_history(m, row, 6), 0);
			assert_int_equal(top_history(m, row, 65), 140);
			/* Older than the history. */
			assert_int_equal(top_history(m, row, 75), 0);
			assert_int_equal(top_history(m, row, 1000), 0);
		}
	}
	row = row_of(m, reading);
	assert_int_equal(top_idle(m, row), 100);
	assert_int_equal(row->last.latency.time[TOP_MAX], 200);
	assert_int_equal(top_history(m, row, 100), 200);
	assert_int_equal(top_messages(&row->all), 10);
}

/*
 * The window has a percentile where a single interval has too few samples. Samples
 * leave it after its length, and those of other intervals stay.
 */
static void test_window(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;
	const struct top_row *row;

	for (unsigned int n = 1; n <= 30; n++) {
		top_begin_interval(m, n * SECOND_NS);
		transfers(&s, n == 5 ? 4096 : 128, n == 5 ? 2 : 20);
		if (n == 12)
			timeout(&s, 30000000, LA_TIMEOUT);
		give(m, &s);
		end_interval(m);
		row = row_of(m, reading);
		/* Ten intervals have at most 200 samples; two are slow. */
		assert_int_equal(row->last.latency.time[TOP_P99], TOP_NO_VALUE);
		assert_int_equal(row->recent.time[TOP_P50], 128);
		assert_int_equal(row->recent.time[TOP_MAX],
				 n >= 5 && n < 15 ? 4127 : 128);
		if (n >= 10)
			assert_int_equal(row->recent.time[TOP_P99],
					 n < 15 ? 4127 : 128);
		assert_true((row->recent.slowness > 29000000) ==
			    (n >= 12 && n < 22));
	}
	for (int by = 0; by <= TOP_BY_NOTHING; by++) {
		if (by < TOP_GROUPINGS && m->lacks[by])
			continue;
		assert_int_equal(m->level[by].n, 1);
		assert_int_equal(m->level[by].row[0]->recent.time[TOP_P99],
				 128);
	}
}

/* A shorter window forgets, a longer one fills; one interval is the shortest. */
static void test_window_length(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state, *copy;
	const struct top_row *row;

	for (unsigned int n = 1; n <= 10; n++) {
		top_begin_interval(m, n * SECOND_NS);
		transfers(&s, n * 1024, 10);
		give(m, &s);
		end_interval(m);
	}
	row = row_of(m, reading);
	assert_int_equal(top_window_ns(m), TOP_WINDOW_NS);
	assert_int_equal(row->recent.time[TOP_P50], 5 * 1024 + 31);
	copy = top_model_copy(m);
	top_set_window(m, 60 * SECOND_NS);
	assert_int_equal(row->recent.time[TOP_P50], 5 * 1024 + 31);
	top_set_window(m, 4 * SECOND_NS);
	assert_int_equal(row->recent.time[TOP_MAX], 10 * 1024 + 63);
	/* The slots of 6 s: up to 5 s, and from 6 s on. */
	assert_int_equal(row->recent.time[TOP_P50], 8 * 1024 + 63);
	top_set_window(m, 0);
	assert_int_equal(top_window_ns(m), SECOND_NS);
	assert_int_equal(row->recent.time[TOP_P50], 10 * 1024 + 63);

	/* The copy has the slots of its own. */
	row = row_of(copy, reading);
	assert_int_equal(row->recent.time[TOP_P50], 5 * 1024 + 31);
	top_set_window(copy, 2 * SECOND_NS);
	assert_int_equal(row->recent.time[TOP_P50], 9 * 1024 + 63);
	top_model_free(copy);

	/* An idle row keeps the window that ended with its last traffic. */
	top_begin_interval(m, 100 * SECOND_NS);
	end_interval(m);
	assert_int_equal(row_of(m, reading)->recent.time[TOP_P50],
			 10 * 1024 + 63);
	top_reset(m);
	assert_int_equal(top_total(m)->recent.time[TOP_MAX], TOP_NO_VALUE);
	assert_int_equal(top_total(m)->recent.slowness, 0);
}

static void test_timeouts_are_slow(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;
	const struct top_row *row;

	top_begin_interval(m, SECOND_NS);
	transfers(&s, 100, 200);
	timeout(&s, 30000000, LA_LOST_DOORBELL);
	give(m, &s);
	end_interval(m);
	row = row_of(m, reading);
	assert_int_equal(row->last.latency.time[TOP_P99], 100);
	assert_true(row->last.latency.slowness >= 30000000);
	assert_true(row->last.latency.slowness < 30300000);
	assert_int_equal(top_history(m, row, 0), row->last.latency.slowness);
	assert_int_equal(row->anomaly_interval[LA_LOST_DOORBELL], 1);
	assert_int_equal(row->anomaly_interval[LA_TIMEOUT], 0);
	assert_int_equal(top_errors(&row->last), 1);
}

static void test_outliers(void **state)
{
	struct series s = {.key = reading};
	struct top_model *m = *state;
	const struct top_row *row;

	for (uint64_t n = 1; n <= 12; n++) {
		top_begin_interval(m, n * SECOND_NS);
		transfers(&s, 240, 1000);
		if (n > 1) {
			/* Only its service takes longer. */
			s.counter[LC_BEGUN]++;
			s.counter[LC_COMPLETED]++;
			time_phase(&s, LC_TOTAL, 1 << 20, 1);
			time_phase(&s, LC_SUBMIT, 30, 1);
			time_phase(&s, LC_SERVICE, (1 << 20) - 60, 1);
			time_phase(&s, LC_WAKEUP, 30, 1);
		}
		give(m, &s);
		end_interval(m);
	}
	row = row_of(m, reading);
	assert_int_equal(row->n_outliers, 11);
	assert_int_equal(row->outlier[10 % TOP_OUTLIERS].time_ns,
			 12 * SECOND_NS);
	assert_int_equal(row->outlier[2].typical_ns, 240);
	assert_true(row->outlier[2].max_ns >= 1 << 20);
	assert_int_equal(row->outlier[2].phase, LC_SERVICE);
}

static void test_reset(void **state)
{
	struct anomaly_event event = {.key = reading, .kind = LA_TIMEOUT};
	struct series s = {.key = reading};
	struct top_model *m = *state;

	top_begin_interval(m, SECOND_NS);
	transfers(&s, 100, 7);
	give(m, &s);
	for (unsigned int i = 0; i < PROFILE_EVENTS + 3; i++) {
		event.pid = i;
		top_add_event(m, &event);
	}
	end_interval(m);
	assert_int_equal(top_recent(m, 0)->pid, PROFILE_EVENTS + 2);
	assert_int_equal(top_recent(m, PROFILE_EVENTS - 1)->pid, 3);
	assert_null(top_recent(m, PROFILE_EVENTS));

	top_reset(m);
	assert_int_equal(m->level[TOP_BY_MESSAGE].n, 0);
	assert_int_equal(top_messages(&top_total(m)->all), 0);
	assert_int_equal(top_total(m)->all.latency.time[TOP_P50], TOP_NO_VALUE);
	assert_int_equal(top_since_ns(m), 0);
	assert_null(top_recent(m, 0));
	assert_int_equal(top_history(m, top_total(m), 0), 0);

	top_begin_interval(m, 2 * SECOND_NS);
	transfers(&s, 200, 2);
	give(m, &s);
	end_interval(m);
	assert_int_equal(top_messages(&row_of(m, reading)->all), 2);
	assert_int_equal(top_messages(&top_total(m)->all), 2);
	assert_int_equal(top_interval_ns(m), SECOND_NS);
	assert_int_equal(top_since_ns(m), SECOND_NS);
}

/* Later intervals do not change a copy. */
static void test_copy(void **state)
{
	struct anomaly_event event = {.key = reading, .kind = LA_TIMEOUT};
	struct series s = {.key = reading};
	struct top_model *m = *state, *copy;
	const struct top_row *row;

	top_begin_interval(m, SECOND_NS);
	transfers(&s, 800, 3);
	give(m, &s);
	top_add_event(m, &event);
	end_interval(m);
	copy = top_model_copy(m);
	assert_non_null(copy);

	top_begin_interval(m, 2 * SECOND_NS);
	transfers(&s, 1600, 5);
	give(m, &s);
	end_interval(m);
	row = row_of(copy, reading);
	assert_int_equal(copy->intervals, 1);
	assert_int_equal(top_messages(&row->last), 3);
	assert_int_equal(top_messages(&row->all), 3);
	assert_int_equal(row->all.delta.phase[LC_SERVICE].n_buckets, 1);
	assert_int_equal(top_idle(copy, row), 0);
	assert_int_equal(top_history(copy, row, 0),
			 row->last.latency.time[TOP_MAX]);
	for (int i = 0; i < TOP_GROUPINGS; i++)
		assert_int_equal(copy->level[i].n, !copy->lacks[i]);
	assert_int_equal(top_messages(&top_total(copy)->all), 3);
	assert_int_equal(top_recent(copy, 0)->kind, LA_TIMEOUT);
	top_reset(m);
	assert_int_equal(top_messages(&row->all), 3);
	top_model_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_yet),
		TEST(test_last_and_all),
		TEST(test_sums_are_equal),
		TEST(test_resources),
		TEST(test_no_resources),
		TEST(test_idle_and_history),
		TEST(test_window),
		TEST(test_window_length),
		TEST(test_timeouts_are_slow),
		TEST(test_outliers),
		TEST(test_reset),
		TEST(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
