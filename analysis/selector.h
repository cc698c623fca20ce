/* SPDX-License-Identifier: GPL-2.0-only */
/* Selects the series and phases that a limit applies to. */
#ifndef SCMI_PERF_SELECTOR_H
#define SCMI_PERF_SELECTOR_H

#include <stdbool.h>

#include "message_name.h"
#include "resource_match.h"

#define SELECT_ANY (-1)

struct selector {
	int transport; /* enum transport, or SELECT_ANY */
	struct message_match message;
	int phase;	  /* enum lc_phase, or SELECT_ANY */
	bool by_resource; /* select series of one resource, not of all */
	struct resource_match resource;
};

/*
 * Parses "TRANSPORT MESSAGE PHASE [RESOURCE]" with blanks between: "virtio
 * SENSOR_READING_GET total". MESSAGE is as for message_parse(), RESOURCE as for
 * resource_parse(); * matches any.
 * Returns 0, or -EINVAL with the reason in @why (of @why_len bytes).
 */
int selector_parse(struct selector *s, const char *text, char *why,
		   size_t why_len);

bool selector_equal(const struct selector *a, const struct selector *b);

bool selector_has_key(const struct selector *s, const struct series_key *key);

/* SELECT_ANY excludes timeout, because its times are those of a kernel timer. */
bool selector_has_phase(const struct selector *s, enum lc_phase phase);

#endif
