// SPDX-License-Identifier: GPL-2.0-only
/* The calls of fast channels: merged, checked, written to a file and read back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit_test.h"
#include "profile.h"
#include "profile_json.h"

static const struct fast_channel first = {
	.protocol = 0x13,
	.message = 7,
	.domain = 1,
	.value = {400, 0},
	.calls = 3,
	.periods = 2,
	.period_sum_ns = 30,
	.period_min_ns = 10,
	.period_max_ns = 20,
};

static void adds(void **state)
{
	struct fast_channel other = first, single = {.protocol = 0x13,
						     .message = 7,
						     .domain = 1,
						     .value = {5, 6},
						     .calls = 1};
	const struct fast_channel *f;
	struct profile p;

	p = (struct profile){0};
	profile_add_fast(&p, &first);
	other.period_min_ns = 5;
	other.period_sum_ns = 25;
	profile_add_fast(&p, &other);
	f = profile_add_fast(&p, &single);
	assert_int_equal(p.n_fast, 1);
	assert_int_equal(f->calls, 7);
	assert_int_equal(f->periods, 4);
	assert_int_equal(f->period_sum_ns, 55);
	assert_int_equal(f->period_min_ns, 5);
	assert_int_equal(f->period_max_ns, 20);
	assert_int_equal(f->value[0], 5);
	assert_int_equal(f->value[1], 6);
	profile_free(&p);
}

/* By protocol, message, domain; each of them makes another channel. */
static void sorts(void **state)
{
	struct fast_channel f[4] = {first, first, first, first};
	struct profile p;

	f[0].protocol = 0x18;
	f[1].message = 8;
	f[2].domain = 0x10000;
	p = (struct profile){0};
	for (size_t i = 0; i < 4; i++)
		profile_add_fast(&p, &f[i]);
	assert_int_equal(p.n_fast, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(fast_channel_compare(&p.fast[i], &f[3 - i]),
				 0);
	profile_free(&p);
}

static void limits(void **state)
{
	struct profile p, q;

	p = (struct profile){0};
	q = (struct profile){0};
	for (uint32_t i = 0; i <= PROFILE_FAST_CHANNELS; i++) {
		struct fast_channel f = first;

		f.domain = i;
		assert_int_equal(profile_add_fast(&p, &f) != NULL,
				 i < PROFILE_FAST_CHANNELS);
	}
	/* A merge counts what it has no room for. */
	profile_add_fast(&q, &(struct fast_channel){.calls = 4});
	profile_merge(&p, &q);
	assert_int_equal(p.gap[LC_GAP_FAST_CHANNEL], 4);
	profile_free(&p);
	profile_free(&q);
}

/* The CPU time of @n calls about domain @domain + i. */
static clock_t cost_of(struct profile *p, uint32_t domain, uint32_t step,
		       uint32_t n)
{
	const clock_t start = clock();

	for (uint32_t i = 0; i < n; i++) {
		struct fast_channel f = first;

		f.domain = domain + i * step;
		profile_add_fast(p, &f);
	}
	return clock() - start;
}

/* A log can name any number of domains: each call costs a search in a full table. */
static void many_domains_are_fast(void **state)
{
	const uint32_t n = 100000;
	struct profile p = {0};
	clock_t same, others;

	cost_of(&p, 0, 2, PROFILE_FAST_CHANNELS);
	assert_int_equal(p.n_fast, PROFILE_FAST_CHANNELS);
	same = cost_of(&p, 0, 0, n);
	others = cost_of(&p, 1000000, 1, n);
	assert_int_equal(p.n_fast, PROFILE_FAST_CHANNELS);
	/* One by one it was 300 times. */
	if (others / 20 > same + CLOCKS_PER_SEC / 1000)
		fail_msg("%ld for others, %ld for the same", (long)others,
			 (long)same);
	profile_free(&p);
}

static void checks(void **state)
{
	struct fast_channel f = first;

	assert_null(fast_channel_check(&f));
	f.periods = 3;
	assert_non_null(fast_channel_check(&f));
	f.periods = 0;
	assert_non_null(fast_channel_check(&f));
	f = first;
	f.period_min_ns = 21;
	assert_non_null(fast_channel_check(&f));
	f = first;
	f.period_sum_ns = 41;
	assert_non_null(fast_channel_check(&f));
	f.period_sum_ns = 19;
	assert_non_null(fast_channel_check(&f));
	f = (struct fast_channel){.calls = 1};
	assert_null(fast_channel_check(&f));
	f.calls = 0;
	assert_non_null(fast_channel_check(&f));
}

/* Not by memory: the padding between members has no value. */
static void assert_same(const struct fast_channel *a,
			const struct fast_channel *b)
{
	assert_int_equal(fast_channel_compare(a, b), 0);
	assert_int_equal(a->value[0], b->value[0]);
	assert_int_equal(a->value[1], b->value[1]);
	assert_int_equal(a->calls, b->calls);
	assert_int_equal(a->periods, b->periods);
	assert_int_equal(a->period_sum_ns, b->period_sum_ns);
	assert_int_equal(a->period_min_ns, b->period_min_ns);
	assert_int_equal(a->period_max_ns, b->period_max_ns);
}

/* Decodes @json; returns whether it is a profile. */
static bool decodes(const char *json, struct profile *p)
{
	char why[256];

	*p = (struct profile){0};
	return profile_decode(p, json, strlen(json), why, sizeof(why)) ==
	       PROFILE_JSON_OK;
}

/* Replaces @from by @to in @json, and expects an error. */
static void refused(const char *json, const char *from, const char *to)
{
	const char *at = strstr(json, from);
	struct profile p;
	char text[4096];

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - json), json, to,
		 at + strlen(from));
	if (decodes(text, &p))
		fail_msg("accepted: %s", text);
	profile_free(&p);
}

