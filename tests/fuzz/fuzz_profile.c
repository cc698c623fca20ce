// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads arbitrary bytes as a profile. An input that starts with gzip's first
 * byte is a file. Any other input is the unpacked text, because a fuzzer cannot
 * produce valid compression and check sums. A valid profile must be the same
 * after writing and reading it, and so must its merge with itself, without what is too
 * large; and every report of it is checked.
 *
 * Run it with -close_fd_mask=2, because every error is printed to stderr.
 */
#include <errno.h>

#include "check_exports.h"
#include "check_reports.h"
#include "profile_file.h"
#include "profile_json.h"
#include "too_large.h"

static void check_accepted(const struct profile *p)
{
	char *json, *again, why[160];
	size_t len, len_again;
	struct profile q = {0};

	/* The writer must accept everything that the reader accepts. */
	MUST(!profile_encode(p, &json, &len));
	MUST(profile_decode(&q, json, len, why, sizeof(why)) ==
	     PROFILE_JSON_OK);
	MUST(!profile_encode(&q, &again, &len_again));
	MUST(len == len_again && !memcmp(json, again, len));
	free(json);
	free(again);
	profile_free(&q);
}

/* Only its length can be too much for a file. */
static void check_merged(const struct profile *p)
{
	struct profile sum = {0};
	char *json;
	size_t len;

	for (int i = 0; i < 3; i++)
		profile_merge(&sum, p);
	remove_too_large(&sum, "fuzz");
	if (profile_encode(&sum, &json, &len) != -ERANGE) {
		free(json);
		check_accepted(&sum);
	}
	profile_free(&sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct view_options all;
	struct profile p = {0};
	char why[160];
	int refused;

	if (size && data[0] == 0x1f)
		refused = profile_parse(&p, data, size, "fuzz");
	else
		refused = profile_decode(&p, (const char *)data, size, why,
					 sizeof(why)) != PROFILE_JSON_OK;
	if (!refused) {
		check_accepted(&p);
		check_merged(&p);
		check_reports(&p, &all);
		check_exports(&p, 500);
	}
	profile_free(&p);
	return 0;
}
