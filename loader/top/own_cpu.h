/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_OWN_CPU_H
#define SCMI_PERF_OWN_CPU_H

#include <stdint.h>

/* What a shorter span has is of a single interval's work, not of a time. */
#define OWN_CPU_LEAST_NS 50000000u

/* When it was measured last; all-zero: never. CLOCK_MONOTONIC, ns. */
struct own_cpu {
	uint64_t cpu_ns, at_ns;
	double share; /* as of then */
};

/*
 * What this program took of a processor since it was measured last, 0 … 1 (more,
 * with threads), or what it was then if that is less than OWN_CPU_LEAST_NS ago;
 * negative the first time, and as long after it.
 */
double own_cpu_share(struct own_cpu *last);

#endif
