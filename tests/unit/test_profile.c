// SPDX-License-Identifier: GPL-2.0-only
/* Profiles in memory and as JSON: what is read back. */
#include <errno.h>
#include <stdio.h>

#include "unit_test.h"
#include "profile_fixture.h"
#include "profile_json.h"
#include "sample_profile.h"

static void test_series_and_runs(void **state)
{
	struct series_key a = {.protocol = 2}, b = {.instance = 1};
	struct profile p = {0};

	profile_series(&p, b);
	assert_int_equal(profile_series(&p, b) - p.series, 0);
	profile_series(&p, a);
	assert_int_equal(profile_series(&p, a) - p.series, 1);
	assert_int_equal(profile_series(&p, b) - p.series, 0);
	for (int i = 0; i < 100; i++) {
		struct series_key key = {.message = (uint8_t)i};

		profile_series(&p, key)->counter[LC_BEGUN] = 1;
	}
	assert_int_equal(p.n_series, 102);
	assert_int_equal(profile_total(&p, LC_BEGUN), 100);
	profile_sort(&p);
	for (size_t i = 1; i < p.n_series; i++)
		assert_true(series_key_compare(&p.series[i - 1].key,
					       &p.series[i].key) < 0);
	assert_int_equal(p.series[101].key.instance, 1);
	profile_free(&p);
}

static void test_round_trip(void **state)
{
	struct profile p, q = {0};
	char *json, *again;
	char why[160];

	sample_profile(&p);
	p.lost[LOST_HISTOGRAM] = 3;
	p.untracked = 4;
	p.unparsed_lines = 5;
	json = encode(&p);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_OK);
	again = encode(&q);
	assert_string_equal(json, again);

	assert_int_equal(q.n_runs, 1);
	assert_string_equal(q.runs[0].kernel, "6.12.95-arm64");
	assert_null(q.runs[0].command);
	assert_int_equal(q.runs[0].n_hooks, 2);
	assert_string_equal(q.runs[0].hooks[1].name, "scmi_xfer_end");
	assert_string_equal(q.runs[0].hooks[1].how, "raw_tp");
	assert_int_equal(q.runs[0].duration_ns, 30000000001);
	assert_int_equal(q.n_series, 2);
	assert_int_equal(q.series[0].key.protocol, 0x15);
	assert_int_equal(q.series[0].counter[LC_ERRORS], 1);
	assert_int_equal(q.series[0].in_flight, 1);
	assert_int_equal(q.series[0].phase[LC_TOTAL].count, 5);
	assert_int_equal(q.series[0].phase[LC_TOTAL].sum, 5 * 27136);
	assert_int_equal(q.series[0].phase[LC_TOTAL].min, 25136);
	assert_int_equal(q.series[0].phase[LC_TOTAL].max, 29136);
	assert_int_equal(q.series[1].phase[LC_TOTAL].count, 0);
	assert_int_equal(profile_lost(&q), 3);
	assert_int_equal(q.untracked, 4);
	assert_int_equal(q.unparsed_lines, 5);
	free(json);
	free(again);
	profile_free(&p);
	profile_free(&q);
}

