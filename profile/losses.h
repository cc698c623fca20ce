/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_LOSSES_H
#define SCMI_PERF_LOSSES_H

#include "profile.h"

/* Warns of every drop that @p has counted: cause, number, remedy. */
void losses_warn(const struct profile *p);

#endif
