/* SPDX-License-Identifier: GPL-2.0-only */
/* Writers of noise floors; errors of @out are the caller's to look for. */
#ifndef SCMI_PERF_NOISE_REPORT_H
#define SCMI_PERF_NOISE_REPORT_H

#include <stdio.h>

#include "../loader/noise.h"

/*
 * A limits file (docs/limits.md) that has each regression just above its floor,
 * the floors as comments. There must be a floor.
 */
void noise_limits(const struct noise *n, FILE *out);

/* One JSON object, docs/calibrate.schema.json. Returns 0 or -ENOMEM. */
int noise_json(const struct noise *n, FILE *out);

#endif
