// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profiles whose numbers are at the ends of their ranges: whatever a merge of them
 * writes can be read, and holds the rows that are not too large.
 */
#include <errno.h>
#include <stdlib.h>

#include "unit_test.h"
#include "callers.h"
#include "profile_json.h"
#include "too_large.h"

#define PROFILES 500

static uint64_t random_state = 1;

/* xorshift64 */
static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static uint64_t one_of(const uint64_t *number, size_t n)
{
	return number[next_random() % n];
}

static uint64_t any_count(void)
{
	static const uint64_t counts[] = {1,
					  2,
					  1000,
					  PROFILE_COUNT_MAX / 3,
					  PROFILE_COUNT_MAX / 2,
					  PROFILE_COUNT_MAX - 1,
					  PROFILE_COUNT_MAX};

	return one_of(counts, sizeof(counts) / sizeof(counts[0]));
}

static uint64_t any_time(void)
{
	static const uint64_t times[] = {0,
					 1,
					 255,
					 256,
					 1000000000,
					 PROFILE_NS_MAX / 2,
					 PROFILE_NS_MAX - 1,
					 PROFILE_NS_MAX};

	return one_of(times, sizeof(times) / sizeof(times[0]));
}

static uint64_t times(uint64_t n, uint64_t ns)
{
	uint64_t sum;

	return __builtin_mul_overflow(n, ns, &sum) || sum > SUM_MAX ? SUM_MAX
								    : sum;
}

static struct series_key any_key(void)
{
	return (struct series_key){.protocol = 0x15,
				   .message = (uint8_t)(next_random() % 3)};
}

static struct hist hist_of(uint64_t n, uint64_t ns)
{
	struct hist h = {0};

	hist_add_bucket(&h, hist_index(ns), n);
	h.min = h.max = ns;
	h.sum = times(n, ns);
	return h;
}

/* Every other one has more than one kind of end. */
static void add_series(struct profile *p)
{
	const size_t before = p->n_series;
	struct series *s = profile_series(p, any_key());
	const uint64_t n = any_count();
	const uint64_t rest = PROFILE_COUNT_MAX - n;

	if (p->n_series == before)
		return;
	s->counter[LC_COMPLETED] = n;
	s->counter[LC_TIMED_OUT] = rest / 2;
	s->in_flight = next_random() & 1 ? rest / 3 : 0;
	s->counter[LC_BEGUN] = n + rest / 2 + s->in_flight;
	s->counter[LC_ERRORS] = n / 2;
	s->status[0] = n / 2;
	s->anomaly[LA_TIMEOUT] = rest / 2;
	s->phase[LC_TOTAL] = hist_of(n, any_time());
	if (rest / 2)
		s->phase[LC_TIMEOUT] = hist_of(rest / 2, any_time());
}

static void add_caller(struct callers *s)
{
	struct message_caller c = {.key = any_key(), .comm = "a"};
	const uint64_t n = any_count();

	c.completed = next_random() & 1 ? n : 0;
	c.timed_out = c.completed ? any_count() : n;
	c.max_ns = any_time();
	c.sum_ns = times(n, c.max_ns);
	if (next_random() & 1)
		hist_add_bucket(&c.latency, hist_index(c.max_ns), n);
	callers_add_caller(s, &c);
	hist_free(&c.latency);
}

static void add_holder(struct callers *s)
{
	struct message_holder h = {.waiter = any_key(), .holder = any_key()};

	h.count = any_count();
	h.max_ns = any_time();
	h.sum_ns = times(h.count, h.max_ns);
	callers_add_holder(s, &h);
}

static void add_use(struct callers *s)
{
	const uint64_t n = any_count(), others = PROFILE_COUNT_MAX - n;
	const struct channel_load u = {.channel = (uint8_t)(next_random() % 3),
				       .begun = n + others / 2,
				       .sum = times(others / 2, 1),
				       .max = others / 2 ? 1 : 0,
				       .level = {n, others / 2}};

	callers_add_use(s, &u);
}

