/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the resources of keys, and the names of resources, from a profile's JSON. */
#ifndef SCMI_PERF_RESOURCE_NAMES_DECODE_H
#define SCMI_PERF_RESOURCE_NAMES_DECODE_H

#include "json_read.h"
#include "profile.h"

/* Returns the optional resource of a key + 1, or 0. */
uint32_t resource_plus_decode(struct json_reader *r, json_t *object);

/* Reads the names, if any, which are used from now on. */
void resource_names_decode(struct json_reader *r, json_t *root,
			   struct profile *p);

#endif
