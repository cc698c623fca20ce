// SPDX-License-Identifier: GPL-2.0-only
#include "losses.h"

#include <inttypes.h>

#include "diag.h"
#include "names.h"

void losses_warn(const struct profile *p)
{
	for (int i = 0; i < LOST_CAUSES; i++)
		if (p->lost[i])
			diag_warning("lost %" PRIu64 " (%s): %s", p->lost[i],
				     lost_name(i), lost_remedy(i));
}
