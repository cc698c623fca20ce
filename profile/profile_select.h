/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_PROFILE_SELECT_H
#define SCMI_PERF_PROFILE_SELECT_H

#include "profile.h"
#include "transfer_filter.h"

/*
 * Removes the series that @f does not select from @p, with their part of the time
 * series, their anomalies and fast channels. A fast channel has neither a transport nor
 * an instance, so only messages select it. Losses and gaps are those of all series.
 */
void profile_select(struct profile *p, const struct filter *f);

#endif
