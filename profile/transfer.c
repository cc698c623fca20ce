// SPDX-License-Identifier: GPL-2.0-only
#include "transfer.h"

uint64_t trace_not_shown(const struct trace_account *a)
{
	uint64_t ended = profile_total(a->profile, LC_COMPLETED) +
			 profile_total(a->profile, LC_TIMED_OUT);

	return ended - a->shown[TRACE_TRANSFER] - a->lost[TRACE_TRANSFER];
}
