// SPDX-License-Identifier: GPL-2.0-only
/* Splits stamps into phases: which of them exist, and that they add up. */
#include <string.h>

#include "unit_test.h"
#include "random_stream.h"
#include "transfer_steps.h"

#define BIT(phase) (1u << (phase))
#define ALL                                                                    \
	(BIT(LC_TOTAL) | BIT(LC_SUBMIT) | BIT(LC_DOORBELL) | BIT(LC_SERVICE) | \
	 BIT(LC_DISPATCH) | BIT(LC_WAKEUP))
#define NO_HOOKS (BIT(LC_TOTAL) | BIT(LC_TRANSPORT) | BIT(LC_WAKEUP))
#define POLLED \
	(BIT(LC_TOTAL) | BIT(LC_SUBMIT) | BIT(LC_DOORBELL) | BIT(LC_SERVICE))
#define CALL (BIT(LC_TOTAL) | BIT(LC_SUBMIT) | BIT(LC_SERVICE))

static const struct lc_stamps plain = {.begin_ns = 1000,
				       .ring_ns = 1001,
				       .rung_ns = 1011,
				       .signal_ns = 1111,
				       .rx_ns = 2111,
				       .end_ns = 12111};

static struct lc_ended split(struct lc_stamps t, int32_t status)
{
	struct lc_ended e;

	memset(&e, 0xa5, sizeof(e)); /* finds members that are not set */
	lc_split_phases(&t, status, &e);
	for (int i = 0; i < LC_PHASES; i++)
		if (!has_phase(&e, (enum lc_phase)i))
			e.ns[i] = 0;
	return e;
}

static void check(struct lc_ended e, uint32_t phases, bool overlapped)
{
	assert_int_equal(e.outcome, LC_COMPLETED);
	assert_int_equal(e.phases & ~BIT(LC_ANSWER), phases);
	assert_int_equal(e.overlapped, overlapped);
	if (phases != BIT(LC_TOTAL))
		assert_int_equal(sum_of_phases(&e), e.ns[LC_TOTAL]);
}

static void check_five(struct lc_stamps t, uint64_t submit, uint64_t doorbell,
		       uint64_t service, uint64_t dispatch, uint64_t wakeup,
		       bool overlapped)
{
	struct lc_ended e = split(t, 0);

	check(e, ALL, overlapped);
	assert_int_equal(e.ns[LC_SUBMIT], submit);
	assert_int_equal(e.ns[LC_DOORBELL], doorbell);
	assert_int_equal(e.ns[LC_SERVICE], service);
	assert_int_equal(e.ns[LC_DISPATCH], dispatch);
	assert_int_equal(e.ns[LC_WAKEUP], wakeup);
	assert_false(e.error);
}

/* @plain with one member changed. */
#define WITH(member, value)                     \
	({                                      \
		struct lc_stamps with_ = plain; \
                                                \
		with_.member = (value);         \
		with_;                          \
	})

static void all_phases(void **state)
{
	check_five(plain, 1, 10, 100, 1000, 10000, false);
	assert_int_equal(split(plain, 0).ns[LC_TOTAL], 11111);
	/* An SCMI error is a reply, too. */
	assert_true(split(plain, -95).error);
	check(split(plain, -95), ALL, false);
	/* Equal stamps are in order. */
	check_five((struct lc_stamps){7, 7, 7, 7, 7, 7, 0, 0}, 0, 0, 0, 0, 0,
		   false);
	/* 64-bit clocks may wrap, because only differences matter. */
	check_five((struct lc_stamps){-3ull, -2ull, -1ull, 1, 2, 5, 0, 0}, 1, 1,
		   2, 1, 3, false);
}

static void every_clamp(void **state)
{
	/*
	 * Too early: the phase that ends there is 0, the next one is longer …
	 */
	check_five(WITH(ring_ns, 900), 0, 11, 100, 1000, 10000, true);
	check_five(WITH(rung_ns, 1000), 1, 0, 110, 1000, 10000, true);
	check_five(WITH(signal_ns, 1000), 1, 10, 0, 1100, 10000, true);
	check_five(WITH(rx_ns, 1110), 1, 10, 100, 0, 11000, true);
	/* … too late: all later phases are 0. */
	check_five(WITH(ring_ns, 20000), 11111, 0, 0, 0, 0, true);
	check_five(WITH(signal_ns, 20000), 1, 10, 11100, 0, 0, true);
	check_five(WITH(rx_ns, 20000), 1, 10, 100, 11000, 0, true);
	check_five(WITH(end_ns, 900), 0, 0, 0, 0, 0, true);
}

