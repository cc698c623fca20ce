/* SPDX-License-Identifier: GPL-2.0-only */
/* Selects the transfers that are measured, by the keys of their series. */
#ifndef SCMI_PERF_TRANSFER_FILTER_H
#define SCMI_PERF_TRANSFER_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "message_filter.h"
#include "profile.h"

/* The transfers that are measured. All-zero: all. */
struct filter {
	uint32_t n_messages;
	uint32_t message[FILTER_MESSAGES]; /* FILTER_MESSAGE(), … */
	uint32_t n_resources;
	struct rec_resource resource[FILTER_RESOURCES];
	bool one_transport, one_instance;
	enum transport transport;
	uint8_t instance;
};

/* Returns true if any transfer is left out. */
static inline bool filter_is_set(const struct filter *f)
{
	return f->n_messages || f->n_resources || f->one_transport ||
	       f->one_instance;
}

/* Returns true if messages with this key are measured. */
static inline bool filter_selects(const struct filter *f,
				  const struct series_key *key)
{
	const uint32_t message =
		FILTER_MESSAGE(key->protocol, key->message) |
		(key->type == MESSAGE_NOTIFICATION ? FILTER_NOTIFICATION : 0);
	bool selected = !f->n_messages, of_resource = !f->n_resources;

	for (uint32_t i = 0; i < f->n_messages && !selected; i++)
		selected = filter_matches(f->message[i], message);
	for (uint32_t i = 0; i < f->n_resources && !of_resource; i++)
		of_resource = filter_has_resource(&f->resource[i], message,
						  key->resource_plus);
	return selected && of_resource &&
	       (!f->one_transport || f->transport == key->transport) &&
	       (!f->one_instance || f->instance == key->instance);
}

#endif
