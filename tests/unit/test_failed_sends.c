// SPDX-License-Identifier: GPL-2.0-only
/* Transfers that the transport did not send: they begin and never end. */
#include <string.h>

#include "unit_test.h"
#include "transfer_steps.h"

static struct lc_slot table[LC_SLOTS];

static int set_up(void **state)
{
	memset(table, 0, sizeof(table));
	return 0;
}

/* Transfer 7 begins. */
static void begin(uint64_t now)
{
	struct lc_displaced d;

	assert_int_equal(transfer_begin(table, 7, 3, 1, true, now, &d), 0);
}

/*
 * A send that fails has no end. The core gives its token to a later transfer
 * only after do_xfer() has returned, so that one proves it.
 */
static void failed_sends(void **state)
{
	const uint32_t id = 7, next = 7 + LC_TOKENS;
	struct lc_displaced d;

	assert_int_equal(transfer_begin(table, id, 3, 1, true, 1000, &d), 0);
	/* Another instance has tokens of its own. */
	assert_int_equal(transfer_begin(table, next, 4, 2, true, 1100, &d), 0);
	assert_int_equal(
		transfer_begin(table, next + LC_TOKENS, 5, 1, true, 1200, &d),
		1);
	assert_int_equal(d.fate, LC_SEND_FAILED);
	assert_int_equal(d.series, 3);
	assert_int_equal(d.token, 7);
	assert_int_equal(used_slots(table), 2);
	/* If it waited, it was sent, and its end was missed. */
	lc_wait(table, next + LC_TOKENS, next + LC_TOKENS, 30, false);
	assert_int_equal(transfer_begin(table, next + 2 * LC_TOKENS, 5, 1, true,
					1300, &d),
			 1);
	assert_int_equal(d.fate, LC_AGED_OUT);
	/* Without waits in a log, nobody knows. */
	assert_int_equal(transfer_begin(table, next + 3 * LC_TOKENS, 5, 1,
					false, 1400, &d),
			 1);
	assert_int_equal(d.fate, LC_AGED_OUT);
}

/* Without an instance, only a transfer that was not sent loses its slot. */
static void failed_sends_of_unknown_instances(void **state)
{
	const uint32_t sent = 7, failed = 9;
	struct lc_displaced d;

	assert_int_equal(transfer_begin(table, sent, 3, 0, true, 1000, &d), 0);
	lc_wait(table, sent, sent, 30, false);
	assert_int_equal(
		transfer_begin(table, sent + LC_TOKENS, 3, 0, true, 1100, &d),
		0);
	assert_int_equal(transfer_begin(table, failed, 4, 0, true, 1000, &d),
			 0);
	assert_int_equal(
		transfer_begin(table, failed + LC_TOKENS, 4, 0, true, 1100, &d),
		1);
	assert_int_equal(d.fate, LC_SEND_FAILED);
	assert_int_equal(d.token, 9);
}

/* A dead device: every send fails, and the table never fills up. */
static void every_send_fails(void **state)
{
	uint64_t failed = 0;
	struct lc_displaced d;

	for (uint32_t id = 0; id < 100000; id++) {
		const int result = transfer_begin(table, id, 3, 1, true,
						  1000 + id * 10, &d);

		assert_true(result >= 0);
		assert_true(!result || d.fate == LC_SEND_FAILED);
		failed += result;
	}
	assert_int_equal(failed + used_slots(table), 100000);
	assert_int_equal(used_slots(table), LC_TOKENS);
}

/* do_xfer() has returned: what has not ended was not sent. */
static void returned(void **state)
{
	struct transfer_end e;
	struct lc_displaced d;

	assert_false(lc_returned(table, 7, 7, &d));
	begin(1000);
	assert_true(lc_returned(table, 7, 7, &d));
	assert_int_equal(d.fate, LC_SEND_FAILED);
	assert_int_equal(d.series, 3);
	assert_int_equal(d.token, 7);
	assert_false(lc_returned(table, 7, 7, &d));
	begin(1100);
	lc_wait(table, 7, 7, 30, false);
	/* It was sent, so its end comes. */
	assert_false(lc_returned(table, 7, 7, &d));
	assert_true(transfer_end(table, 7, 0, 1150, &e));
	begin(1200);
	assert_true(transfer_end(table, 7, 0, 1300, &e));
	assert_false(lc_returned(table, 7, 7, &d));
	assert_int_equal(used_slots(table), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(failed_sends),
		FRESH_TEST(failed_sends_of_unknown_instances),
		FRESH_TEST(every_send_fails),
		FRESH_TEST(returned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
