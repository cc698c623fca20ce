// SPDX-License-Identifier: GPL-2.0-only
/* The senders of a profile: added up, merged, written and read. */
#include <stdio.h>
#include <stdlib.h>

#include "unit_test.h"
#include "profile_fixture.h"
#include "profile_select.h"
#include "sample_profile.h"
#include "callers.h"

static const struct series_key sensor = {.protocol = 0x15, .message = 6};
static const struct series_key clock = {.protocol = 0x14, .message = 5};

static struct message_caller caller(struct series_key key, const char *comm,
				    uint32_t stack, uint64_t ns)
{
	struct message_caller c = {.key = key,
				   .stack = stack,
				   .completed = 1,
				   .sum_ns = ns,
				   .max_ns = ns};

	callers_set_comm(c.comm, comm);
	return c;
}

static void add_caller(struct callers *s, struct series_key key,
		       const char *comm, const char *stack, uint64_t ns)
{
	const uint32_t number = stack ? callers_stack(s, stack) : 0;
	struct message_caller c = caller(key, comm, number, ns);

	hist_add_bucket(&c.latency, caller_middle(ns), 1);
	callers_add_caller(s, &c);
	hist_free(&c.latency);
}

static void add_holder(struct callers *s, const char *waiter,
		       const char *holder, uint64_t ns)
{
	struct message_holder h = {.waiter = clock,
				   .holder = sensor,
				   .count = 1,
				   .sum_ns = ns,
				   .max_ns = ns};

	callers_set_comm(h.waiter_comm, waiter);
	callers_set_comm(h.holder_comm, holder);
	callers_add_holder(s, &h);
}

static void add_slow(struct callers *s, uint64_t ns)
{
	struct slow_transfer t = {.key = sensor,
				  .comm = "hwmon",
				  .pid = 4711,
				  .token = 3,
				  .status = -5,
				  .time_ns = 2 * ns,
				  .total_ns = ns,
				  .phases = 1u << LC_TOTAL};

	t.ns[LC_TOTAL] = ns;
	callers_add_slow(s, &t);
}

static void sample_senders(struct profile *p)
{
	struct channel_load u = {.transport = TRANSPORT_MAILBOX,
				 .channel = 16,
				 .begun = 3,
				 .sum = 3,
				 .max = 2,
				 .level = {1, 1, 1}};
	struct callers *s;

	sample_profile(p);
	s = profile_callers(p);
	add_caller(s, sensor, "hwmon", "entry;vfs_read;do_xfer", 700);
	add_caller(s, sensor, "hwmon", "entry;ioctl;do_xfer", 500);
	add_caller(s, clock, "cpufreq", NULL, 300);
	add_caller(s, sensor, "hwmon", "entry;ioctl;do_xfer", 900);
	add_holder(s, "cpufreq", "hwmon", 40);
	add_holder(s, "cpufreq", "hwmon", 60);
	callers_add_use(s, &u);
	for (uint64_t ns = 1; ns <= 40; ns++)
		add_slow(s, ns * 7 % 41);
	s->lost_stacks = 2;
	callers_sort(s);
}

/* Entries with one key are one entry, sorted by key, task and stack. */
static void test_adds_up(void **state)
{
	const struct callers *s;
	struct profile p;

	sample_senders(&p);
	s = p.senders;
	assert_int_equal(s->n_callers, 3);
	assert_int_equal(s->n_stacks, 2);
	assert_string_equal(s->stacks[0], "entry;ioctl;do_xfer");
	assert_string_equal(s->callers[0].comm, "cpufreq");
	assert_null(callers_stack_of(s, &s->callers[0]));
	assert_string_equal(callers_stack_of(s, &s->callers[1]),
			    "entry;ioctl;do_xfer");
	assert_int_equal(s->callers[1].completed, 2);
	assert_int_equal(s->callers[1].sum_ns, 1400);
	assert_int_equal(s->callers[1].max_ns, 900);
	assert_int_equal(s->callers[2].sum_ns, 700);
	assert_int_equal(s->callers[1].latency.count, 2);
	assert_int_equal(s->callers[1].latency.n_buckets, 2);
	assert_int_equal(s->n_holders, 1);
	assert_int_equal(s->holders[0].count, 2);
	assert_int_equal(s->holders[0].sum_ns, 100);
	assert_int_equal(s->holders[0].max_ns, 60);
	profile_free(&p);
}

static void test_keeps_the_slowest(void **state)
{
	struct profile p;

	sample_senders(&p);
	assert_int_equal(p.senders->n_slowest, CALLERS_SLOWEST);
	for (uint64_t i = 0; i < CALLERS_SLOWEST; i++)
		assert_int_equal(p.senders->slowest[i].total_ns, 40 - i);
	profile_free(&p);
}

