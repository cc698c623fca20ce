// SPDX-License-Identifier: GPL-2.0-only
#include "losses.h"

#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "diag.h"
#include "names.h"
#include "units.h"

char *loss_sentence(enum lost_cause cause, uint64_t n, const struct run *run)
{
	if (!n)
		return NULL;
	return xasprintf("%" PRIu64 " lost (%s): %s", n, lost_names[cause],
			 lost_remedy(cause, run->source));
}

char *unparsed_sentence(uint64_t lines)
{
	if (!lines)
		return NULL;
	return xasprintf("%" PRIu64 " line%s of logs could not be parsed as "
			 "SCMI events; 'scmi-perf import' prints the first",
			 lines, plural(lines));
}

char *gap_sentence(int gap, uint64_t n)
{
	if (!n)
		return NULL;
	return xasprintf("%" PRIu64 " %s%s %s", n, gap_meanings[gap].noun,
			 plural(n), gap_meanings[gap].rest);
}

void losses_warn(const uint64_t lost[LOST_CAUSES], const struct run *run)
{
	for (int i = 0; i < LOST_CAUSES; i++) {
		char *sentence = loss_sentence(i, lost[i], run);

		if (sentence)
			diag_warning("%s", sentence);
		free(sentence);
	}
}
