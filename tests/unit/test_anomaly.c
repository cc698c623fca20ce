// SPDX-License-Identifier: GPL-2.0-only
/* The anomaly of each message that the SCMI core rejects, on every path. */
#include "anomaly_fixture.h"

/* Not a message type of the specification. */
#define UNKNOWN_TYPE 1

/* A message of the first instance, at 100 ms. */
static enum lc_anomaly bad(enum lc_bad why, uint8_t type, uint16_t token)
{
	return bad_at(1, why, type, token, 100 * MS);
}

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
		FRESH_TEST(other_messages),
		FRESH_TEST(flags_belong_to_one_instance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
