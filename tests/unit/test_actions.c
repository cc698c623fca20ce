// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "unit_test.h"
#include "actions.h"
#include "diag.h"

#define MS_NS	  1000000u
#define SECOND_NS 1000000000u

static struct trace_event event;
static struct trace_line line = {.event = &event};

/* A transfer that ends at @end_ns. */
static const struct trace_line *transfer(uint64_t end_ns, uint64_t ns,
					 int status)
{
	event = (struct trace_event){
		.t = {.begin_ns = end_ns - ns, .end_ns = end_ns},
		.type = TRACE_TRANSFER,
		.status = status,
		.anomalies = status == LC_STATUS_TIMEOUT ? 1u << LA_TIMEOUT : 0,
	};
	line.key = (struct series_key){.protocol = 0x15, .message = 6};
	return &line;
}

static void parse(struct condition *c, const char *text)
{
	char why[192] = "";

	if (condition_parse(c, text, why, sizeof(why)))
		fail_msg("'%s': %s", text, why);
}

static void refuse(const char *text, const char *reason)
{
	struct condition c;
	char why[192] = "";

	assert_int_equal(condition_parse(&c, text, why, sizeof(why)), -EINVAL);
	if (!strstr(why, reason))
		fail_msg("'%s': '%s' lacks '%s'", text, why, reason);
}

static void test_parse(void **state)
{
	struct condition c;

	parse(&c, "latency>1.5ms");
	assert_int_equal(c.value, CONDITION_LATENCY);
	assert_int_equal(c.limit, 1500000);
	assert_int_equal(c.about.protocol, MESSAGE_ANY);
	parse(&c, "p999(sensor_reading_get)>20us");
	assert_int_equal(c.value, CONDITION_P999);
	assert_string_equal(c.about.name, "SENSOR_READING_GET");
	parse(&c, "anomaly");
	assert_int_equal(c.anomalies, (1u << LA_KINDS) - 1);
	parse(&c, "anomaly(CLOCK)=late_reply");
	assert_int_equal(c.anomalies, 1u << LA_LATE_REPLY);
	assert_int_equal(c.about.protocol, 0x14);
	parse(&c, "timeouts>0");
	assert_int_equal(c.limit, 0);
	parse(&c, "rate>18446744073709551615");
	assert_true(c.limit == UINT64_MAX);

	refuse("", "expected one of latency");
	refuse("p9>1ms", "expected one of latency");
	refuse("p99", "expected > and a limit");
	refuse("p99<1ms", "expected > and a limit");
	refuse("p99>=1ms", "is a time");
	refuse("p99>1", "is a time");
	refuse("p99>1ms ", "is a time");
	refuse("rate>1ms", "is a number");
	refuse("rate>-1", "is a number");
	refuse("rate>", "is a number");
	refuse("rate>18446744073709551616", "is a number");
	refuse("anomaly>1", "anomaly=KIND");
	refuse("anomaly=", "anomaly=KIND");
	refuse("latency(SENSOR>1ms", ") is missing");
	refuse("latency(NONSENSE)>1ms", "NONSENSE");
}

static void test_latency_is_of_single_transfers(void **state)
{
	struct condition c;
	uint64_t value = 0;

	parse(&c, "latency(SENSOR)>1ms");
	assert_false(
		condition_applies(&c, transfer(SECOND_NS, MS_NS, 0), &value));
	assert_true(condition_applies(&c, transfer(SECOND_NS, MS_NS + 1, 0),
				      &value));
	assert_int_equal(value, MS_NS + 1);
	transfer(SECOND_NS, 5 * MS_NS, 0);
	line.key.protocol = 0x14;
	assert_false(condition_applies(&c, &line, &value));
	/* The start of a timeout that only the kernel's log has is unknown. */
	transfer(SECOND_NS, 0, LC_STATUS_TIMEOUT);
	event.t.begin_ns = 0;
	assert_false(condition_applies(&c, &line, &value));
	/* An anomaly has no latency of its own. */
	transfer(SECOND_NS, 5 * MS_NS, 0);
	event.type = TRACE_ANOMALY;
	assert_false(condition_applies(&c, &line, &value));
}

static void test_anomaly(void **state)
{
	struct condition c;
	uint64_t value;

	parse(&c, "anomaly=late_reply");
	transfer(SECOND_NS, MS_NS, LC_STATUS_TIMEOUT);
	assert_false(condition_applies(&c, &line, &value));
	event.type = TRACE_ANOMALY;
	event.anomalies = 1u << LA_LATE_REPLY;
	assert_true(condition_applies(&c, &line, &value));
	assert_int_equal(value, MS_NS);
}