/* Returns the profile that is read from the text of @p. */
static void read_back(const struct profile *p, struct profile *copy)
{
	char *json = encode(p), why[160] = "";

	*copy = (struct profile){0};
	if (profile_decode(copy, json, strlen(json), why, sizeof(why)))
		fail_msg("%s", why);
	free(json);
}

static void test_is_written_and_read(void **state)
{
	struct profile p, copy;
	char *before, *after;

	sample_senders(&p);
	read_back(&p, &copy);
	before = encode(&p);
	after = encode(&copy);
	assert_string_equal(before, after);
	assert_non_null(strstr(before, "\"senders\":{\"stacks\":[\"entry;"));
	free(before);
	free(after);
	profile_free(&copy);
	profile_free(&p);
	/* Profiles without it stay as they are. */
	sample_profile(&p);
	before = encode(&p);
	assert_null(strstr(before, "senders"));
	free(before);
	profile_free(&p);
}

/* A stack of a file has a limit, because reports print it for each caller. */
static void test_refuses_a_long_stack(void **state)
{
	char stack[CALLERS_STACK_LEN + 2] = "", why[160], *json;
	struct profile p, copy;

	for (size_t len = CALLERS_STACK_LEN; len < sizeof(stack); len++) {
		memset(stack, 'f', len);
		sample_profile(&p);
		add_caller(profile_callers(&p), sensor, "hwmon", stack, 700);
		json = encode(&p);
		copy = (struct profile){0};
		if (len == CALLERS_STACK_LEN) {
			assert_int_equal(profile_decode(&copy, json,
							strlen(json), why,
							sizeof(why)),
					 PROFILE_JSON_OK);
		} else {
			assert_int_equal(profile_decode(&copy, json,
							strlen(json), why,
							sizeof(why)),
					 PROFILE_JSON_CORRUPT);
			assert_non_null(strstr(why, "stack 0: it is too long"));
		}
		free(json);
		profile_free(&copy);
		profile_free(&p);
	}
}

static void test_refuses_inconsistent_values(void **state)
{
	static const char *const cases[][3] = {
		{"\"max_ns\":900", "\"max_ns\":1401", "sum_ns cannot be"},
		{"\"max_ns\":900", "\"max_ns\":699", "sum_ns cannot be"},
		{"\"stack\":1", "\"stack\":2", "stack is 2"},
		{"\"stack\":1", "\"stack\":0", "caller 2: it is not in order"},
		{"entry;ioctl", "entry;wakes", "stack 1: it is not in order"},
		{"\"levels\":[1,1,1,", "\"levels\":[1,1,2,", "add up"},
		{"\"status\":-5", "\"status\":4294967296", "status is not"},
		{"\"comm\":\"cpufreq\"", "\"comm\":\"a name of 16 byte\"",
		 "comm is too long"},
		{"\"total_ns\":40", "\"total_ns\":4", "it is not in order"},
		{"\"buckets\":[[279,1]", "\"buckets\":[[279,0]", "a bucket's"},
		{"\"lost_stacks\":2", "\"lost_stacks\":2,\"new\":1", "new"},
	};
	struct profile p, copy;
	char *json, why[160];

	sample_senders(&p);
	json = encode(&p);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = strstr(json, cases[i][0]);
		char *text;

		assert_non_null(at);
		assert_true(asprintf(&text, "%.*s%s%s", (int)(at - json), json,
				     cases[i][1],
				     at + strlen(cases[i][0])) > 0);
		copy = (struct profile){0};
		if (profile_decode(&copy, text, strlen(text), why,
				   sizeof(why)) != PROFILE_JSON_CORRUPT ||
		    !strstr(why, cases[i][2]))
			fail_msg("%s: %s", cases[i][1], why);
		profile_free(&copy);
		free(text);
	}
	free(json);
	profile_free(&p);
}

/* The stacks of a merged profile have other numbers. */
static void test_merges(void **state)
{
	struct profile a, b, both;
	const struct callers *s;

	sample_senders(&a);
	sample_profile(&b);
	add_caller(profile_callers(&b), sensor, "hwmon", "entry;aio;do_xfer",
		   100);
	add_caller(b.senders, sensor, "hwmon", "entry;ioctl;do_xfer", 100);
	b.senders->lost_callers = 5;
	callers_sort(b.senders);
	profile_merge(&a, &b);
	s = a.senders;
	assert_int_equal(s->n_callers, 4);
	assert_int_equal(s->n_stacks, 3);
	assert_string_equal(callers_stack_of(s, &s->callers[1]),
			    "entry;aio;do_xfer");
	assert_int_equal(s->callers[1].completed, 1);
	assert_int_equal(s->callers[2].completed, 3);
	assert_int_equal(s->callers[2].latency.count, 3);
	assert_int_equal(s->lost_callers, 5);
	read_back(&a, &both); /* it is in order */
	profile_free(&both);
	profile_free(&b);
	profile_free(&a);
}

