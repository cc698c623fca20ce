/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_HISTORY_VALUES_H
#define SCMI_PERF_HISTORY_VALUES_H

#include "history.h"

/* Sets the series of @h, which are those that a recording has, and their values. */
void history_set_values(struct history *h, const struct history_options *o);

#endif
