/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_COMPARE_FOREST_H
#define SCMI_PERF_COMPARE_FOREST_H

#include <stdio.h>

#include "compare_order.h"

/*
 * Draws the shifts with their intervals, in the order of the table: all of totals and
 * of phases that changed; if these are too many, what changed; or else totals.
 */
void compare_forest(const struct comparison *c, const struct compare_order *o,
		    FILE *out);

#endif
