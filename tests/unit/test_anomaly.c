// SPDX-License-Identifier: GPL-2.0-only
/* The anomaly of each message that the SCMI core rejects, on every path. */
#include <string.h>

#include "unit_test.h"
#include "anomaly.h"
#include "transfer_steps.h"

#define MS 1000000ull

/* Not a message type of the specification. */
#define UNKNOWN_TYPE 1

static struct lc_slot slots[LC_SLOTS];
static struct lc_expired expired;

static int set_up(void **state)
{
	memset(slots, 0, sizeof(slots));
	memset(&expired, 0, sizeof(expired));
	return 0;
}

/* The series of all commands here. */
#define SERIES 3

static void begin_on(uint16_t instance, uint32_t id, uint64_t now)
{
	struct lc_displaced d;

	assert_true(transfer_begin(slots, id, SERIES, instance, true, now,
				   &d) >= 0);
}

static void begin(uint32_t id, uint64_t now)
{
	begin_on(1, id, now);
}

static void end(uint32_t id, int32_t status, uint64_t now)
{
	struct transfer_end e;

	assert_true(transfer_end(slots, id, status, now, &e));
}

/* A transfer with its reply, from @now to a millisecond later. */
static void transfer(uint32_t id, uint64_t now)
{
	begin(id, now);
	lc_rx_done(slots, id, id, 0, now + MS / 2);
	end(id, 0, now + MS);
}

/* A transfer that times out, because of @kind. */
static void expire(uint16_t instance, uint32_t id, enum lc_anomaly kind,
		   uint64_t now)
{
	begin_on(instance, id, now - 30 * MS);
	end(id, LC_STATUS_TIMEOUT, now);
	lc_expire(&expired, lc_tag(id, SERIES, instance, now), (uint16_t)id,
		  kind, now);
}

static void delayed(uint32_t id, uint64_t now)
{
	struct lc_delayed d = {0};

	assert_true(lc_delayed(slots, id, id, 0, now, &d));
}

static enum lc_anomaly bad_at(uint16_t instance, enum lc_bad bad, uint8_t type,
			      uint16_t token, uint64_t now)
{
	const struct lc_rejected m = {
		.instance = instance,
		.token = token,
		.series = SERIES,
		.type = type,
		.bad = bad,
	};

	return lc_bad_message(slots, &expired, &m, now);
}

/* A message of the first instance, at 100 ms. */
static enum lc_anomaly bad(enum lc_bad why, uint8_t type, uint16_t token)
{
	return bad_at(1, why, type, token, 100 * MS);
}

