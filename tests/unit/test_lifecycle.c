// SPDX-License-Identifier: GPL-2.0-only
/* The state machine of a transfer with its events in every possible order. */
#include <string.h>

#include "unit_test.h"
#include "transfer_steps.h"

#define MS 1000000ull
#define S  1000000000ull

static struct lc_slot table[LC_SLOTS];

static int set_up(void **state)
{
	memset(table, 0, sizeof(table));
	return 0;
}

/* Rivals for a slot belong to instances of their own, from 1. */
static uint16_t instance_of(uint32_t id)
{
	return (uint16_t)(1 + id / LC_TOKENS % (LC_TAG_INSTANCES - 1));
}

/* A begin that must find a free slot. */
static void begin(uint32_t id, uint16_t series, uint64_t now)
{
	struct lc_displaced d;

	assert_int_equal(transfer_begin(table, id, series, instance_of(id),
					true, now, &d),
			 0);
}

/* A begin that must claim the slot of another transfer. */
static void begin_over(uint32_t id, uint64_t now, bool waits_seen,
		       enum lc_counter fate, uint16_t series)
{
	struct lc_displaced d;

	assert_int_equal(transfer_begin(table, id, 99, instance_of(id),
					waits_seen, now, &d),
			 1);
	assert_int_equal(d.fate, fate);
	assert_int_equal(d.series, series);
}

/* A reply without a completion signal, as without hooks. */
static struct lc_slot *rx_done(uint32_t id, uint64_t now)
{
	return lc_rx_done(table, id, id, 0, now);
}

static struct transfer_end end(uint32_t id, int32_t status, uint64_t now)
{
	struct transfer_end e;

	assert_true(transfer_end(table, id, status, now, &e));
	return e;
}

/* Checks that the transfer is not in flight. */
static void no_end(uint32_t id, uint64_t now)
{
	struct transfer_end e;

	assert_false(transfer_end(table, id, 0, now, &e));
}

static bool replied(struct transfer_end e)
{
	return has_phase(&e.split, LC_WAKEUP);
}

static void check_replied(struct transfer_end e, uint64_t transport,
			  uint64_t wakeup, bool overlapped)
{
	assert_int_equal(e.split.outcome, LC_COMPLETED);
	assert_int_equal(e.split.phases,
			 1u << LC_TOTAL | 1u << LC_TRANSPORT | 1u << LC_WAKEUP);
	assert_int_equal(e.split.ns[LC_TOTAL], transport + wakeup);
	assert_int_equal(e.split.ns[LC_TRANSPORT], transport);
	assert_int_equal(e.split.ns[LC_WAKEUP], wakeup);
	assert_int_equal(e.split.overlapped, overlapped);
}

/* Without a reply, only the total is known. */
static void check_unreplied(struct transfer_end e, uint64_t total,
			    bool overlapped)
{
	assert_int_equal(e.split.outcome, LC_COMPLETED);
	assert_int_equal(e.split.phases, 1u << LC_TOTAL);
	assert_int_equal(e.split.ns[LC_TOTAL], total);
	assert_int_equal(e.split.overlapped, overlapped);
}

static void synchronous(void **state)
{
	struct transfer_end e;

	begin(7, 3, 1000);
	lc_wait(table, 7, 7, 30, false);
	rx_done(7, 1800);
	e = end(7, 0, 2000);
	check_replied(e, 800, 200, false);
	assert_int_equal(e.series, 3);
	assert_false(e.split.error);
	assert_int_equal(used_slots(table), 0);
	no_end(7, 2001);
}

static void reply_before_the_wait(void **state)
{
	begin(7, 3, 1000);
	rx_done(7, 1100);
	lc_wait(table, 7, 7, 30, false);
	check_replied(end(7, 0, 2000), 100, 900, false);
}

