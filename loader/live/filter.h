/* SPDX-License-Identifier: GPL-2.0-only */
/* The transfers of a running kernel that are measured. */
#ifndef SCMI_PERF_FILTER_H
#define SCMI_PERF_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "message_filter.h"
#include "profile.h"

/* All-zero: all transfers. */
struct filter {
	uint32_t n_messages;
	uint32_t message[FILTER_MESSAGES]; /* FILTER_MESSAGE(), … */
	bool one_transport, one_instance;
	enum transport transport;
	uint8_t instance;
};

/* Returns true if any transfer is left out. */
static inline bool filter_is_set(const struct filter *f)
{
	return f->n_messages || f->one_transport || f->one_instance;
}

#endif
