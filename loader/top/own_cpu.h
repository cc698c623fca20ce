/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPU time of this program. */
#ifndef SCMI_PERF_OWN_CPU_H
#define SCMI_PERF_OWN_CPU_H

#include <stdint.h>

/* The shortest span, ns: a shorter one measures a burst, not a share. */
#define OWN_CPU_LEAST_NS 50000000u

/* The last measurement, CLOCK_MONOTONIC, ns. All-zero: none yet. */
struct own_cpu {
	uint64_t cpu_ns, at_ns;
	double share; /* its result */
};

/*
 * Returns this program's share of one CPU since the last measurement: 0 to 1,
 * or more with threads. Returns the last result if that is less than
 * OWN_CPU_LEAST_NS old. Negative: the first call, or too soon after it.
 */
double own_cpu_share(struct own_cpu *last);

#endif
