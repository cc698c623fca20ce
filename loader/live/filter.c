// SPDX-License-Identifier: GPL-2.0-only
#include "filter.h"

bool filter_is_set(const struct filter *f)
{
	return f->n_messages || f->one_transport || f->one_instance;
}