static void file(void **state)
{
	struct profile p, q;
	char *json, *again;
	size_t len;

	p = (struct profile){0};
	profile_add_run(&p)->source = SOURCE_BPF;
	profile_add_fast(&p, &first);
	profile_add_fast(&p, &(struct fast_channel){.protocol = 0x18,
						    .domain = UINT32_MAX,
						    .value = {UINT32_MAX, 2},
						    .calls = 1});
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	assert_true(decodes(json, &q));
	assert_int_equal(q.n_fast, 2);
	for (size_t i = 0; i < q.n_fast; i++)
		assert_same(&q.fast[i], &p.fast[i]);
	assert_int_equal(profile_encode(&q, &again, &len), 0);
	assert_string_equal(again, json);
	free(again);
	profile_free(&q);

	refused(json, "\"calls\":3", "\"calls\":2");
	refused(json, "[400,0]", "[400]");
	refused(json, "[400,0]", "[400,0,0]");
	refused(json, "[400,0]", "[400,4294967296]");
	refused(json, "\"domain\":1,", "\"domain\":4294967296,");
	refused(json, "\"periods\":2,", "");
	refused(json, "\"periods\":2,", "\"periods\":2,\"more\":1,");
	/* In order, and each once. */
	refused(json, "\"protocol\":19", "\"protocol\":25");
	refused(json, "\"protocol\":24,\"message\":0,\"domain\":4294967295",
		"\"protocol\":19,\"message\":7,\"domain\":1");
	free(json);
	profile_free(&p);

	/* A profile without fast channels does not mention them. */
	p = (struct profile){0};
	profile_add_run(&p)->source = SOURCE_BPF;
	assert_int_equal(profile_encode(&p, &json, &len), 0);
	assert_null(strstr(json, "fast_channels"));
	refused(json, "\"events\":[]", "\"events\":[],\"fast_channels\":[]");
	free(json);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adds),
		cmocka_unit_test(sorts),
		cmocka_unit_test(limits),
		cmocka_unit_test(many_domains_are_fast),
		cmocka_unit_test(checks),
		cmocka_unit_test(file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
