/* SPDX-License-Identifier: GPL-2.0-only */
/* Losses of a measurement as sentences: cause, number and remedy. */
#ifndef SCMI_PERF_LOSSES_H
#define SCMI_PERF_LOSSES_H

#include "profile.h"

/*
 * Each returns a new string without a full stop; NULL when the count is 0.
 * @run is one of those that lost events.
 */
char *loss_sentence(enum lost_cause cause, uint64_t n, const struct run *run);
char *unparsed_sentence(uint64_t lines);
char *gap_sentence(int gap, uint64_t n);

/* Warns of every loss in @lost. */
void losses_warn(const uint64_t lost[LOST_CAUSES], const struct run *run);

#endif
