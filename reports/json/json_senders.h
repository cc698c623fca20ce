/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_JSON_SENDERS_H
#define SCMI_PERF_JSON_SENDERS_H

#include <jansson.h>

struct callers;

/* The senders as a new object; null for NULL. */
json_t *json_senders(const struct callers *s);

#endif
