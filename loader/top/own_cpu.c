// SPDX-License-Identifier: GPL-2.0-only
#include "own_cpu.h"

#include "clock.h"

double own_cpu_share(struct own_cpu *last)
{
	struct own_cpu now = {.at_ns = monotonic_ns(), .share = -1};

	if (last->at_ns && now.at_ns - last->at_ns < OWN_CPU_LEAST_NS)
		return last->share;
	now.cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	if (last->at_ns)
		now.share = (double)(now.cpu_ns - last->cpu_ns) /
			    (double)(now.at_ns - last->at_ns);
	*last = now;
	return now.share;
}
