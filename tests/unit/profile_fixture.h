/* SPDX-License-Identifier: GPL-2.0-only */
/* A profile as text, for the tests of the profile reader. */
#ifndef SCMI_PERF_PROFILE_FIXTURE_H
#define SCMI_PERF_PROFILE_FIXTURE_H

#include <string.h>

#include "unit_test.h"
#include "profile_json.h"

static char *encode(const struct profile *p)
{
	char *json;
	size_t len;

	assert_int_equal(profile_encode(p, &json, &len), 0);
	assert_int_equal(strlen(json), len);
	return json;
}

#endif