static void add_slow(struct callers *s)
{
	struct slow_transfer t = {.key = any_key(),
				  .time_ns = any_time(),
				  .stamp_ns = any_time(),
				  .total_ns = any_time(),
				  .phases = 1u << LC_TOTAL};

	t.ns[LC_TOTAL] = t.total_ns;
	callers_add_slow(s, &t);
}

static void add_fast(struct profile *p)
{
	struct fast_channel f = {.protocol = 0x13,
				 .message = 7,
				 .domain = (uint32_t)(next_random() % 3),
				 .calls = any_count()};

	f.periods = f.calls - 1;
	if (f.periods) {
		f.period_min_ns = f.period_max_ns = any_time();
		f.period_sum_ns = times(f.periods, f.period_max_ns);
	}
	profile_add_fast(p, &f);
}

/* Rows that are in it twice can be too large already. */
static void make(struct profile *p)
{
	struct run *run = profile_add_run(p);
	struct callers *s = profile_callers(p);

	run->start_unix_s = any_time();
	run->duration_ns = any_time();
	for (int i = 0; i < 3; i++)
		add_series(p);
	for (int i = 0; i < 2; i++) {
		add_caller(s);
		add_holder(s);
		add_use(s);
		add_slow(s);
		add_fast(p);
	}
	p->untracked = any_count();
	p->unparsed_lines = any_count();
	for (int i = 0; i < LOST_CAUSES; i++)
		p->lost[i] = any_count();
	for (int i = 0; i < LC_GAPS; i++)
		p->gap[i] = any_count();
	s->lost_callers = s->lost_stacks = s->lost_holders = any_count();
}

static void check_read(const char *json, size_t len, const struct profile *p)
{
	struct profile read = {0};
	char why[160] = "";

	if (profile_decode(&read, json, len, why, sizeof(why)) !=
	    PROFILE_JSON_OK)
		fail_msg("%s", why);
	assert_int_equal(read.n_series, p->n_series);
	assert_int_equal(read.n_fast, p->n_fast);
	assert_int_equal(read.senders->n_callers, p->senders->n_callers);
	assert_int_equal(read.senders->n_holders, p->senders->n_holders);
	assert_int_equal(read.senders->n_uses, p->senders->n_uses);
	profile_free(&read);
}

static void check_written(struct profile *p)
{
	char *json;
	size_t len;
	int err = profile_encode(p, &json, &len);

	if (err == -EOVERFLOW) {
		remove_too_large(p, "extremes");
		err = profile_encode(p, &json, &len);
	}
	assert_int_equal(err, 0);
	check_read(json, len, p);
	free(json);
}

static void test_what_is_written_can_be_read(void **state)
{
	size_t left[2] = {0};

	for (int i = 0; i < PROFILES; i++) {
		struct profile sum = {0};

		for (int n = 1 + i % 3; n; n--) {
			struct profile p = {0};

			make(&p);
			profile_merge(&sum, &p);
			profile_free(&p);
		}
		check_written(&sum);
		left[0] += sum.n_series;
		left[1] += sum.senders->n_holders;
		profile_free(&sum);
	}
	/* Neither everything nor nothing was too large. */
	for (int i = 0; i < 2; i++)
		assert_in_range(left[i], PROFILES / 2, 6 * PROFILES);
}

static void test_rows_are_lost_with_their_count(void **state)
{
	const struct message_holder half = {.count = PROFILE_COUNT_MAX,
					    .sum_ns = SUM_MAX,
					    .max_ns = SUM_MAX};
	struct profile p = {0};
	struct callers *s = profile_callers(&p);

	profile_add_run(&p);
	callers_add_holder(s, &half);
	remove_too_large(&p, "extremes");
	assert_int_equal(s->n_holders, 1);
	callers_add_holder(s, &half);
	remove_too_large(&p, "extremes");
	assert_int_equal(s->n_holders, 0);
	assert_int_equal(s->lost_holders, PROFILE_COUNT_MAX);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_can_be_read),
		cmocka_unit_test(test_rows_are_lost_with_their_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