/* A filter keeps the callers, the waits and the slow transfers of its messages. */
static void test_filter(void **state)
{
	struct filter f = {.n_messages = 1,
			   .message = {FILTER_MESSAGE(0x14, 5)}};
	struct profile p;

	sample_senders(&p);
	profile_select(&p, &f);
	assert_int_equal(p.senders->n_callers, 1);
	assert_string_equal(p.senders->callers[0].comm, "cpufreq");
	assert_int_equal(p.senders->n_holders, 1);
	assert_int_equal(p.senders->n_slowest, 0);
	assert_int_equal(p.senders->n_uses, 1);
	profile_free(&p);
	sample_senders(&p);
	f.message[0] = FILTER_MESSAGE(0x15, 6);
	profile_select(&p, &f);
	assert_int_equal(p.senders->n_callers, 2);
	assert_int_equal(p.senders->n_holders, 0); /* it did not wait */
	assert_int_equal(p.senders->n_slowest, CALLERS_SLOWEST);
	profile_free(&p);
}

/* Entries without room are counted. */
static void test_counts_losses(void **state)
{
	struct profile p = {0};
	struct callers *s = profile_callers(&p);
	uint64_t sum = 0;
	char comm[16];

	for (int i = 0; i < CALLERS_MAX + 10; i++) {
		snprintf(comm, sizeof(comm), "task-%d", i);
		add_caller(s, sensor, comm, NULL, 10);
		add_holder(s, comm, "hwmon", 10);
	}
	add_caller(s, sensor, "task-1", NULL, 10);
	for (size_t i = 0; i < s->n_callers; i++)
		sum += s->callers[i].completed;
	assert_int_equal(s->n_callers, CALLERS_MAX);
	assert_int_equal(s->lost_callers, 10);
	assert_int_equal(sum, CALLERS_MAX + 1);
	assert_int_equal(s->n_holders, CALLERS_HOLDERS);
	assert_int_equal(s->lost_holders, CALLERS_MAX + 10 - CALLERS_HOLDERS);
	profile_free(&p);
}

/* The stacks with the most time stay, and no transfer gets lost. */
static void test_limits_stacks(void **state)
{
	struct profile p, copy;
	struct callers *s;

	sample_profile(&p);
	s = profile_callers(&p);
	add_caller(s, sensor, "hwmon", "entry;slow;do_xfer", 1000);
	add_caller(s, sensor, "hwmon", "entry;fast;do_xfer", 10);
	add_caller(s, sensor, "hwmon", "entry;idle;do_xfer", 20);
	add_caller(s, clock, "cpufreq", "entry;slow;do_xfer", 1);
	add_caller(s, clock, "cpufreq", "entry;fast;do_xfer", 900);
	callers_sort(s);
	assert_int_equal(callers_limit_stacks(s, 3 * (18 + 3)), 0);
	assert_int_equal(callers_limit_stacks(s, 2 * (18 + 3)), 1);
	assert_int_equal(s->n_stacks, 2);
	assert_int_equal(s->n_callers, 5);
	assert_int_equal(s->lost_stacks, 1);
	assert_int_equal(callers_limit_stacks(s, 2 * (18 + 3) - 1), 1);
	assert_int_equal(s->n_stacks, 1);
	assert_string_equal(s->stacks[0], "entry;slow;do_xfer");
	assert_int_equal(s->lost_stacks, 3);
	/* Those of one task and message without a stack are one. */
	assert_int_equal(s->n_callers, 4);
	assert_string_equal(s->callers[2].comm, "hwmon");
	assert_int_equal(s->callers[2].stack, 0);
	assert_int_equal(s->callers[2].completed, 2);
	assert_int_equal(s->callers[2].sum_ns, 30);
	assert_int_equal(s->callers[2].latency.count, 2);
	read_back(&p, &copy); /* it is in order */
	profile_free(&copy);
	profile_free(&p);
}

/* Any bytes of a task's name become valid UTF-8 of the same size. */
static void test_names_of_tasks(void **state)
{
	char comm[CALLERS_COMM];

	callers_set_comm(comm, "\xff\xff\xff\xff\xff\xff");
	assert_string_equal(comm, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
				  "\xef\xbf\xbd\xef\xbf\xbd");
	callers_set_comm(comm, "123456789012345");
	assert_string_equal(comm, "123456789012345");
}

