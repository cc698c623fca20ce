// SPDX-License-Identifier: GPL-2.0-only
#include "doctor_hooks.h"

size_t doctor_hooks(const struct hook_choice choice[HOOKS_MAX],
		    struct doctor_hook hook[DOCTOR_HOOKS_MAX])
{
	static const char *const points[] = {
		[HOOK_EVENT] = "event",
		[HOOK_ENTRY] = "entry",
		[HOOK_EXIT] = "exit",
	};
	_Static_assert(HOOKS_MAX <= DOCTOR_HOOKS_MAX, "DOCTOR_HOOKS_MAX");
	size_t n = 0;

	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];
		const struct hook_choice *c = &choice[i];

		/* Only kprobes need these, and the kernel has fentry. */
		if (!c->how && !c->why && t->means == HOOK_FOR_KRETPROBE)
			continue;
		hook[n++] = (struct doctor_hook){
			.name = t->name,
			.point = points[t->point],
			.level = hook_level_names[t->level],
			.how = hook_way(c),
			.why = c->how ? NULL : c->why,
			.without = !c->how && c->why ? t->without : NULL,
		};
	}
	return n;
}
