/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_TOP_OWN_CPU_H
#define SCMI_PERF_TOP_OWN_CPU_H

#include <stdint.h>

/* When it was measured last; all-zero: never. CLOCK_MONOTONIC, ns. */
struct own_cpu {
	uint64_t cpu_ns, at_ns;
};

/*
 * What this program took of a processor since the last call, 0 … 1 (more, with
 * threads); negative the first time.
 */
double own_cpu_share(struct own_cpu *last);

#endif
