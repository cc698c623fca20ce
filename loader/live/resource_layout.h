/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the running kernel keeps the names of clocks, sensors, domains … */
#ifndef SCMI_PERF_RESOURCE_LAYOUT_H
#define SCMI_PERF_RESOURCE_LAYOUT_H

#include "maps.h"

struct btf;

/* Sets @at by protocol, from RESOURCE_FIRST_PROTOCOL on; all-zero: not known. */
void resource_layout_find(const struct btf *btf,
			  struct rec_names_at at[RESOURCE_PROTOCOLS]);

#endif