/* If another processor's clock is slightly off, stamps are clamped. */
static void stamps_out_of_order(void **state)
{
	begin(7, 3, 1000);
	rx_done(7, 990);
	check_replied(end(7, 0, 1500), 0, 500, true);
	begin(7, 3, 1000);
	rx_done(7, 1510);
	check_replied(end(7, 0, 1500), 500, 0, true);
	begin(7, 3, 1000);
	rx_done(7, 995);
	check_replied(end(7, 0, 990), 0, 0, true);
	begin(7, 3, 1000);
	check_unreplied(end(7, 0, 990), 0, true);
	/* Equal stamps are in order. */
	begin(7, 3, 1000);
	rx_done(7, 1000);
	check_replied(end(7, 0, 1000), 0, 0, false);
}

static void error_status(void **state)
{
	struct transfer_end e;

	begin(7, 3, 1000);
	rx_done(7, 1100);
	e = end(7, -95, 1200);
	check_replied(e, 100, 100, false);
	assert_true(e.split.error);
}

/* A failed send has no end, and multi-part commands try again. */
static void send_failure_and_reuse(void **state)
{
	begin(7, 3, 1000);
	begin_over(7, 2000, true, LC_SEND_FAILED, 3);
	assert_int_equal(used_slots(table), 1);
	/* Without waits, nobody knows whether it was sent. */
	begin_over(7, 3000, false, LC_AGED_OUT, 99);
	/* A wait or a reply shows that it was sent: its end was missed. */
	lc_wait(table, 7, 7, 30, false);
	begin_over(7, 4000, true, LC_AGED_OUT, 99);
	begin_over(7, 4050, true, LC_SEND_FAILED, 99);
	rx_done(7, 4100);
	begin_over(7, 5000, false, LC_AGED_OUT, 99);
	/* Nothing of the old transfer is left for the new one. */
	check_unreplied(end(7, 0, 6000), 1000, false);
	assert_int_equal(used_slots(table), 0);
}

static void fate_by_age(void **state)
{
	const uint64_t grace = LC_GRACE_NS, wait = LC_WAITING | 30;

	assert_int_equal(lc_fate(0, 0, true), LC_BEGUN);
	assert_int_equal(lc_fate(grace, 0, true), LC_BEGUN);
	assert_int_equal(lc_fate(grace + 1, 0, true), LC_SEND_FAILED);
	assert_int_equal(lc_fate(grace + 1, 0, false), LC_AGED_OUT);
	assert_int_equal(lc_fate(grace + 30 * MS, wait, true), LC_BEGUN);
	assert_int_equal(lc_fate(grace + 30 * MS + 1, wait, true), LC_AGED_OUT);
	assert_int_equal(lc_fate(grace + 30 * MS + 1, wait, false),
			 LC_AGED_OUT);
	/* A timeout of 0 ms is a wait, too. */
	assert_int_equal(lc_fate(grace + 1, LC_WAITING, true), LC_AGED_OUT);
	/* The longest timeout, 12.4 days. */
	assert_int_equal(
		lc_fate(LC_WAIT_MS * MS + grace, LC_WAITING | LC_WAIT_MS, true),
		LC_BEGUN);
	assert_int_equal(lc_fate(LC_WAIT_MS * MS + grace + 1,
				 LC_WAITING | LC_POLLED | LC_WAIT_MS, true),
			 LC_AGED_OUT);
}

static void polling(void **state)
{
	begin(7, 3, 1000);
	lc_wait(table, 7, 7, 30, false);
	check_unreplied(end(7, 0, 1700), 700, false);
}

