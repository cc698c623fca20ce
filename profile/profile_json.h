/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Profiles as JSON, the text inside a profile file: docs/profile-format.md.
 * Used by profile_file.c, and by tests and fuzzers without the compression.
 */
#ifndef SCMI_PERF_PROFILE_JSON_H
#define SCMI_PERF_PROFILE_JSON_H

#include <stddef.h>

#include "profile.h"

#define PROFILE_FORMAT	"scmi-perf-profile/"
#define PROFILE_VERSION 2

/* Largest text. A small file could unpack to more than the memory. */
#define PROFILE_JSON_MAX (16u << 20)
/* Largest json_cost(), because a small text could need all of the memory. */
#define PROFILE_JSON_COST ((size_t)256 << 20)

/* Series are numbered with 16 bits. */
#define PROFILE_SERIES_MAX 65535

enum profile_json_result {
	PROFILE_JSON_OK,
	PROFILE_JSON_FOREIGN, /* not a profile */
	PROFILE_JSON_OLD,     /* a profile of an earlier version */
	PROFILE_JSON_FUTURE,  /* a profile of a later version */
	PROFILE_JSON_CORRUPT, /* an inconsistent profile */
};

/*
 * Sorts the series, so that equal profiles become equal texts. The caller frees
 * *@json. Returns 0, -ERANGE for more than these limits, or -EOVERFLOW for a count
 * beyond PROFILE_COUNT_MAX or a time beyond PROFILE_NS_MAX.
 */
int profile_encode(const struct profile *p, char **json, size_t *len);

/*
 * Reads @json into @p, which must be empty. After an error @p can
 * only be freed, and @why (of @why_len bytes) has a message that is safe to print
 * on a terminal.
 */
enum profile_json_result profile_decode(struct profile *p, const char *json,
					size_t len, char *why, size_t why_len);

#endif
