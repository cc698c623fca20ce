// SPDX-License-Identifier: GPL-2.0-only
/* How long the mark of a transfer that timed out makes a message a late reply. */
#include "anomaly_fixture.h"

/* A mark counts only until the next transfer with its token begins. */
static void marks_end_with_the_next_transfer(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	transfer(7 + LC_TOKENS, 60 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	/* A lost doorbell hides one reply, and none to later transfers. */
	expire(1, 8, LA_LOST_DOORBELL, 50 * MS);
	transfer(8 + LC_TOKENS, 60 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 8, UNEXPECTED_REPLY);
	/* Not even while the next one is in flight. */
	expire(1, 9, LA_TIMEOUT, 50 * MS);
	begin(9 + LC_TOKENS, 60 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 9, UNEXPECTED_REPLY);
}

/* Other instances use the same tokens; their transfers do not end a mark. */
static void marks_survive_other_instances(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	begin_on(2, 7 + LC_TOKENS, 60 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	expire(1, 8, LA_TIMEOUT, 50 * MS);
	begin_on(2, 8 + LC_TOKENS, 60 * MS);
	end(8 + LC_TOKENS, 0, 61 * MS);
	ASSERT_BAD(2, UNEXPECTED, RESPONSE, 8, UNEXPECTED_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 8, LATE_REPLY);
}

/* The mark of instance 1 and @token ends with its next use, by a clean transfer. */
static void check_mark_ended(uint32_t token)
{
	assert_int_equal(bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_RESPONSE,
				(uint16_t)token, 100 * MS),
			 LA_UNEXPECTED_REPLY);
}

/* Not even if another instance was the last one to use the token. */
static void other_instances_do_not_hide_the_next_transfer(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	transfer(7 + LC_TOKENS, 60 * MS);
	begin_on(2, 7 + 2 * LC_TOKENS, 70 * MS);
	end(7 + 2 * LC_TOKENS, 0, 71 * MS);
	check_mark_ended(7);
	/* A lost doorbell does not hide the reply. */
	expire(1, 8, LA_LOST_DOORBELL, 50 * MS);
	transfer(8 + LC_TOKENS, 60 * MS);
	begin_on(2, 8 + 2 * LC_TOKENS, 70 * MS);
	check_mark_ended(8);
	/* The next transfer did not get the slot of its token. */
	expire(1, 9, LA_TIMEOUT, 50 * MS);
	begin_on(2, 9 + LC_TOKENS, 60 * MS);
	begin(9 + 2 * LC_TOKENS, 61 * MS);
	check_mark_ended(9);
	end(9 + 2 * LC_TOKENS, 0, 62 * MS);
	check_mark_ended(9);
	/* It has the same id, because the core has stepped back. */
	expire(1, 10, LA_TIMEOUT, 50 * MS);
	transfer(10, 60 * MS);
	check_mark_ended(10);
}

/* Among several transfers since, one can have been of the instance of the mark. */
static void marks_end_if_nobody_knows(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	begin_on(2, 7 + 2 * LC_TOKENS, 70 * MS);
	check_mark_ended(7);
	/* The instance of the next transfer is unknown. */
	expire(1, 8, LA_TIMEOUT, 50 * MS);
	begin_on(0, 8 + LC_TOKENS, 60 * MS);
	check_mark_ended(8);
	expire(0, 9, LA_TIMEOUT, 50 * MS);
	begin_on(1, 9 + LC_TOKENS, 60 * MS);
	ASSERT_BAD(0, UNEXPECTED, RESPONSE, 9, UNEXPECTED_REPLY);
	/* A transfer is announced that has not begun. */
	expire(1, 10, LA_TIMEOUT, 50 * MS);
	lc_announce(lc_home(slots, 10), lc_tag_of(10 + LC_TOKENS, SERIES, 1));
	check_mark_ended(10);
}

/* Earlier transfers with the token, and those with others, do not end a mark. */
static void other_slots_do_not_end_a_mark(void **state)
{
	begin_on(2, 7, 10 * MS);
	begin(7 + LC_TOKENS, 11 * MS);
	end(7 + LC_TOKENS, 0, 12 * MS);
	end(7, 0, 13 * MS);
	expire(1, 7 + 2 * LC_TOKENS, LA_TIMEOUT, 50 * MS);
	transfer(8 + 2 * LC_TOKENS, 60 * MS);
	begin_on(2, 9 + 2 * LC_TOKENS, 60 * MS);
	begin(9 + 3 * LC_TOKENS, 61 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
}

/*
 * A delayed response that comes after its own timeout of 2 s, in which its slot
 * was used many times.
 */
static void late_delayed_response(void **state)
{
	const uint64_t late = 10 * MS + LC_DELAYED_TIMEOUT_NS + 50 * MS;

	transfer(7, 10 * MS);
	for (uint32_t n = 1; n < 20; n++)
		transfer(7 + n * LC_TOKENS, (10 + n * 100) * MS);
	lc_expire_delayed(&expired, lc_tag(7, SERIES, 1, 0), 7,
			  10 * MS + LC_DELAYED_TIMEOUT_NS);
	assert_int_equal(
		bad_at(2, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE, 7, late),
		LA_UNEXPECTED_REPLY);
	assert_int_equal(
		bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE, 7, late),
		LA_LATE_REPLY);
	/* Once; the next one is for the last transfer. */
	assert_int_equal(
		bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE, 7, late),
		LA_DELAYED_TO_SYNC);
}