/* Counters apply at once, and start anew each second. */
static void test_counters(void **state)
{
	struct condition errors, timeouts, rate;
	uint64_t value, at = 7 * (uint64_t)SECOND_NS;

	parse(&errors, "errors>1");
	parse(&timeouts, "timeouts>0");
	parse(&rate, "rate>3");
	for (int i = 0; i < 3; i++) {
		const struct trace_line *l = transfer(at + i, MS_NS, -5);

		assert_int_equal(condition_applies(&errors, l, &value), i > 0);
		assert_false(condition_applies(&timeouts, l, &value));
		assert_false(condition_applies(&rate, l, &value));
	}
	transfer(at + 3, MS_NS, LC_STATUS_TIMEOUT);
	assert_true(condition_applies(&timeouts, &line, &value));
	assert_true(condition_applies(&rate, &line, &value));
	assert_int_equal(value, 4);
	assert_true(condition_applies(&errors, &line, &value));
	assert_int_equal(value, 3);
	transfer(at + SECOND_NS, MS_NS, -5);
	assert_false(condition_applies(&errors, &line, &value));
	assert_false(condition_applies(&timeouts, &line, &value));
	assert_false(condition_applies(&rate, &line, &value));
	condition_free(&errors);
	condition_free(&timeouts);
	condition_free(&rate);
}

/* The slow transfers of a second count until they are ten seconds old. */
static void test_percentiles_of_ten_seconds(void **state)
{
	struct condition c;
	uint64_t value;
	int applied = 0, last = 0;

	parse(&c, "p90>1ms");
	for (int s = 1; s <= 30; s++) {
		for (int i = 0; i < 10; i++) {
			/* Nearest rank: of 100 transfers the 90th is slow. */
			const uint64_t ns = s == 5 ? 2 * MS_NS : 1000;

			transfer((uint64_t)s * SECOND_NS + i, ns, 0);
			if (!condition_applies(&c, &line, &value))
				continue;
			assert_int_equal(i, 0);
			assert_in_range(value, 2 * MS_NS,
					2 * MS_NS + MS_NS / 50);
			applied++;
			last = s;
		}
	}
	/* From second 6, the first that looks back on 5, on: 10 of 50, 60 … 90. */
	assert_int_equal(applied, 5);
	assert_int_equal(last, 10);
	assert_false(condition_applies_at_end(&c, &value));
	/* After a pause nothing of before counts; the end is looked at, too. */
	transfer(100 * (uint64_t)SECOND_NS, 3 * MS_NS, 0);
	assert_false(condition_applies(&c, &line, &value));
	assert_true(condition_applies_at_end(&c, &value));
	assert_int_equal(value, 3 * MS_NS);
	condition_free(&c);
}

static void count_line(void *ctx, const struct trace_line *l)
{
	uint64_t *seen = ctx;

	assert_int_equal(l->n_frames, 0);
	assert_true(l->event->t.end_ns > seen[1]);
	seen[1] = l->event->t.end_ns;
	seen[0]++;
}

static void test_flight_keeps_the_last(void **state)
{
	struct flight f = {.keep_ns = SECOND_NS};
	uint64_t seen[2] = {0};

	for (uint64_t i = 1; i <= 30; i++)
		flight_add(&f, transfer(i * 100 * MS_NS, MS_NS, 0));
	/* 2.0 to 3.0 s. */
	flight_show(&f, count_line, seen);
	assert_int_equal(seen[0], 11);
	assert_int_equal(seen[1], 3 * (uint64_t)SECOND_NS);
	assert_int_equal(f.cut, 0);
	for (uint64_t i = 1; i <= FLIGHT_LINES; i++)
		flight_add(&f, transfer(3 * (uint64_t)SECOND_NS + i, 1, 0));
	assert_int_equal(f.n, FLIGHT_LINES);
	assert_int_equal(f.cut, 10); /* that of 2.0 s was too old */
	seen[0] = seen[1] = 0;
	flight_show(&f, count_line, seen);
	assert_int_equal(seen[0], FLIGHT_LINES);
	flight_free(&f);
}

static void test_action_names(void **state)
{
	static const char *const good[] = {"snapshot", "snapshot=a.ndjson",
					   "trace-off", "stop", "exec=true"};
	static const char *const bad[] = {"",	   "snap",  "snapshot=",
					  "exec",  "exec=", "stop=1",
					  "trace", "stop ", "trace-off=x"};
	struct actions a = ACTIONS_DEFAULTS;
	char why[192];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(
			actions_add_action(&a, good[i], why, sizeof(why)), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
			actions_add_action(&a, bad[i], why, sizeof(why)),
			-EINVAL);
	assert_true(actions_have(&a, ACTION_TRACE_OFF));
	assert_string_equal(a.action[1].value, "a.ndjson");
	assert_string_equal(a.action[4].value, "true");
	for (int i = 0; i < ACTIONS_MAX; i++)
		assert_int_equal(actions_add_condition(&a, "latency>1s", why,
						       sizeof(why)),
				 0);
	assert_int_equal(
		actions_add_condition(&a, "latency>1s", why, sizeof(why)),
		-EINVAL);
	actions_free(&a);
}

