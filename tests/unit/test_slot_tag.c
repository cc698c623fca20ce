// SPDX-License-Identifier: GPL-2.0-only
/* The tag of a slot: id, series, instance and coarse time of a transfer. */
#include "unit_test.h"
#include "lifecycle.h"

static void coarse_age(void **state)
{
	const uint64_t unit = 1ull << LC_COARSE_SHIFT;
	const uint64_t range = (LC_COARSE_MASK + 1ull) * unit;

	for (uint64_t begun = 0; begun < 3 * range; begun += range / 7 + 12345)
		for (uint64_t age = 0; age < range - 9 * unit;
		     age += range / 1013) {
			uint64_t got = lc_tag_age_ns(lc_tag(1, 2, 0, begun),
						     begun + age);
			uint64_t off = got > age ? got - age : age - got;

			assert_true(off < unit);
		}
	/* At the wrap, and with a clock that is slightly behind. */
	assert_int_equal(
		lc_tag_age_ns(lc_tag(1, 2, 0, range - unit), range + unit),
		2 * unit);
	assert_int_equal(lc_tag_age_ns(lc_tag(1, 2, 0, range), range - 1), 0);
	assert_int_equal(
		lc_tag_age_ns(lc_tag(1, 2, 0, range), range - 8 * unit), 0);
	assert_int_equal(lc_tag_id(lc_tag(0xdeadbeef, 0xfff, 0xf, range - 1)),
			 0xdeadbeef);
	assert_int_equal(
		lc_tag_series(lc_tag(0xdeadbeef, 0xabc, 0xd, range - 1)),
		0xabc);
	assert_int_equal(
		lc_tag_instance(lc_tag(0xdeadbeef, 0xabc, 0xd, range - 1)),
		0xd);
	assert_true(lc_tag(0, 0, 0, 0) != 0);
}

/* A slot after the home is part of the tag, so that the token is known. */
static void token_of_a_slot(void **state)
{
	for (uint32_t token = 0; token < LC_TOKENS; token++)
		for (uint32_t way = 0; way < LC_WAYS; way++) {
			const uint32_t home = lc_home_index(token + LC_TOKENS);
			const uint64_t tag = lc_tag(UINT32_MAX, 0xfff, 0xf, 0) |
					     (uint64_t)way << LC_TAG_WAY_AT;

			assert_int_equal(home, lc_home_index(token));
			assert_int_equal(lc_tag_way(tag), way);
			assert_int_equal(
				lc_tag_token(tag, (home + way) % LC_SLOTS),
				token);
		}
	assert_int_equal(lc_tag_way(lc_tag(UINT32_MAX, 0xfff, 0xf, 0)), 0);
}

/* The tag of an announcement becomes that of its transfer, at any time. */
static void announced_tag(void **state)
{
	const uint64_t unit = 1ull << LC_COARSE_SHIFT;

	for (uint64_t now = 0; now < 1ull << 62; now = now * 5 + unit - 1)
		for (uint32_t id = 1; id; id <<= 1) {
			const uint64_t tag =
				lc_tag_from(lc_tag_of(id, 0xabc, 0xd), now);

			assert_int_equal(tag, lc_tag(id, 0xabc, 0xd, now));
			assert_true(lc_is(tag, id));
			assert_int_equal(lc_tag_series(tag), 0xabc);
			assert_int_equal(lc_tag_instance(tag), 0xd);
			assert_int_equal(lc_tag_way(tag), 0);
			assert_int_equal(tag >> LC_TAG_TIME_AT & LC_COARSE_MASK,
					 now / unit % (LC_COARSE_MASK + 1));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coarse_age),
		cmocka_unit_test(token_of_a_slot),
		cmocka_unit_test(announced_tag),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