/* Time of the timeouts of expire_delayed(). */
#define EXPIRED (10 * MS + LC_DELAYED_TIMEOUT_NS)

/* A transfer with its reply, whose delayed response does not come in time. */
static void expire_delayed(uint32_t id)
{
	transfer(id, 9 * MS);
	lc_expire_delayed(&expired, lc_tag(id, SERIES, 1, 0), (uint16_t)id,
			  EXPIRED);
}

/* A delayed response that is rejected @after the timeouts. */
static void check_delayed(uint16_t token, uint64_t after, enum lc_anomaly kind)
{
	assert_int_equal(bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE,
				token, EXPIRED + after),
			 kind);
}

/* Another transfer has the token, long after a delayed response was missing. */
static void delayed_marks_end(void **state)
{
	const uint64_t hours = 3 * 3600 * 1000 * MS;

	/* It gets its delayed response twice … */
	expire_delayed(7);
	transfer(7 + LC_TOKENS, EXPIRED + hours);
	delayed(7 + LC_TOKENS, EXPIRED + hours + 10 * MS);
	check_delayed(7, hours + 20 * MS, LA_UNEXPECTED_REPLY);
	/* … or one that nobody asked for. */
	expire_delayed(8);
	transfer(8 + LC_TOKENS, EXPIRED + hours);
	check_delayed(8, hours + 20 * MS, LA_DELAYED_TO_SYNC);
	/* One of another instance is not meant. */
	expire_delayed(9);
	begin_on(2, 9 + LC_TOKENS, EXPIRED + hours);
	check_delayed(9, hours, LA_LATE_REPLY);
}

/* Another transfer gets the token as soon as the core gives it away. */
static void delayed_response_after_the_next_use(void **state)
{
	expire_delayed(7);
	transfer(7 + LC_TOKENS, EXPIRED + 10 * MS);
	check_delayed(7, 20 * MS, LA_LATE_REPLY);
	check_delayed(7, 30 * MS, LA_DELAYED_TO_SYNC);
	/* Also if that one's own has come. */
	expire_delayed(8);
	transfer(8 + LC_TOKENS, EXPIRED + 10 * MS);
	delayed(8 + LC_TOKENS, EXPIRED + 15 * MS);
	check_delayed(8, 20 * MS, LA_LATE_REPLY);
	check_delayed(8, 30 * MS, LA_UNEXPECTED_REPLY);
	/* As late as the core has waited, and later. */
	expire_delayed(9);
	transfer(9 + LC_TOKENS, EXPIRED + 1000 * MS);
	check_delayed(9, LC_DELAYED_TIMEOUT_NS, LA_DELAYED_TO_SYNC);
	check_delayed(9, LC_DELAYED_TIMEOUT_NS - 1, LA_LATE_REPLY);
}

