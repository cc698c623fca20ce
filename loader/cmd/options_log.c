// SPDX-License-Identifier: GPL-2.0-only
#include "options_log.h"

#include <stdbool.h>

#include "cli.h"
#include "units.h"

#define DECIMALS 9 /* of seconds: ns */

/* Parses seconds with up to nine decimals, exactly. Returns false for others. */
static bool parse_stamp(const char *text, uint64_t *ns)
{
	int decimals = -1; /* none so far, and no point */
	uint64_t n = 0;

	for (const char *s = text; *s; s++) {
		if (*s == '.' && s > text && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || decimals == DECIMALS ||
		    n > UINT64_MAX / 10 - 1)
			return false;
		n = 10 * n + (uint64_t)(*s - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < DECIMALS;
	     decimals++) {
		if (n > UINT64_MAX / 10)
			return false;
		n *= 10;
	}
	*ns = n;
	return *text != '\0';
}

uint64_t log_time_parse(const char *arg, const char *option,
			struct argp_state *state)
{
	uint64_t ns;

	/* Seconds as in the log have no unit; other times have one. */
	if (!parse_stamp(arg, &ns) && parse_duration(arg, &ns))
		cli_invalid(arg, option,
			    "a time of the log, such as 7614.373161", state);
	return ns;
}

void log_range_check(uint64_t from_ns, uint64_t to_ns, struct argp_state *state)
{
	if (to_ns && from_ns > to_ns)
		argp_error(state, "--from is later than --to");
}