static void delayed_response(void **state)
{
	/* after the end, as usual: finds no slot, changes nothing */
	begin(7, 3, 1000);
	lc_wait(table, 7, 7, 30, false);
	assert_ptr_equal(rx_done(7, 1100), lc_home(table, 7));
	check_replied(end(7, 0, 1200), 100, 100, false);
	assert_null(rx_done(7, 9000));
	no_end(7, 9100);
	/* between reply and end: the reply ended the wait */
	begin(7, 3, 1000);
	rx_done(7, 1100);
	assert_ptr_equal(rx_done(7, 1150), lc_home(table, 7));
	check_replied(end(7, 0, 1200), 100, 100, false);
	/* before its reply: ends the wait instead … */
	begin(7, 3, 1000);
	rx_done(7, 1050);
	rx_done(7, 1100);
	check_replied(end(7, 0, 1200), 50, 150, false);
	/* … even if its rx_done is traced after the end */
	begin(7, 3, 1000);
	check_unreplied(end(7, 0, 1200), 200, false);
	assert_null(rx_done(7, 1210));
	assert_int_equal(used_slots(table), 0);
}

static struct lc_delayed delayed(uint32_t id, uint64_t now)
{
	struct lc_delayed d = {0};

	assert_true(lc_delayed(table, id, id, 0, now, &d));
	return d;
}

/* The duration of a delayed response, from the start of its command. */
static void delayed_response_time(void **state)
{
	struct lc_delayed d = {0};

	/* after the end, until another transfer claims the slot */
	begin(7, 3, 1000);
	rx_done(7, 1100);
	end(7, 0, 1200);
	d = delayed(7, 9000);
	assert_int_equal(d.delayed_ns, 8000);
	assert_int_equal(d.series, 3);
	assert_false(d.first);
	assert_int_equal(lc_home(table, 7)->seen, LC_SEEN_DELAYED);
	begin(7 + LC_TOKENS, 4, 9100);
	assert_false(lc_delayed(table, 7, 7, 0, 9200, &d));
	end(7 + LC_TOKENS, 0, 9300);
	assert_false(lc_delayed(table, 7, 7, 0, 9400, &d));
	assert_int_equal(delayed(7 + LC_TOKENS, 9500).series, 4);
	/* between reply and end */
	begin(8, 5, 1000);
	rx_done(8, 1100);
	d = delayed(8, 1150);
	assert_int_equal(d.delayed_ns, 150);
	assert_int_equal(d.series, 5);
	assert_false(d.first);
	check_replied(end(8, 0, 1200), 100, 100, false);
	/* before its reply */
	begin(9, 6, 1000);
	d = delayed(9, 1050);
	assert_int_equal(d.delayed_ns, 50);
	assert_true(d.first);
	assert_int_equal(end(9, 0, 1200).seen,
			 LC_SEEN_DELAYED | LC_SEEN_DELAYED_FIRST);
	/* another processor's clock is behind */
	begin(10, 7, 1000);
	rx_done(10, 1100);
	end(10, 0, 1200);
	assert_int_equal(delayed(10, 990).delayed_ns, 0);
	/* only the first one comes first, and the other flags stay */
	begin(12, 7, 1000);
	lc_ring(lc_home(table, 12), LC_SEEN_QUEUED, 1010);
	end(12, 0, 1200);
	assert_true(delayed(12, 1300).first);
	assert_false(delayed(12, 1400).first);
	assert_true(lc_home(table, 12)->seen & LC_SEEN_QUEUED);
	/* never begun */
	assert_false(lc_delayed(table, 11, 11, 0, 2000, &d));
	/* in the same tick of a coarse clock as its reply, but after it */
	begin(13, 7, 1000);
	rx_done(13, 1100);
	assert_false(delayed(13, 1100).first);
	end(13, 0, 1200);
	/* first, but seen after the end: the caller ran on another processor */
	begin(14, 7, 1000);
	end(14, 0, 1100);
	assert_true(delayed(14, 1110).first);
	/* after the end and after its reply, which was seen after the end, too */
	begin(15, 7, 1000);
	end(15, 0, 1100);
	lc_rx_done_past(table, 15, 15, 1105);
	assert_false(delayed(15, 1110).first);
	/* after the end of a polled transfer, which has no reply event */
	begin(16, 7, 1000);
	lc_wait(table, 16, 16, 30, true);
	end(16, 0, 1100);
	assert_false(delayed(16, 1110).first);
	/* not in its home slot, and found there */
	begin(12, 8, 1000);
	begin(12 + LC_TOKENS, 9, 1010);
	end(12 + LC_TOKENS, 0, 1020);
	assert_int_equal(delayed(12 + LC_TOKENS, 1110).delayed_ns, 100);
}