/* Then the time up to the reply is the platform's, and all phases remain. */
static void reply_before_the_doorbell_returns(void **state)
{
	check_five((struct lc_stamps){1000, 1010, 1200, 1100, 1150, 1300, 0, 0},
		   10, 0, 90, 50, 150, true);
	check_five((struct lc_stamps){1000, 1010, 1120, 1100, 1150, 1300, 0, 0},
		   10, 0, 90, 50, 150, true);
	check_five(WITH(signal_ns, 1010), 1, 0, 9, 1101, 10000, true);
	check_five(WITH(rung_ns, 20000), 1, 0, 110, 1000, 10000, true);
	/* A signal before the doorbell is not of this reply. */
	check_five(WITH(signal_ns, 1000), 1, 10, 0, 1100, 10000, true);
}

/* The answer is the sum of doorbell and service. */
static void answers(void **state)
{
	static const struct {
		struct lc_stamps t;
		uint64_t doorbell, service, answer;
	} overlaps[] = {
		/* Nothing overlaps. */
		{{0, 10, 30, 70, 80, 90, 0, 0}, 20, 40, 60},
		/* Signalled while the doorbell's function runs. */
		{{0, 10, 50, 30, 60, 90, 0, 0}, 0, 20, 20},
		{{0, 10, 50, 10, 60, 90, 0, 0}, 0, 0, 0},
		/* Stamps of two processors: not longer than the transfer. */
		{{0, 10, 30, 95, 96, 90, 0, 0}, 20, 60, 80},
	};
	const struct lc_stamps without[] = {
		/* The interrupt of an earlier message brought it. */
		{5, 10, 50, 9, 60, 90, 0, 0},
		WITH(rx_ns, 0),
		WITH(signal_ns, 0),
		WITH(rung_ns, 0),
	};

	for (size_t i = 0; i < sizeof(overlaps) / sizeof(overlaps[0]); i++) {
		const struct lc_ended e = split(overlaps[i].t, 0);

		assert_int_equal(e.phases, ALL | BIT(LC_ANSWER));
		assert_int_equal(e.ns[LC_DOORBELL], overlaps[i].doorbell);
		assert_int_equal(e.ns[LC_SERVICE], overlaps[i].service);
		assert_int_equal(e.ns[LC_ANSWER], overlaps[i].answer);
		assert_int_equal(e.overlapped, i > 0);
	}
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		assert_false(split(without[i], 0).phases & BIT(LC_ANSWER));
	assert_false(split(plain, LC_STATUS_TIMEOUT).phases & BIT(LC_ANSWER));
}

static void polled(void **state)
{
	struct lc_stamps t = WITH(rx_ns, 0);
	struct lc_ended e = split(t, 0);

	check(e, POLLED, false);
	assert_int_equal(e.ns[LC_SERVICE], 11100);
	t.rung_ns = 13000;
	check(split(t, 0), POLLED, true);
	/* Without its doorbell only the total is known. */
	t.ring_ns = 0;
	check(split(t, 0), BIT(LC_TOTAL), false);
	t.end_ns = 900;
	check(split(t, 0), BIT(LC_TOTAL), true);
	assert_int_equal(split(t, 0).ns[LC_TOTAL], 0);
}

/* A call that brings the reply is the service, and not a doorbell. */
static void a_call_brings_the_reply(void **state)
{
	struct lc_stamps t = WITH(rx_ns, 0);

	t.rung_ns = 0;
	check(split(t, 0), CALL, false);
	assert_int_equal(split(t, 0).ns[LC_SUBMIT], 1);
	assert_int_equal(split(t, 0).ns[LC_SERVICE], 11110);
}

/* If a stamp of the five phases is missing, transport has their time. */
static void hooks_missing(void **state)
{
	const struct lc_stamps none = {
		.begin_ns = 1000, .rx_ns = 2111, .end_ns = 12111};
	const struct lc_stamps less[] = {none, WITH(ring_ns, 0),
					 WITH(rung_ns, 0), WITH(signal_ns, 0)};

	for (size_t i = 0; i < 4; i++) {
		struct lc_ended e = split(less[i], 0);

		check(e, NO_HOOKS, false);
		assert_int_equal(e.ns[LC_TRANSPORT], 1111);
		assert_int_equal(e.ns[LC_WAKEUP], 10000);
	}
	check(split(WITH(signal_ns, 0), -95), NO_HOOKS, false);
}

