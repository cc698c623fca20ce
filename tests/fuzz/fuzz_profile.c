// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profile reader. An input that begins with gzip's first byte is a file,
 * anything else is the text inside one, since no fuzzer finds its way through
 * compression and check sum. A text that is accepted must be written again as
 * something that is accepted, too, and equal to it; and the writers of reports
 * must cope with it.
 *
 * Every refusal is reported on stderr: run it with -close_fd_mask=2.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html_pages.h"
#include "json_reports.h"
#include "profile_file.h"
#include "profile_json.h"
#include "text_reports.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_reports(const struct profile *p)
{
	static FILE *nowhere;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	if (!nowhere)
		abort();
	report_text(p, nowhere);
	report_json(p, nowhere);
}

static void check_accepted(const struct profile *p)
{
	char *json, *again, why[160];
	size_t len, len_again;
	struct profile q;

	/* A reader's limits are those of a writer. */
	if (profile_encode(p, &json, &len))
		abort();
	profile_init(&q);
	if (profile_decode(&q, json, len, why, sizeof(why)) !=
		    PROFILE_JSON_OK ||
	    profile_encode(&q, &again, &len_again))
		abort();
	if (len != len_again || memcmp(json, again, len))
		abort();
	free(json);
	free(again);
	profile_free(&q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile p;
	char why[160];
	int refused;

	profile_init(&p);
	if (size && data[0] == 0x1f)
		refused = profile_parse(&p, data, size, "fuzz");
	else
		refused = profile_decode(&p, (const char *)data, size, why,
					 sizeof(why)) != PROFILE_JSON_OK;
	if (!refused) {
		check_accepted(&p);
		check_reports(&p);
	}
	profile_free(&p);
	return 0;
}