/* Each number of the format, with a distinct value. */
static void test_round_trip_of_all(void **state)
{
	const struct anomaly_event *e;
	struct profile p = {0}, q = {0};
	char *json, *again;
	char why[160];

	sample_run(&p)->self_runs = 5;
	p.runs[0].self_ns = 6;
	p.runs[0].deterministic = p.runs[0].misses_counted = true;
	for (int t = 0; t < TRANSPORTS; t++) {
		struct series_key key = {.instance = 1,
					 .transport = (uint8_t)t,
					 .channel = 2,
					 .protocol = 3,
					 .message = 4};
		struct series *s = profile_series(&p, key);

		s->counter[LC_FAST_CALLS] = 10 + (uint64_t)t;
		for (int i = 0; i < LA_KINDS; i++)
			s->anomaly[i] = 100 + (uint64_t)(t + i);
		s->counter[LC_BEGUN] = s->counter[LC_TIMED_OUT] = 1000;
		key.type = MESSAGE_NOTIFICATION;
		s = profile_series(&p, key);
		s->counter[LC_NOTIFIED] = 20 + (uint64_t)t;
		hist_add(&s->phase[LC_HANDLING], 30 + (uint64_t)t);
		hist_add(&s->phase[LC_DELAYED], 40 + (uint64_t)t);
	}
	for (int i = 0; i < LA_KINDS; i++) {
		struct anomaly_event event = {
			.key = p.series[(size_t)i % p.n_series].key,
			.kind = (uint8_t)i,
			.token = (uint16_t)(1023 - i),
			.cpu = 50 + (uint32_t)i,
			.pid = 60 + (uint32_t)i,
			.time_ns = 70 + (uint64_t)i,
			.age_ns = 80 + (uint64_t)i,
			.comm = "fifteen bytes.."};

		profile_add_event(&p, &event);
	}
	for (int i = 0; i < LOST_CAUSES; i++)
		p.lost[i] = 90 + (uint64_t)i;
	for (int i = 0; i < LC_GAPS; i++)
		p.gap[i] = 95 + (uint64_t)i;

	json = encode(&p);
	if (profile_decode(&q, json, strlen(json), why, sizeof(why)))
		fail_msg("%s", why);
	again = encode(&q);
	assert_string_equal(json, again);
	assert_int_equal(q.runs[0].self_runs, 5);
	assert_int_equal(q.runs[0].self_ns, 6);
	assert_true(q.runs[0].deterministic);
	assert_true(q.runs[0].misses_counted);
	assert_int_equal(q.n_series, 2 * TRANSPORTS);
	for (size_t i = 0; i < q.n_series; i++) {
		const struct series *s = &q.series[i];
		const uint64_t t = s->key.transport;

		assert_int_equal(t, i / 2);
		if (s->key.type == MESSAGE_COMMAND) {
			assert_int_equal(s->counter[LC_FAST_CALLS], 10 + t);
			for (size_t k = 0; k < LA_KINDS; k++)
				assert_int_equal(s->anomaly[k], 100 + t + k);
		} else {
			assert_int_equal(s->counter[LC_NOTIFIED], 20 + t);
			assert_int_equal(s->phase[LC_HANDLING].max, 30 + t);
			assert_int_equal(s->phase[LC_DELAYED].min, 40 + t);
		}
	}
	assert_int_equal(q.n_events, LA_KINDS);
	e = &q.events[LA_KINDS - 1];
	assert_int_equal(e->kind, LA_KINDS - 1);
	assert_int_equal(
		series_key_compare(&e->key,
				   &p.series[(LA_KINDS - 1) % p.n_series].key),
		0);
	assert_int_equal(e->token, 1023 - (LA_KINDS - 1));
	assert_int_equal(e->cpu, 50 + LA_KINDS - 1);
	assert_int_equal(e->pid, 60 + LA_KINDS - 1);
	assert_int_equal(e->time_ns, 70 + LA_KINDS - 1);
	assert_int_equal(e->age_ns, 80 + LA_KINDS - 1);
	assert_string_equal(e->comm, "fifteen bytes..");
	for (size_t i = 0; i < LOST_CAUSES; i++)
		assert_int_equal(q.lost[i], 90 + i);
	for (size_t i = 0; i < LC_GAPS; i++)
		assert_int_equal(q.gap[i], 95 + i);
	free(json);
	free(again);
	profile_free(&p);
	profile_free(&q);
}

/* The last that fit are kept, in their order. */
static void test_last_events(void **state)
{
	struct profile p, q;

	sample_profile(&p);
	sample_profile(&q);
	for (unsigned int i = 0; i < PROFILE_EVENTS + 3; i++) {
		struct anomaly_event event = {.cpu = i};

		profile_add_event(&p, &event);
	}
	assert_int_equal(p.n_events, PROFILE_EVENTS);
	assert_int_equal(p.events[0].cpu, 3);
	assert_int_equal(p.events[PROFILE_EVENTS - 1].cpu, PROFILE_EVENTS + 2);
	profile_add_event(&q, &(struct anomaly_event){.cpu = 1000});
	q.series[0].anomaly[LA_LATE_REPLY] = 2;
	profile_merge(&p, &q);
	assert_int_equal(p.events[0].cpu, 4);
	assert_int_equal(p.events[PROFILE_EVENTS - 1].cpu, 1000);
	assert_int_equal(profile_anomalies(&p, LA_LATE_REPLY), 2);
	assert_int_equal(profile_anomalies(&p, LA_TIMEOUT), 2);
	{
		/* Replies out of order are not a fault. */
		struct series s = {.counter = {[LC_OUT_OF_ORDER] = 9},
				   .anomaly = {[LA_LATE_REPLY] = 2}};

		assert_int_equal(series_anomalies(&s), 2);
	}
	profile_free(&p);
	profile_free(&q);
}

