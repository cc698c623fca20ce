// SPDX-License-Identifier: GPL-2.0-only
/* Two processors with events of transfers that use the same slots. */
#include <inttypes.h>

#include "unit_test.h"
#include "threads_fixture.h"

/* Collisions are certain only if the threads take turns. */
#define ROUNDS	   1000000
#define TURNS	   20000
#define COLLISIONS 200

static unsigned int rounds, collisions;

/* Both have the same home; NEXT has the slot after it in its reach. */
#define HOME  6u
#define OTHER (HOME + LC_TOKENS)

static int set_up(void **state)
{
	memset(table, 0, sizeof(table));
	collisions = 0;
	return 0;
}

/* A transfer of another instance that keeps the home of HOME and OTHER. */
static void occupy_home(void)
{
	struct lc_displaced d;

	assert_int_equal(begin(HOME + 2 * LC_TOKENS, 3, 100, &d), 0);
}

static void begin_and_end(uint32_t id, uint32_t instance)
{
	struct lc_displaced d;
	struct lc_stamps at;

	REQUIRE(begin(id, instance, 100, &d) == 0);
	REQUIRE(end(id, 1000, &at) && lc_tag_id(at.tag) == id);
}

static void use_slot(void)
{
	while (!stopped()) {
		begin_and_end(OTHER, 1);
		begin_and_end(HOME, 2);
	}
}

static void find_in_slot(void)
{
	for (unsigned int i = 0; i < rounds && !failed(); i++) {
		__u64 tag;

		if (find(OTHER, &tag))
			REQUIRE(lc_tag_id(tag) == OTHER);
		else if (lc_tag_id(tag) != HOME + 2 * LC_TOKENS)
			collisions++; /* it was there at first */
	}
}

/* lc_find() returns the tag of the transfer, even if the next one has its slot. */
static void find_while_the_slot_is_used_again(void **state)
{
	occupy_home();
	rounds = TURNS;
	run_both(find_in_slot, use_slot, true);
	assert_true(collisions > COLLISIONS);
	rounds = ROUNDS;
	run_both(find_in_slot, use_slot, false);
}

/* Results of a thread. */
struct balance {
	uint64_t begun, ended, displaced;
};

static struct balance one, two;

/*
 * Begins a transfer, and ends it or finds that it was not sent. The other thread
 * has one with the same token and instance, so each displaces the other.
 */
static void displace_and_end(uint32_t id, struct balance *b)
{
	struct lc_displaced d;
	const int result = begin(id, 1, 100, &d);
	struct lc_stamps at = {0};

	REQUIRE(result >= 0);
	b->begun++;
	b->displaced += result > 0;
	if (b->begun % 2 ? end(id, 1000, &at) : lc_returned(table, id, id, &d))
		b->ended++;
	else if (at.tag && b == &one)
		collisions++; /* it was there at first */
}

static void one_transfer(void)
{
	for (unsigned int i = 0; i < rounds && !failed(); i++)
		displace_and_end(HOME, &one);
}

static void other_transfer(void)
{
	while (!stopped())
		displace_and_end(OTHER, &two);
}

static void check_balance(bool in_turns)
{
	one = two = (struct balance){0};
	rounds = in_turns ? TURNS : ROUNDS;
	run_both(one_transfer, other_transfer, in_turns);
	print_message("# %" PRIu64 " begun, %" PRIu64 " displaced\n",
		      one.begun + two.begun, one.displaced + two.displaced);
	assert_int_equal(one.begun + two.begun,
			 one.ended + two.ended + one.displaced + two.displaced);
}

/* A transfer ends or is given up: never both, and never neither. */
static void end_while_displaced(void **state)
{
	check_balance(true);
	assert_true(collisions > COLLISIONS);
	check_balance(false);
}

/* The transfer that has ended last; its start is at its own id. */
static uint32_t last;
#define NOW ((__u64)1 << 33)

static void next_transfer(uint32_t id)
{
	struct lc_displaced d;
	struct lc_stamps at;

	REQUIRE(begin(id, 1, id, &d) == 0);
	REQUIRE(end(id, NOW, &at) && at.begin_ns == id);
	__atomic_store_n(&last, id, __ATOMIC_RELEASE);
}

static void transfers_in_a_row(void)
{
	while (!stopped())
		next_transfer(last + LC_TOKENS);
}

static void late_delayed_responses(void)
{
	for (unsigned int i = 0; i < rounds && !failed(); i++) {
		const uint32_t id = __atomic_load_n(&last, __ATOMIC_ACQUIRE);
		struct lc_delayed d;

		if (lc_delayed(table, id, id, 0, NOW, &d))
			REQUIRE(d.delayed_ns == NOW - id);
		else
			collisions++;
	}
}

/* A delayed response is measured from its own transfer, or not at all. */
static void delayed_while_the_slot_is_used_again(void **state)
{
	next_transfer(HOME);
	rounds = TURNS;
	run_both(late_delayed_responses, transfers_in_a_row, true);
	assert_true(collisions > COLLISIONS);
	rounds = ROUNDS;
	run_both(late_delayed_responses, transfers_in_a_row, false);
}

/* The threads pass through all slots in opposite directions, many times. */
#define PASSES 2000

static unsigned int arrived;

/* Waits for the other thread without sleeping, so that both go on together. */
static bool meet(void)
{
	const unsigned int n =
		(__atomic_fetch_add(&arrived, 1, __ATOMIC_ACQ_REL) | 1) + 1;

	for (unsigned int i = 0; !failed(); i++) {
		if (__atomic_load_n(&arrived, __ATOMIC_ACQUIRE) >= n)
			return true;
		if (i > 1000)
			sched_yield();
	}
	return false;
}

static void ring_for_messages(void)
{
	struct lc_displaced d;
	struct lc_stamps at;

	for (int i = 0; i < PASSES && !failed(); i++) {
		for (uint32_t id = 0; id < LC_TOKENS; id++)
			REQUIRE(begin(id, 1, 100, &d) == 0);
		if (!meet())
			return;
		for (uint32_t id = 0; id < LC_TOKENS; id++)
			lc_ring_area(lc_home(table, id), 0xa000, 200);
		if (!meet())
			return;
		for (uint32_t id = 0; id < LC_TOKENS; id++) {
			lc_rx_done(table, id, id, 300, 310);
			REQUIRE(end(id, 1000, &at) && at.ring_ns && at.rung_ns);
		}
	}
}

static void return_from_sending(void)
{
	for (int i = 0; i < PASSES && meet(); i++) {
		for (uint32_t id = LC_TOKENS; id; id--)
			lc_rung(lc_wait(table, id - 1, id - 1, 30, false), 250);
		if (!meet())
			return;
	}
}

/* Each message that was queued has both ends of its doorbell. */
static void ring_while_the_sender_returns(void **state)
{
	arrived = 0;
	run_both(ring_for_messages, return_from_sending, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(find_while_the_slot_is_used_again),
		FRESH_TEST(end_while_displaced),
		FRESH_TEST(delayed_while_the_slot_is_used_again),
		FRESH_TEST(ring_while_the_sender_returns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