/* Returns what was announced for a transfer, 0: nothing. */
static uint64_t announced(uint32_t id)
{
	const uint64_t past = lc_home(table, id)->past;

	return lc_is_announced(past, id) ? past : 0;
}

/* A tag is announced before a transfer begins, for one transfer only. */
static void announcements(void **state)
{
	const uint64_t tag = lc_tag_of(7, 3, 5);
	const uint64_t next = lc_tag_of(7 + LC_TOKENS, LC_TAG_SERIES - 1,
					LC_TAG_INSTANCES - 1);

	assert_int_equal(announced(7), 0);
	lc_announce(lc_home(table, 7), tag);
	assert_int_equal(announced(7), tag);
	assert_int_equal(announced(7 + LC_TOKENS), 0);
	begin(7, 3, 1000);
	assert_int_equal(announced(7), tag);
	lc_announce(lc_home(table, 7), next);
	assert_int_equal(announced(7), 0);
	assert_int_equal(announced(7 + LC_TOKENS), next);
	/* The end replaces the announcement. */
	check_unreplied(end(7, 0, 1200), 200, false);
	assert_int_equal(announced(7), 0);
	assert_int_equal(announced(7 + LC_TOKENS), 0);
	/* An announcement does not count as an ended transfer. */
	lc_announce(lc_home(table, 8), lc_tag_of(8, 0, 9));
	assert_null(lc_find_past(table, 8, 8));
	assert_null(lc_find_past(table, 9, 9));
	/* Without a series, it is not that of a transfer with one. */
	lc_announce(lc_home(table, 8), lc_tag_of(8 ^ LC_NO_SERIES, 0, 9));
	assert_int_equal(announced(8), 0);
	assert_true(lc_is_announced(lc_home(table, 8)->past, 8 ^ LC_NO_SERIES));
	assert_null(lc_find_past(table, 8 ^ LC_NO_SERIES, 8));
}

static void timeout(void **state)
{
	struct transfer_end e;

	begin(7, 3, 1000);
	lc_wait(table, 7, 7, 30, false);
	e = end(7, LC_STATUS_TIMEOUT, 1000 + 30 * MS);
	assert_int_equal(e.split.outcome, LC_TIMED_OUT);
	assert_int_equal(e.split.phases, 1u << LC_TIMEOUT);
	assert_int_equal(e.split.ns[LC_TIMEOUT], 30 * MS);
	assert_false(e.split.error);
	/* The late reply finds neither its slot nor that of the next. */
	rx_done(7, 1000 + 40 * MS);
	begin(8, 3, 2000 + 40 * MS);
	rx_done(7, 3000 + 40 * MS);
	assert_false(replied(end(8, 0, 4000 + 40 * MS)));
	/* A reply just before the timeout does not prevent it. */
	begin(9, 3, 1000);
	rx_done(9, 1100);
	e = end(9, LC_STATUS_TIMEOUT, 1200);
	assert_int_equal(e.split.outcome, LC_TIMED_OUT);
	assert_int_equal(e.split.phases, 1u << LC_TIMEOUT);
	assert_int_equal(e.split.ns[LC_TIMEOUT], 200);
}

static void iterators_reuse_ids(void **state)
{
	for (uint64_t i = 0; i < 5; i++) {
		const uint64_t t = 1000 * (i + 1);

		begin(7, 3, t);
		lc_wait(table, 7, 7, 30, false);
		rx_done(7, t + 100 + i);
		check_replied(end(7, 0, t + 200 + 2 * i), 100 + i, 100 + i,
			      false);
	}
}

