// SPDX-License-Identifier: GPL-2.0-only
/* The filter of scmi_msg_dump. */

#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "dump_filter.h"

static void test_commands(void **state)
{
	char *filter = dump_filter(false, false);

	/* Only what the core rejects, "!RESP". */
	assert_string_equal(filter, "tag ~ \"?????\"");
	free(filter);
	filter = dump_filter(true, false);
	assert_string_equal(filter, "tag ~ \"?????\" || tag == \"CMND\" || "
				    "tag == \"NOTI\"");
	free(filter);
}

/* Replies that have names, those of readings not among them. */
static void test_names(void **state)
{
	char *filter = dump_filter(true, true);

	/* CLOCK_ATTRIBUTES and CLOCK_NAME_GET. */
	assert_non_null(strstr(filter,
			       " || (tag == \"RESP\" && protocol_id == 20 && "
			       "(msg_id == 3 || msg_id == 8))"));
	/* SENSOR_DESCRIPTION_GET and SENSOR_NAME_GET. */
	assert_non_null(strstr(filter,
			       " || (tag == \"RESP\" && protocol_id == 21 && "
			       "(msg_id == 3 || msg_id == 12))"));
	assert_null(strstr(filter, "msg_id == 6 || msg_id == 7"));
	assert_null(strstr(filter, "protocol_id == 16"));
	/* The kernel reads a filter of at most a page. */
	assert_true(strlen(filter) < 4000);
	free(filter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