/* Of two instances in turns; each has a token in every second round. */
static uint16_t instance_of(uint32_t id)
{
	return 1 + (id + id / LC_TOKENS) % 2;
}

/* Many transfers; at most one of each instance waits for its late reply. */
struct many {
	unsigned int count[LA_KINDS + 1];
	uint32_t late[2]; /* id; 0: none */
	unsigned int late_replies, dropped_replies;
};

static void reject(struct many *m, uint16_t instance, uint8_t type, uint32_t id,
		   uint64_t now)
{
	m->count[bad_at(instance, LC_BAD_UNEXPECTED, type, id % LC_TOKENS,
			now)]++;
}

/* Replies to transfers that timed out 200 transfers ago. */
static void reply_late(struct many *m, uint32_t id, uint64_t now)
{
	for (uint16_t i = 0; i < 2; i++)
		if (m->late[i] && id - m->late[i] == 200) {
			reject(m, i + 1, LC_MSG_RESPONSE, m->late[i], now);
			m->late[i] = 0;
			m->late_replies++;
		}
}

/* Two instances have used the token of a transfer again that timed out. */
static void reply_after_rounds(struct many *m, uint32_t id, uint64_t now)
{
	const uint32_t dropped = id - 3 * LC_TOKENS - 100;

	if (dropped > id || dropped % 1000 != 700)
		return;
	reject(m, instance_of(dropped), LC_MSG_RESPONSE, dropped, now);
	m->dropped_replies++;
}

static void transfer_with_fault(struct many *m, uint32_t id, uint64_t now)
{
	const uint16_t instance = instance_of(id);
	const unsigned int fault = id % 1000;

	if (fault == 100 || fault == 101 || fault == 700) {
		expire(instance, id, LA_TIMEOUT, now + MS / 100);
		if (fault != 700)
			m->late[instance - 1] = id;
		return;
	}
	begin_on(instance, id, now);
	lc_rx_done(slots, id, id, 0, now + MS / 100);
	end(id, 0, now + MS / 50);
	if (fault == 400 || fault == 401)
		/* The token of a transfer that is long over. */
		reject(m, instance, LC_MSG_RESPONSE, id - 500, now);
	else if (fault == 600 || fault == 601)
		reject(m, instance, LC_MSG_DELAYED_RESPONSE, id, now);
}

/*
 * 100,000 transfers, each fault every 1000th: a late reply, a false token, a second
 * reply, a delayed response that nobody asked for, a drop whose token is false after
 * three rounds. Transfers follow each other in 50 us, 20 a millisecond.
 */
static void many_transfers_on_two_instances(void **state)
{
	struct many m = {0};

	for (uint32_t id = 1; id <= 100000; id++) {
		const uint64_t now = 1000 * MS + id * (MS / 20);

		reply_late(&m, id, now);
		reply_after_rounds(&m, id, now);
		transfer_with_fault(&m, id, now);
	}
	assert_int_equal(m.late_replies, 200);
	assert_true(m.dropped_replies > 90);
	assert_int_equal(m.count[LA_LATE_REPLY], 200);
	assert_int_equal(m.count[LA_UNEXPECTED_REPLY], 200 + m.dropped_replies);
	assert_int_equal(m.count[LA_DELAYED_TO_SYNC], 200);
	assert_int_equal(m.count[LA_NONE], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(marks_end_with_the_next_transfer),
		FRESH_TEST(marks_survive_other_instances),
		FRESH_TEST(other_instances_do_not_hide_the_next_transfer),
		FRESH_TEST(marks_end_if_nobody_knows),
		FRESH_TEST(other_slots_do_not_end_a_mark),
		FRESH_TEST(late_delayed_response),
		FRESH_TEST(delayed_marks_end),
		FRESH_TEST(delayed_response_after_the_next_use),
		FRESH_TEST(many_transfers_on_two_instances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
