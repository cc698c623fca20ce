// SPDX-License-Identifier: GPL-2.0-only
/* Which replies a completion signal belongs to. */

#include "unit_test.h"
#include "completion_signal.h"

/* The stacks of an interrupt and of two tasks; each grows down from here. */
#define INTERRUPT 0xffff800080008000ull
#define WORKER	  0xffff800082570000ull
#define POLLER	  0xffff800082578000ull

static void replies_of_one_interrupt(void **state)
{
	const struct lc_signal signal = {.ns = 100, .frame = INTERRUPT - 200};

	assert_int_equal(lc_signal_of(&signal, INTERRUPT - 700), 100);
	/* One interrupt brings several replies. */
	assert_int_equal(lc_signal_of(&signal, INTERRUPT - 700), 100);
	assert_int_equal(lc_signal_of(&signal, INTERRUPT - 5000), 100);
}

/* A reply that no hooked interrupt brought does not get an old one's time. */
static void replies_on_other_stacks(void **state)
{
	const struct lc_signal signals[] = {
		{.ns = 100, .frame = INTERRUPT - 200},
		{.ns = 100, .frame = WORKER - 900},
		{.ns = 100, .frame = 0},
	};
	const uint64_t frames[] = {WORKER, POLLER, POLLER - 900,
				   INTERRUPT + 0x4000, INTERRUPT - 0x4000};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		for (size_t j = 0; j < sizeof(frames) / sizeof(frames[0]); j++)
			assert_int_equal(lc_signal_of(&signals[i], frames[j]),
					 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_of_one_interrupt),
		cmocka_unit_test(replies_on_other_stacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
