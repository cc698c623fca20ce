/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_CHECK_PHASE_H
#define SCMI_PERF_CHECK_PHASE_H

#include "check.h"

/* The phase that made a total slow: mean times of a transfer in all runs, in ns. */
struct blamed_phase {
	enum lc_phase phase;
	bool by_baseline; /* it grew most; else it is the longest */
	double ns;	  /* its growth, or its time */
	double total_ns;  /* those of the total */
};

/*
 * Finds the phase to which the failed limit of a total is due. Returns false if @r did
 * not fail, is not of a total, or if the runs have no phases.
 */
bool check_find_phase(const struct check *c, const struct check_result *r,
		      struct blamed_phase *b);

#endif
