// SPDX-License-Identifier: GPL-2.0-only
/* The selection of messages in the kernel. */

#include "unit_test.h"
#include "maps.h"

static uint64_t notification(uint64_t protocol, uint64_t event)
{
	return rec_key(3, protocol, event) | REC_KEY_NOTIFICATION;
}

/* Message numbers of commands and of notifications are separate. */
static void a_number_is_of_one_type(void **state)
{
	const uint32_t attributes = FILTER_MESSAGE(0x15, 1);
	const uint32_t update = attributes | FILTER_NOTIFICATION;

	assert_true(filter_matches(attributes, rec_key(3, 0x15, 1)));
	assert_false(filter_matches(attributes, notification(0x15, 1)));
	assert_true(filter_matches(update, notification(0x15, 1)));
	assert_false(filter_matches(update, rec_key(3, 0x15, 1)));
	assert_false(filter_matches(update, notification(0x15, 0)));
	assert_false(filter_matches(update, notification(0x13, 1)));
	assert_false(filter_matches(attributes, rec_key(3, 0x15, 0x11)));
	assert_false(filter_matches(attributes, rec_key(3, 0x14, 1)));
}

static void a_protocol_is_of_both_types(void **state)
{
	const uint32_t sensor = FILTER_MESSAGE(0x15, 0) | FILTER_ANY_MESSAGE;

	for (uint32_t message = 0; message <= 0xff; message++) {
		assert_true(filter_matches(sensor, rec_key(0, 0x15, message)));
		assert_true(
			filter_matches(sensor, notification(0x15, message)));
		assert_false(filter_matches(sensor, rec_key(0, 0x14, message)));
		assert_false(
			filter_matches(sensor, notification(0x95, message)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_of_one_type),
		cmocka_unit_test(a_protocol_is_of_both_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
