/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps of check_evaluate(). */
#ifndef SCMI_PERF_CHECK_PARTS_H
#define SCMI_PERF_CHECK_PARTS_H

#include "check.h"

void check_decide(struct check_result *r, enum check_verdict verdict,
		  enum check_cause cause);

/* Evaluates all but the significance, which depends on all limits. */
void check_limit(const struct check *c, struct check_result *r);

/* Corrects p and sets the verdicts that depend on it. */
void check_significance(struct check *c);

#endif
