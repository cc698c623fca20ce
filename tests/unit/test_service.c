// SPDX-License-Identifier: GPL-2.0-only
/* Service times: parsing, error positions, distributions. */
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "service.h"

#define DRAWS 200000

static struct scmi_service parsed(const char *spec, uint64_t seed)
{
	struct scmi_service_error error = {0, NULL};
	struct scmi_service s;

	if (!scmi_service_parse(&s, spec, seed, &error))
		fail_msg("%s: %s", spec, error.why);
	return s;
}

static void accepted(void **state)
{
	static const struct {
		const char *spec;
		enum scmi_service_kind kind;
		uint32_t low, high;
	} t[] = {
		{"0", SCMI_SERVICE_FIXED, 0, 0},
		{"0ns", SCMI_SERVICE_FIXED, 0, 0},
		{"20us", SCMI_SERVICE_FIXED, 20000, 20000},
		{"fixed:20us", SCMI_SERVICE_FIXED, 20000, 20000},
		{"007ns", SCMI_SERVICE_FIXED, 7, 7},
		{"4000ms", SCMI_SERVICE_FIXED, 4000000000, 4000000000},
		{"1000000000ns", SCMI_SERVICE_FIXED, 1000000000, 1000000000},
		{"uniform:10us..30us", SCMI_SERVICE_UNIFORM, 10000, 30000},
		{"uniform:1us..1000ns", SCMI_SERVICE_UNIFORM, 1000, 1000},
		{"uniform:0ns..1ms", SCMI_SERVICE_UNIFORM, 0, 1000000},
		{"exp:20us", SCMI_SERVICE_EXP, 20000, 20000},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct scmi_service s = parsed(t[i].spec, 1);

		assert_int_equal(s.kind, t[i].kind);
		assert_int_equal(s.low, t[i].low);
		assert_int_equal(s.high, t[i].high);
	}
}

static void refused(void **state)
{
	static const struct {
		const char *spec;
		size_t at;
		const char *why;
	} t[] = {
		{"", 0, "missing time"},
		{"us", 0, "missing time"},
		{"20", 2, "missing unit"},
		{"20 us", 2, "missing unit"},
		{"20s", 2, "missing unit"},
		{"20u", 2, "missing unit"},
		{"20US", 2, "missing unit"},
		{"20us ", 4, "unexpected"},
		{"20us..30us", 4, "unexpected"},
		{"00", 2, "missing unit"},
		{"-1us", 0, "missing time"},
		{"4001ms", 0, "longer"},
		{"4000000001ns", 0, "longer"},
		{"99999999999999999999999999ns", 0, "longer"},
		{"fixed:", 6, "missing time"},
		{"fixed:2", 7, "missing unit"},
		{"exp:0", 5, "missing unit"},
		{"expo:20us", 0, "missing time"},
		{"uniform:10us", 12, "missing '..'"},
		{"uniform:10us.30us", 12, "missing '..'"},
		{"uniform:10us..", 14, "missing time"},
		{"uniform:30us..10us", 14, "shorter"},
		{"uniform:1us..2us,", 16, "unexpected"},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct scmi_service_error error = {99, NULL};
		struct scmi_service s, before;
		/* A copy of exactly its length, for the sanitizer. */
		char *spec = strdup(t[i].spec);

		memset(&s, 0x5a, sizeof(s));
		before = s;
		assert_false(scmi_service_parse(&s, spec, 1, &error));
		assert_int_equal(error.at, t[i].at);
		assert_ptr_equal(strstr(error.why, t[i].why), error.why);
		assert_memory_equal(&s, &before, sizeof(s));
		free(spec);
	}
}

static void fixed(void **state)
{
	struct scmi_service s = parsed("20us", 3);
	struct scmi_service none = parsed("0", 3);

	for (int i = 0; i < 100; i++) {
		assert_int_equal(scmi_service_draw(&s), 20000);
		assert_int_equal(scmi_service_draw(&none), 0);
	}
}

static void seeds(void **state)
{
	static const char *const specs[] = {"uniform:10us..30us", "exp:20us"};

	for (size_t k = 0; k < 2; k++) {
		struct scmi_service a = parsed(specs[k], 42);
		struct scmi_service b = parsed(specs[k], 42);
		struct scmi_service c = parsed(specs[k], 43);
		int same = 0;

		for (int i = 0; i < 1000; i++) {
			uint64_t v = scmi_service_draw(&a);

			assert_int_equal(v, scmi_service_draw(&b));
			same += v == scmi_service_draw(&c);
		}
		assert_in_range(same, 0, 20);
	}
}

/* The published first outputs of splitmix64 with seed 1234567. */
static void generator(void **state)
{
	static const uint64_t first[] = {
		6457827717110365317ull, 3203168211198807973ull,
		9817491932198370423ull, 4593380528125082431ull,
		16408922859458223821ull};
	struct scmi_service s = parsed("uniform:0ns..1000000000ns", 1234567);

	for (size_t i = 0; i < 5; i++)
		assert_int_equal(scmi_service_draw(&s),
				 (first[i] >> 32) * 1000000001ull >> 32);
}

static void uniform(void **state)
{
	struct scmi_service s = parsed("uniform:10us..30us", 7);
	struct scmi_service two = parsed("uniform:5ns..6ns", 7);
	uint64_t sum = 0, tenth[10] = {0}, sixes = 0;

	for (int i = 0; i < DRAWS; i++) {
		uint64_t v = scmi_service_draw(&s);

		assert_in_range(v, 10000, 30000);
		sum += v;
		tenth[(v - 10000) * 10 / 20001]++;
		v = scmi_service_draw(&two);
		assert_in_range(v, 5, 6);
		sixes += v == 6;
	}
	/* Five standard errors: 5 * 5774 / sqrt(200000) = 65. */
	assert_in_range(sum / DRAWS, 20000 - 65, 20000 + 65);
	/* 5 * sqrt(200000 * 0.1 * 0.9) = 671. */
	for (int i = 0; i < 10; i++)
		assert_in_range(tenth[i], 20000 - 671, 20000 + 671);
	assert_in_range(sixes, 100000 - 1118, 100000 + 1118);
}

/* Counts beyond m means must be exp(-m) of all, within five deviations. */
static void exponential(void **state)
{
	static const uint64_t beyond[] = {200000, 73576, 27067, 9957, 3663};
	static const uint64_t margin[] = {0, 1078, 765, 487, 300};
	struct scmi_service s = parsed("exp:20us", 7);
	struct scmi_service most = parsed("exp:4000ms", 7);
	uint64_t sum = 0, count[5] = {0};

	for (int i = 0; i < DRAWS; i++) {
		uint64_t v = scmi_service_draw(&s);

		sum += v;
		for (uint64_t m = 0; m < 5; m++)
			count[m] += v >= m * 20000;
		assert_in_range(scmi_service_draw(&most), 0,
				45ull * SCMI_SERVICE_MAX_NS);
	}
	/* The mean of the mean deviates by 20000 / sqrt(200000) = 45. */
	assert_in_range(sum / DRAWS, 20000 - 224, 20000 + 224);
	for (int m = 0; m < 5; m++)
		assert_in_range(count[m], beyond[m] - margin[m],
				beyond[m] + margin[m]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepted),    cmocka_unit_test(refused),
		cmocka_unit_test(fixed),       cmocka_unit_test(seeds),
		cmocka_unit_test(generator),   cmocka_unit_test(uniform),
		cmocka_unit_test(exponential),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
