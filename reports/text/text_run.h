/* SPDX-License-Identifier: GPL-2.0-only */
/* What a text report says of a recording: where, when, by which hooks. */
#ifndef SCMI_PERF_TEXT_RUN_H
#define SCMI_PERF_TEXT_RUN_H

#include <stdio.h>

#include "profile.h"

#define TEXT_RUN_LABEL 10 /* columns for "duration" and its like */

/* Run @i of @p. */
void text_run(const struct profile *p, size_t i, FILE *out);

#endif
