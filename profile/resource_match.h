/* SPDX-License-Identifier: GPL-2.0-only */
/* Resources as users write them: filters and limits. */
#ifndef SCMI_PERF_RESOURCE_MATCH_H
#define SCMI_PERF_RESOURCE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile.h"

#define RESOURCE_ANY (-1)

struct resource_match {
	int protocol;		      /* 0 to 255, or MESSAGE_ANY */
	int64_t id;		      /* or RESOURCE_ANY */
	char name[RESOURCE_NAME_LEN]; /* with RESOURCE_ANY; empty: any */
};

/*
 * Parses a resource: 5, CLOCK:5, 0x14/5, soc-temp, SENSOR:soc-temp, SENSOR (all of a
 * protocol) or *, which is also valid on either side of : or /. Returns false with the
 * reason in @why (of @why_len bytes).
 */
bool resource_parse(const char *text, struct resource_match *match, char *why,
		    size_t why_len);

/* Returns true if the message of @key is about such a resource. */
bool resource_matches(const struct resource_match *match,
		      const struct series_key *key);

bool resource_match_equal(const struct resource_match *a,
			  const struct resource_match *b);

#endif