/* A file without latencies has none, and no percentiles. */
static void test_reads_callers_without_latencies(void **state)
{
	struct profile p, copy = {0};
	char *json, why[160] = "";
	uint64_t ns;

	sample_profile(&p);
	callers_add_caller(profile_callers(&p),
			   &(struct message_caller){.key = sensor,
						    .completed = 1,
						    .sum_ns = 700,
						    .max_ns = 700});
	json = encode(&p);
	assert_non_null(strstr(json, "\"max_ns\":700}],\"holders\""));
	assert_int_equal(
		profile_decode(&copy, json, strlen(json), why, sizeof(why)),
		PROFILE_JSON_OK);
	assert_false(caller_percentile(&copy.senders->callers[0].latency, 700,
				       500, &ns));
	free(json);
	profile_free(&copy);
	profile_free(&p);
}

/* Each bucket of BPF stands for the times that user space finds for it. */
static void test_buckets_of_latencies(void **state)
{
	for (uint32_t i = 0; i < CALLER_BUCKETS; i++) {
		const uint64_t lower = caller_lower(i),
			       upper = caller_lower(i + 1) - 1;
		const uint64_t middle = hist_upper(caller_middle(lower));

		assert_int_equal(caller_bucket(lower), i);
		assert_int_equal(caller_bucket(upper), i);
		assert_int_equal(caller_middle(upper), caller_middle(lower));
		assert_true((double)middle / (double)lower <= 1.0625);
		assert_true((double)middle / (double)upper >= 1 - 0.0625);
	}
	assert_int_equal(caller_lower(0), 512);
	assert_int_equal(caller_bucket(0), 0);
	assert_int_equal(caller_bucket(511), 0);
	/* An index is that of an array. */
	assert_int_equal(caller_bucket(caller_lower(CALLER_BUCKETS)),
			 CALLER_BUCKETS - 1);
	assert_int_equal(caller_bucket(UINT64_MAX), CALLER_BUCKETS - 1);
}

/* 990 transfers of 1 ms and 11 of 3 ms, the longest one of 3.01 ms. */
static void test_percentiles(void **state)
{
	struct hist latency = {0};
	uint64_t ns = 0;

	hist_add_bucket(&latency, caller_middle(1000000), 990);
	assert_true(caller_percentile(&latency, 1000000, 500, &ns));
	assert_int_equal(ns,
			 1000000); /* the longest, not the bucket's middle */
	hist_add_bucket(&latency, caller_middle(3010000), 11);
	assert_true(caller_percentile(&latency, 3010000, 500, &ns));
	assert_in_range(ns, 937500, 1062500);
	assert_true(caller_percentile(&latency, 3010000, 990, &ns));
	assert_in_range(ns, 2820000, 3010000);
	hist_free(&latency);
}

static void check_driver(const char *stack, const char *expected)
{
	char text[64];

	assert_string_equal(stack_driver(stack, text, sizeof(text)), expected);
}

static void test_drivers(void **state)
{
	check_driver("el0_svc;vfs_read;hwmon_attr_show;scmi_hwmon_read "
		     "[scmi_hwmon];scmi_sensor_reading_get;do_xfer",
		     "scmi_hwmon_read [scmi_hwmon]");
	check_driver("kthread;clk_set_rate;scmi_clk_set_rate;"
		     "scmi_clock_rate_set;do_xfer",
		     "scmi_clk_set_rate");
	check_driver("reset_control_assert;scmi_reset_assert;"
		     "scmi_reset_domain_assert;scmi_domain_reset;do_xfer",
		     "scmi_reset_assert");
	check_driver("powercap_show;scmi_powercap_get_power_uw;"
		     "scmi_powercap_measurements_get;do_xfer",
		     "scmi_powercap_get_power_uw");
	check_driver("cpufreq_online;scmi_cpufreq_set_target;"
		     "scmi_dvfs_freq_set.isra.0;do_xfer",
		     "scmi_cpufreq_set_target");
	check_driver("platform_probe;scmi_hwmon_probe;scmi_devm_protocol_get;"
		     "scmi_sensors [scmi_core];do_xfer",
		     "scmi_hwmon_probe");
	check_driver("scmi_clock_rate_set;do_xfer", "");
	check_driver("do_xfer", "");
	check_driver(NULL, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_adds_up),
		cmocka_unit_test(test_keeps_the_slowest),
		cmocka_unit_test(test_is_written_and_read),
		cmocka_unit_test(test_refuses_a_long_stack),
		cmocka_unit_test(test_refuses_inconsistent_values),
		cmocka_unit_test(test_merges),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_counts_losses),
		cmocka_unit_test(test_limits_stacks),
		cmocka_unit_test(test_names_of_tasks),
		cmocka_unit_test(test_reads_callers_without_latencies),
		cmocka_unit_test(test_buckets_of_latencies),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_drivers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