/* A timeout has no phases: they would end at a reply that came too late. */
static void timed_out(void **state)
{
	const struct lc_stamps any[] = {plain, WITH(rx_ns, 0),
					WITH(rung_ns, 0)};

	for (size_t i = 0; i < 3; i++) {
		struct lc_ended e = split(any[i], LC_STATUS_TIMEOUT);

		assert_int_equal(e.outcome, LC_TIMED_OUT);
		assert_int_equal(e.phases, BIT(LC_TIMEOUT));
		assert_int_equal(e.ns[LC_TIMEOUT], 11111);
		assert_false(e.error || e.overlapped);
	}
	assert_true(split(WITH(end_ns, 1), LC_STATUS_TIMEOUT).overlapped);
}

/* Returns a stamp near @base, or 0. */
static uint64_t stamp(uint64_t base)
{
	return draw(5) ? base + draw(12) : 0;
}

/* The phases add up in any order of the stamps, and disorder is reported. */
static void any_order(void **state)
{
	size_t clamped = 0, in_order = 0;

	for (int i = 0; i < 3000000; i++) {
		const uint64_t base = 1 + draw(3) * (INT64_MAX - 9);
		const struct lc_stamps t = {
			.begin_ns = base + draw(12),
			.ring_ns = stamp(base),
			.rung_ns = stamp(base),
			.signal_ns = stamp(base),
			.rx_ns = stamp(base),
			.end_ns = base + draw(12),
		};
		struct lc_ended e = split(t, 0);
		const bool five = (e.phases & ALL) == ALL;

		if (e.phases != BIT(LC_TOTAL))
			assert_int_equal(sum_of_phases(&e), e.ns[LC_TOTAL]);
		/* No phase is longer than the total, so none is "negative". */
		for (int p = 0; p < LC_PHASES; p++)
			assert_true(e.ns[p] <= e.ns[LC_TOTAL]);
		assert_int_equal(e.ns[LC_TOTAL], t.end_ns > t.begin_ns
							 ? t.end_ns - t.begin_ns
							 : 0);
		if (!five || !t.ring_ns)
			continue;
		if (t.begin_ns <= t.ring_ns && t.ring_ns <= t.rung_ns &&
		    t.rung_ns <= t.signal_ns && t.signal_ns <= t.rx_ns &&
		    t.rx_ns <= t.end_ns) {
			assert_false(e.overlapped);
			in_order++;
		} else {
			assert_true(e.overlapped);
			clamped++;
		}
	}
	assert_true(clamped > 100000 && in_order > 1000);
}

/* Only the first stamp of each kind counts; the signal is that of the reply. */
static void stamps_in_a_slot(void **state)
{
	static struct lc_slot table[LC_SLOTS];
	struct lc_displaced d;
	struct lc_delayed delayed;
	struct transfer_end e;
	struct lc_stamps at = {0};
	struct lc_slot *s;
	__u64 tag;

	assert_int_equal(transfer_begin(table, 7, 3, 0, true, 100, &d), 0);
	s = lc_find(table, 7, 7, &tag);
	assert_ptr_equal(s, lc_home(table, 7));
	lc_rung(s, 105); /* of another queue */
	lc_ring(s, LC_SEEN_QUEUED | 5 << LC_SEEN_QUEUED_SHIFT, 110);
	lc_ring(s, LC_SEEN_REPLY, 115);
	lc_rung(s, 120);
	lc_rung(s, 125);
	assert_ptr_equal(lc_rx_done(table, 7, 7, 130, 140), s);
	assert_ptr_equal(lc_rx_done(table, 7, 7, 145, 146), s);
	assert_true(transfer_end(table, 7, 0, 150, &e));
	assert_int_equal(e.seen, LC_SEEN_QUEUED | 5 << LC_SEEN_QUEUED_SHIFT);
	check(e.split, ALL, false);
	for (int i = LC_SUBMIT; i <= LC_DISPATCH; i++)
		assert_int_equal(e.split.ns[i], 10);
	assert_int_equal(e.split.ns[LC_WAKEUP], 10);
	/* Without hooks, the stamps of hooks are not read. */
	assert_int_equal(transfer_begin(table, 7, 3, 0, true, 100, &d), 0);
	lc_ring(s, LC_SEEN_QUEUED, 110);
	lc_rung(s, 120);
	lc_rx_done(table, 7, 7, 130, 140);
	assert_true(lc_remove(table, 7, 7, false, false, 150, &at));
	check(split(at, 0), NO_HOOKS, false);
	assert_int_equal(at.seen, 0);
	/* A trace reads the flags of a delayed response without hooks, too. */
	assert_int_equal(transfer_begin(table, 7, 3, 0, true, 100, &d), 0);
	assert_true(lc_delayed(table, 7, 7, 0, 140, &delayed));
	assert_true(lc_remove(table, 7, 7, false, true, 150, &at));
	check(split(at, 0), NO_HOOKS, false);
	assert_int_equal(at.seen, LC_SEEN_DELAYED | LC_SEEN_DELAYED_FIRST);
	/* Nothing of it is left for the next transfer in the slot. */
	assert_int_equal(transfer_begin(table, 7, 4, 0, true, 200, &d), 0);
	assert_true(transfer_end(table, 7, 0, 250, &e));
	check(e.split, BIT(LC_TOTAL), false);
	assert_int_equal(e.seen, 0);
}

