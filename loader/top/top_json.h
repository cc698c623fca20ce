/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_TOP_JSON_H
#define SCMI_PERF_TOP_JSON_H

#include <stdio.h>

#include "draw.h"

/*
 * What is known when an interval has ended, as an object of docs/top.schema.json
 * on a line of its own; rows as the view has them, and the last @anomalies that
 * were seen. The caller checks @out for errors.
 */
void top_json(const struct top_model *m, const struct top_view *v,
	      const struct draw_about *about, size_t anomalies, FILE *out);

#endif