/* The same for any instance, by names without their prefixes. */
#define ASSERT_BAD(instance, why, type, token, anomaly)                       \
	assert_int_equal(bad_at(instance, LC_BAD_##why, LC_MSG_##type, token, \
				100 * MS),                                    \
			 LA_##anomaly)

/* Some reasons of the core define the anomaly alone. */
static void defined_by_the_core(void **state)
{
	static const uint8_t types[] = {LC_MSG_RESPONSE, UNKNOWN_TYPE,
					LC_MSG_DELAYED_RESPONSE,
					LC_MSG_NOTIFICATION};

	expire(1, 7, LA_TIMEOUT, 50 * MS);
	for (size_t i = 0; i < 4; i++)
		for (uint16_t token = 7; token < 9; token++) {
			assert_int_equal(bad(LC_BAD_TYPE, types[i], token),
					 LA_UNKNOWN_TYPE);
			assert_int_equal(bad(LC_BAD_MEMORY, types[i], token),
					 LA_NOTIFICATION_DROPPED);
			assert_int_equal(bad(LC_BAD_INTERRUPT, types[i], token),
					 LA_SPURIOUS_INTERRUPT);
		}
	/* None of them counted as the late reply. */
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
	/* A reason that a later kernel may add. */
	assert_int_equal(bad((enum lc_bad) - 6, LC_MSG_RESPONSE, 9),
			 LA_UNEXPECTED_REPLY);
}

static void unexpected_reply(void **state)
{
	/* The token was never used … */
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	ASSERT_BAD(1, UNEXPECTED, DELAYED_RESPONSE, 7, UNEXPECTED_REPLY);
	/* … or its transfer already has a reply. */
	transfer(7, 10 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	/* Its delayed response comes twice. */
	delayed(7, 20 * MS);
	ASSERT_BAD(1, UNEXPECTED, DELAYED_RESPONSE, 7, UNEXPECTED_REPLY);
}

static void late_reply(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	/* It is late once; further messages are unexpected. */
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	/* Its delayed response is a separate message. */
	ASSERT_BAD(1, UNEXPECTED, DELAYED_RESPONSE, 7, LATE_REPLY);
	/* Both can be late again for the next timeout with this token. */
	expire(1, 7 + LC_TOKENS, LA_TIMEOUT, 90 * MS);
	ASSERT_BAD(1, UNEXPECTED, DELAYED_RESPONSE, 7, LATE_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
}

/* The fault was reported at the timeout, so its reply is not another one. */
static void lost_doorbell(void **state)
{
	expire(1, 7, LA_LOST_DOORBELL, 50 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, NONE);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	/* The reply to a later timeout is late. */
	expire(1, 7 + LC_TOKENS, LA_TIMEOUT, 90 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
}

static void wrong_state(void **state)
{
	/* The reply comes twice before the end. */
	begin(7, 10 * MS);
	lc_rx_done(slots, 7, 7, 0, 20 * MS);
	ASSERT_BAD(1, STATE, RESPONSE, 7, WRONG_STATE);
	/* The delayed response comes twice before it is fetched. */
	delayed(7, 30 * MS);
	ASSERT_BAD(1, STATE, DELAYED_RESPONSE, 7, WRONG_STATE);
	end(7, 0, 40 * MS);
	ASSERT_BAD(1, STATE, DELAYED_RESPONSE, 7, WRONG_STATE);
}

static void delayed_to_a_synchronous_command(void **state)
{
	/* The core still knows the command … */
	begin(7, 10 * MS);
	ASSERT_BAD(1, STATE, DELAYED_RESPONSE, 7, DELAYED_TO_SYNC);
	lc_rx_done(slots, 7, 7, 0, 20 * MS);
	ASSERT_BAD(1, STATE, DELAYED_RESPONSE, 7, DELAYED_TO_SYNC);
	/* … or not. For an asynchronous one, it would wait this long. */
	end(7, 0, 30 * MS);
	ASSERT_BAD(1, UNEXPECTED, DELAYED_RESPONSE, 7, DELAYED_TO_SYNC);
	assert_int_equal(bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE,
				7, 10 * MS + LC_DELAYED_TIMEOUT_NS - 1),
			 LA_DELAYED_TO_SYNC);
	assert_int_equal(bad_at(1, LC_BAD_UNEXPECTED, LC_MSG_DELAYED_RESPONSE,
				7, 10 * MS + LC_DELAYED_TIMEOUT_NS),
			 LA_LATE_REPLY);
}

/* A reply after its delayed response is not another fault. */
static void after_a_delayed_response_that_came_first(void **state)
{
	begin(7, 10 * MS);
	delayed(7, 20 * MS);
	ASSERT_BAD(1, STATE, RESPONSE, 7, NONE);
	end(7, 0, 30 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, NONE);
	/* The next transfer in the slot is not affected. */
	transfer(7 + LC_TOKENS, 40 * MS);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	ASSERT_BAD(1, STATE, RESPONSE, 7, WRONG_STATE);
}

/* All tokens are valid; only the lowest 10 bits count. */
static void tokens(void **state)
{
	for (uint32_t token = 0; token < LC_TOKENS; token++) {
		expire(1, token + 3 * LC_TOKENS, LA_TIMEOUT, 50 * MS);
		if (token < LC_TOKENS - 1)
			ASSERT_BAD(1, UNEXPECTED, RESPONSE,
				   (uint16_t)(token + 1), UNEXPECTED_REPLY);
	}
	for (uint16_t token = 0; token < LC_TOKENS; token++)
		ASSERT_BAD(1, UNEXPECTED, RESPONSE,
			   (uint16_t)(token | LC_TOKENS << 3), LATE_REPLY);
}

/* A timeout of one instance does not make replies of another one late. */
static void instances(void **state)
{
	expire(1, 7, LA_TIMEOUT, 50 * MS);
	expire(2, 8, LA_LOST_DOORBELL, 50 * MS);
	ASSERT_BAD(2, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 8, UNEXPECTED_REPLY);
	/* The late replies are still recognised. */
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
	ASSERT_BAD(2, UNEXPECTED, RESPONSE, 8, NONE);
	/* An unknown instance is 0. */
	expire(0, 9, LA_TIMEOUT, 50 * MS);
	ASSERT_BAD(0, UNEXPECTED, RESPONSE, 9, LATE_REPLY);
	/* Only the latest timeout of a token counts. */
	expire(1, 10, LA_TIMEOUT, 50 * MS);
	expire(2, 10 + LC_TOKENS, LA_TIMEOUT, 60 * MS);
	ASSERT_BAD(2, UNEXPECTED, RESPONSE, 10, LATE_REPLY);
}

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

/* A reply to another message is not the one that the transfer waited for. */
static void other_messages(void **state)
{
	const struct lc_rejected other = {
		.instance = 1,
		.token = 7,
		.series = SERIES + 1,
		.type = LC_MSG_RESPONSE,
		.bad = LC_BAD_UNEXPECTED,
	};

	expire(1, 7, LA_TIMEOUT, 50 * MS);
	assert_int_equal(lc_bad_message(slots, &expired, &other, 100 * MS),
			 LA_UNEXPECTED_REPLY);
	ASSERT_BAD(1, UNEXPECTED, RESPONSE, 7, LATE_REPLY);
}

/* One instance's delayed response does not hide another one's second reply. */
static void flags_belong_to_one_instance(void **state)
{
	begin(7, 10 * MS);
	delayed(7, 20 * MS);
	ASSERT_BAD(2, STATE, RESPONSE, 7, WRONG_STATE);
	ASSERT_BAD(2, UNEXPECTED, RESPONSE, 7, UNEXPECTED_REPLY);
	ASSERT_BAD(1, STATE, RESPONSE, 7, NONE);
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
	lc_expire_delayed(&expired, lc_tag(7, SERIES, 1, 0), 7);
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
		FRESH_TEST(defined_by_the_core),
		FRESH_TEST(unexpected_reply),
		FRESH_TEST(late_reply),
		FRESH_TEST(lost_doorbell),
		FRESH_TEST(wrong_state),
		FRESH_TEST(delayed_to_a_synchronous_command),
		FRESH_TEST(after_a_delayed_response_that_came_first),
		FRESH_TEST(tokens),
		FRESH_TEST(instances),
		FRESH_TEST(marks_end_with_the_next_transfer),
		FRESH_TEST(marks_survive_other_instances),
		FRESH_TEST(other_instances_do_not_hide_the_next_transfer),
		FRESH_TEST(marks_end_if_nobody_knows),
		FRESH_TEST(other_slots_do_not_end_a_mark),
		FRESH_TEST(other_messages),
		FRESH_TEST(flags_belong_to_one_instance),
		FRESH_TEST(late_delayed_response),
		FRESH_TEST(many_transfers_on_two_instances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
