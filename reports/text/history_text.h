/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HISTORY_TEXT_H
#define SCMI_PERF_HISTORY_TEXT_H

#include <stdio.h>

#include "history.h"

/*
 * The verdict, the changes, and a line for each
 * series: blocks if @utf8, else ASCII. The caller checks @out for errors (ferror).
 */
void history_text(const struct history *h, bool utf8, FILE *out);

#endif
