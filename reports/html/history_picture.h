/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HISTORY_PICTURE_H
#define SCMI_PERF_HISTORY_PICTURE_H

#include <stdio.h>

#include "history.h"

/* Writes an SVG element: the values of a series, and the changes of the history. */
void history_picture(const struct history *h, size_t series, FILE *out);

#endif
