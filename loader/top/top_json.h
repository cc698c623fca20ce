/* SPDX-License-Identifier: GPL-2.0-only */
/* The live view as JSON. */
#ifndef SCMI_PERF_TOP_JSON_H
#define SCMI_PERF_TOP_JSON_H

#include <stdio.h>

#include "draw.h"

/*
 * Prints a line with an object of docs/top.schema.json after an interval: rows
 * as in @v, and the last @anomalies anomalies. The caller checks ferror(@out).
 */
void top_json(const struct top_model *m, const struct top_view *v,
	      const struct draw_about *about, size_t anomalies, FILE *out);

#endif
