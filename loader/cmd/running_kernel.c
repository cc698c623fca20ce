// SPDX-License-Identifier: GPL-2.0-only
#include "running_kernel.h"

struct top_source *running_kernel_open(struct top_model *m,
				       const struct live_options *o,
				       const char *command, uint64_t step_ns)
{
	const struct tracefs_options without = live_tracefs_options(o);
	struct top_source *s = NULL;
	enum live_source source;

	if (live_source_choose(o, command, &source))
		return NULL;
	if (source == LIVE_BPF)
		s = top_live_open(m, &o->recorder, step_ns);
	if (source == LIVE_TRACEFS || (!s && live_source_falls_back(o)))
		s = top_tracefs_open(m, &without, step_ns);
	return s;
}

bool running_kernel_needed(const struct live_options *o)
{
	const struct recorder_options *r = &o->recorder;

	return filter_is_set(&r->filter) || r->self_cost || r->ring_bytes ||
	       o->source != LIVE_AUTO || r->level != HOOKS_TRANSPORT;
}