static void test_a_condition_acts_once_in_a_time(void **state)
{
	struct actions a = {.every_ns = SECOND_NS,
			    .flight = {.keep_ns = SECOND_NS}};
	char why[192];

	diag_level = DIAG_QUIET;
	assert_int_equal(
		actions_add_condition(&a, "latency>1us", why, sizeof(why)), 0);
	assert_int_equal(
		actions_add_condition(&a, "latency>1s", why, sizeof(why)), 0);
	/* Each 0.3 s from 0.3 to 3 s: at 0.3, 1.5 and 2.7 s. */
	for (uint64_t i = 1; i <= 10; i++)
		actions_line(&a, transfer(i * 300 * MS_NS, MS_NS, 0));
	assert_int_equal(a.taken, 3);
	assert_int_equal(a.quiet, 7);
	/* The other condition waits for itself only. */
	actions_line(&a, transfer(3100 * (uint64_t)MS_NS,
				  2 * (uint64_t)SECOND_NS, 0));
	assert_int_equal(a.taken, 4);
	assert_int_equal(a.quiet, 8);
	assert_false(a.stopped);
	assert_int_equal(actions_add_action(&a, "stop", why, sizeof(why)), 0);
	actions_line(&a, transfer(9 * (uint64_t)SECOND_NS, MS_NS, 0));
	assert_true(a.stopped);
	actions_line(&a, transfer(19 * (uint64_t)SECOND_NS, MS_NS, 0));
	assert_int_equal(a.taken, 5);
	actions_free(&a);
}

/* A log of another boot has earlier times: nothing of before counts, or is kept. */
static void test_a_stream_that_starts_again(void **state)
{
	const uint64_t late = 5000 * (uint64_t)SECOND_NS;
	struct actions a = {.every_ns = 10 * (uint64_t)SECOND_NS,
			    .flight = {.keep_ns = SECOND_NS}};
	char why[192];

	assert_int_equal(actions_add_condition(&a, "rate>2", why, sizeof(why)),
			 0);
	assert_int_equal(actions_add_condition(&a, "p50>1s", why, sizeof(why)),
			 0);
	assert_int_equal(
		actions_add_condition(&a, "latency>1s", why, sizeof(why)), 0);
	for (int i = 0; i < 2; i++)
		actions_line(&a,
			     transfer(late + i, 2 * (uint64_t)SECOND_NS, 0));
	assert_int_equal(a.taken, 1);
	/* Slightly earlier, by another processor: the same stream. */
	actions_line(&a, transfer(late - MS_NS, MS_NS, 0));
	assert_int_equal(a.taken, 2);
	assert_int_equal(a.flight.n, 3);
	actions_line(&a, transfer(7 * (uint64_t)SECOND_NS, MS_NS, 0));
	assert_int_equal(a.flight.n, 1);
	actions_line(&a, transfer(7 * (uint64_t)SECOND_NS + 1, MS_NS, 0));
	assert_int_equal(a.taken, 2);
	actions_line(&a, transfer(8 * (uint64_t)SECOND_NS, MS_NS, 0));
	assert_int_equal(a.taken, 2);
	/* --every was about the first stream. */
	actions_line(&a, transfer(9 * (uint64_t)SECOND_NS,
				  2 * (uint64_t)SECOND_NS, 0));
	assert_int_equal(a.taken, 3);
	actions_end(&a);
	assert_int_equal(a.taken, 3);
	actions_free(&a);
}

/* The look at the end is one of those that --every bounds. */
static void test_the_end_is_within_every(void **state)
{
	char why[192];

	for (uint64_t end_s = 11; end_s <= 12; end_s++) {
		struct actions a = {.every_ns = 10 * (uint64_t)SECOND_NS,
				    .flight = {.keep_ns = SECOND_NS}};

		assert_int_equal(
			actions_add_condition(&a, "p50>1us", why, sizeof(why)),
			0);
		actions_line(&a, transfer(SECOND_NS, MS_NS, 0));
		/* The first look, at the end of the first second. */
		actions_line(&a, transfer(2 * (uint64_t)SECOND_NS, MS_NS, 0));
		assert_int_equal(a.taken, 1);
		a.now_ns = end_s * SECOND_NS;
		actions_end(&a);
		assert_int_equal(a.taken, end_s == 12 ? 2 : 1);
		actions_free(&a);
	}
}

/* Times near the largest do not wrap. */
static void test_largest_times(void **state)
{
	struct actions a = {.every_ns = INT64_MAX,
			    .flight = {.keep_ns = INT64_MAX}};
	char why[192];

	assert_int_equal(
		actions_add_condition(&a, "latency>1us", why, sizeof(why)), 0);
	for (uint64_t i = 0; i < 3; i++)
		actions_line(&a, transfer(INT64_MAX - 5 + i, MS_NS, 0));
	assert_int_equal(a.taken, 1);
	assert_int_equal(a.flight.n, 3);
	actions_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_latency_is_of_single_transfers),
		cmocka_unit_test(test_anomaly),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_percentiles_of_ten_seconds),
		cmocka_unit_test(test_flight_keeps_the_last),
		cmocka_unit_test(test_action_names),
		cmocka_unit_test(test_a_condition_acts_once_in_a_time),
		cmocka_unit_test(test_a_stream_that_starts_again),
		cmocka_unit_test(test_the_end_is_within_every),
		cmocka_unit_test(test_largest_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