static void unknown_transfers(void **state)
{
	lc_wait(table, 7, 7, 30, false);
	assert_null(rx_done(7, 1000));
	no_end(7, 1100);
	no_end(0, 1100);
	assert_int_equal(used_slots(table), 0);
	/* All ids and series are valid, 0 and -1 included. */
	begin(0, 0, 1000);
	begin(UINT32_MAX, LC_TAG_SERIES - 1, 1000);
	assert_int_equal(end(0, 0, 1001).series, 0);
	assert_int_equal(end(UINT32_MAX, 0, 1001).series, LC_TAG_SERIES - 1);
}

/* Ids with the same home at the end of the table, so that the ways wrap. */
static uint32_t rival(uint32_t i)
{
	return LC_TOKENS - 3 + i * LC_TOKENS;
}

static void collisions(void **state)
{
	struct lc_displaced d;

	for (uint32_t i = 0; i < LC_WAYS; i++)
		begin(rival(i), (uint16_t)i, 1000 + i);
	assert_int_equal(used_slots(table), LC_WAYS);
	/*
	 * Without a slot it is not followed, and the others are not affected.
	 */
	assert_int_equal(transfer_begin(table, rival(LC_WAYS), 0,
					instance_of(rival(LC_WAYS)), true, 1100,
					&d),
			 -1);
	for (uint32_t i = 0; i < LC_WAYS; i++) {
		struct transfer_end e;

		rx_done(rival(i), 2000 + 3 * i);
		e = end(rival(i), 0, 3000 + 7 * i);
		check_replied(e, 1000 + 2 * i, 1000 + 4 * i, false);
		assert_int_equal(e.series, i);
		/* A free slot can be claimed at once. */
		begin(rival(100 + i), 0, 4000);
	}
	assert_int_equal(used_slots(table), LC_WAYS);
}

/* Transfers that are given up lose their slots and are counted. */
static void displacement(void **state)
{
	const uint64_t late = 100 * S + LC_GRACE_NS + 3 * S;
	struct lc_displaced d;

	for (uint32_t i = 0; i < LC_WAYS; i++)
		begin(rival(i), (uint16_t)i, 100 * S);
	lc_wait(table, rival(1), rival(1), 0, false);
	lc_wait(table, rival(2), rival(2), 60000, false);
	/* Too early to give up. */
	assert_int_equal(transfer_begin(table, rival(23), 99,
					instance_of(rival(23)), true, 105 * S,
					&d),
			 -1);
	begin_over(rival(23), late, true, LC_SEND_FAILED, 0);
	begin_over(rival(24), late, true, LC_AGED_OUT, 1);
	/* The third still waits for its reply, so the fourth loses its slot. */
	begin_over(rival(25), late, false, LC_AGED_OUT, 3);
	assert_int_equal(used_slots(table), LC_WAYS);
	/* The end of a transfer that was given up ends no other one. */
	no_end(rival(0), late);
	check_replied((rx_done(rival(2), late), end(rival(2), 0, late + 5)),
		      LC_GRACE_NS + 3 * S, 5, false);
	check_unreplied(end(rival(24), 0, late + 9), 9, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(synchronous),
		FRESH_TEST(reply_before_the_wait),
		FRESH_TEST(stamps_out_of_order),
		FRESH_TEST(error_status),
		FRESH_TEST(send_failure_and_reuse),
		cmocka_unit_test(fate_by_age),
		FRESH_TEST(polling),
		FRESH_TEST(delayed_response),
		FRESH_TEST(delayed_response_time),
		FRESH_TEST(announcements),
		FRESH_TEST(timeout),
		FRESH_TEST(iterators_reuse_ids),
		FRESH_TEST(unknown_transfers),
		FRESH_TEST(collisions),
		FRESH_TEST(displacement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