/* A name of any bytes comes back, cut where it became too long as UTF-8. */
static void test_any_comm(void **state)
{
	static const struct {
		const char *comm, *expected;
	} cases[] = {
		{"", ""},
		{"\"\\\x1b", "\"\\\x1b"},
		{"fourteen......\xc3", "fourteen......"},
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
		 "\xef\xbf\xbd"},
		{"1234567890123\xc3\xa4", "1234567890123\xc3\xa4"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct anomaly_event event = {0};
		struct profile p, q = {0};
		char *json, why[160];

		sample_profile(&p);
		strcpy(event.comm, cases[i].comm);
		profile_add_event(&p, &event);
		json = encode(&p);
		if (profile_decode(&q, json, strlen(json), why, sizeof(why)))
			fail_msg("case %zu: %s", i, why);
		assert_string_equal(q.events[0].comm, cases[i].expected);
		free(json);
		profile_free(&p);
		profile_free(&q);
	}
}

static void test_order_does_not_matter(void **state)
{
	struct profile p;
	char *sorted, *reversed;
	struct series swap;

	sample_profile(&p);
	sorted = encode(&p);
	swap = p.series[0];
	p.series[0] = p.series[1];
	p.series[1] = swap;
	reversed = encode(&p);
	assert_string_equal(sorted, reversed);
	free(sorted);
	free(reversed);
	profile_free(&p);
}

static void test_any_string(void **state)
{
	struct profile p, q = {0};
	char *json, why[160];

	sample_profile(&p);
	free(p.runs[0].host);
	p.runs[0].host = strdup("a\"\\\x1b[2J\n\xff\xc3\xa4");
	json = encode(&p);
	assert_int_equal(
		profile_decode(&q, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_OK);
	/* Invalid UTF-8 becomes U+FFFD; the rest is unchanged. */
	assert_string_equal(q.runs[0].host,
			    "a\"\\\x1b[2J\n\xef\xbf\xbd\xc3\xa4");
	free(json);
	profile_free(&p);
	profile_free(&q);
}

static void test_out_of_range_is_not_written(void **state)
{
	struct profile p;
	char *json;
	size_t len;

	sample_profile(&p);
	p.series[0].phase[LC_TOTAL].sum = PROFILE_NS_MAX + 1;
	assert_int_equal(profile_encode(&p, &json, &len), -EOVERFLOW);
	p.series[0].phase[LC_TOTAL].sum = 0;
	p.untracked = PROFILE_COUNT_MAX + 1;
	assert_int_equal(profile_encode(&p, &json, &len), -EOVERFLOW);
	profile_free(&p);
}

static void test_merge(void **state)
{
	struct series_key other = {.protocol = 0x14, .message = 5};
	struct profile p, q;

	sample_profile(&p);
	sample_profile(&q);
	profile_series(&q, other)->counter[LC_BEGUN] = 1;
	q.lost[LOST_SERIES] = 2;
	q.gap[LC_GAP_UNANNOUNCED] = 5;
	q.untracked = 3;
	q.unparsed_lines = 4;
	hist_add(&q.series[0].phase[LC_TOTAL], 1);

	profile_merge(&p, &q);
	assert_int_equal(p.n_runs, 2);
	assert_string_equal(p.runs[1].host, "board");
	assert_string_equal(p.runs[1].label, "v6.12-rc1");
	assert_int_equal(p.runs[1].n_hooks, 2);
	assert_int_equal(p.n_series, 3); /* sorted: the new one first */
	assert_int_equal(p.series[0].key.protocol, 0x14);
	assert_int_equal(p.series[0].counter[LC_BEGUN], 1);
	assert_int_equal(p.series[1].counter[LC_BEGUN], 14);
	assert_int_equal(p.series[1].in_flight, 2);
	assert_int_equal(p.series[1].phase[LC_TOTAL].count, 11);
	assert_int_equal(p.series[1].phase[LC_TOTAL].min, 1);
	assert_int_equal(p.series[1].phase[LC_TOTAL].max, 29136);
	assert_int_equal(p.lost[LOST_SERIES], 2);
	assert_int_equal(p.gap[LC_GAP_UNANNOUNCED], 5);
	assert_int_equal(p.untracked, 3);
	assert_int_equal(p.unparsed_lines, 4);
	assert_int_equal(profile_total(&p, LC_BEGUN), 2 * 9 + 1);
	assert_int_equal(profile_in_flight(&p), 2);
	profile_free(&p);
	profile_free(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_series_and_runs),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_round_trip_of_all),
		cmocka_unit_test(test_last_events),
		cmocka_unit_test(test_any_comm),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_any_string),
		cmocka_unit_test(test_out_of_range_is_not_written),
		cmocka_unit_test(test_merge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
