/* SPDX-License-Identifier: GPL-2.0-only */
/* Options that select what a report shows: the same in every command. */
#ifndef SCMI_PERF_OPTIONS_VIEW_H
#define SCMI_PERF_OPTIONS_VIEW_H

#include <argp.h>

#include "report_view.h"

/* --phase; its input is a uint32_t with bits of enum lc_phase. */
extern const struct argp phase_argp;

/* Returns the bit of --statistic NAME, 1 << enum statistic, or exits with an error. */
uint32_t statistic_bit(const char *name, struct argp_state *state);

/* --sort and --top; its input is a struct view_options. */
extern const struct argp order_argp;

#endif