/* A mailbox without chan_lock: another task rings for a queued message. */
static void doorbell_of_a_queued_message(void **state)
{
	static struct lc_slot table[LC_SLOTS];
	struct lc_displaced d;
	struct transfer_end e;
	struct lc_slot *s;
	__u64 tag;

	assert_int_equal(transfer_begin(table, 7, 3, 1, true, 1000, &d), 0);
	s = lc_find(table, 7, 7, &tag);
	lc_wait(table, 7, 7, 30, false);
	lc_rung(s, 1010);
	lc_ring_area(s, 0xa000, 1500);
	lc_rx_done(table, 7, 7, 1700, 1710);
	assert_true(transfer_end(table, 7, 0, 1800, &e));
	assert_false(e.split.overlapped);
	assert_int_equal(e.split.ns[LC_SUBMIT], 500);
	assert_int_equal(e.split.ns[LC_DOORBELL], 0);
	assert_int_equal(e.split.ns[LC_SERVICE], 200);
}

/* The memory of a message is known from the doorbell to the reply. */
static void area_of_a_message(void **state)
{
	static struct lc_slot table[LC_SLOTS];
	struct lc_displaced d;
	struct lc_slot *s;
	__u64 tag;

	assert_int_equal(transfer_begin(table, 7, 3, 1, true, 1000, &d), 0);
	s = lc_find(table, 7, 7, &tag);
	s->area = 0xbad;
	lc_wait(table, 7, 7, 100, false);
	assert_int_equal(lc_waiting_area(s), 0);
	lc_ring_area(s, 0xa000, 1100);
	assert_int_equal(lc_waiting_area(s), 0xa000);
	s->wait = 0;
	assert_int_equal(lc_waiting_area(s), 0);
	lc_wait(table, 7, 7, 100, false);
	assert_ptr_equal(lc_rx_done(table, 7, 7, 1300, 1400), s);
	assert_int_equal(lc_waiting_area(s), 0);
	assert_int_equal(s->signal_ns, 1300);
	/* A virtqueue has none. */
	assert_int_equal(transfer_begin(table, 8, 3, 1, true, 1000, &d), 0);
	s = lc_find(table, 8, 8, &tag);
	s->area = 0xbad;
	lc_ring(s, LC_SEEN_QUEUED, 1100);
	lc_wait(table, 8, 8, 100, false);
	assert_int_equal(lc_waiting_area(s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_phases),
		cmocka_unit_test(every_clamp),
		cmocka_unit_test(answers),
		cmocka_unit_test(reply_before_the_doorbell_returns),
		cmocka_unit_test(polled),
		cmocka_unit_test(a_call_brings_the_reply),
		cmocka_unit_test(hooks_missing),
		cmocka_unit_test(timed_out),
		cmocka_unit_test(any_order),
		cmocka_unit_test(stamps_in_a_slot),
		cmocka_unit_test(doorbell_of_a_queued_message),
		cmocka_unit_test(area_of_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
