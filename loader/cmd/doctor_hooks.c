// SPDX-License-Identifier: GPL-2.0-only
#include "doctor_hooks.h"

#include <stdbool.h>
#include <string.h>

#include "paragraph.h"

static const char *point_name(enum hook_point point)
{
	static const char *const names[] = {
		[HOOK_EVENT] = "event",
		[HOOK_ENTRY] = "entry",
		[HOOK_EXIT] = "exit",
	};

	return names[point];
}

static bool is_absent(const struct hook_choice *c)
{
	return !c->how && c->why;
}

/* A target that only kprobes need, on a kernel with fentry. */
static bool is_needless(const struct hook_choice *choice, size_t i)
{
	return !choice[i].how && !choice[i].why &&
	       hook_targets[i].means == HOOK_KPROBE_ONLY;
}

/* Returns true if both are absent, for the same reason and effect. */
static bool is_same(const struct hook_choice *choice, size_t i, size_t j)
{
	return is_absent(&choice[i]) && is_absent(&choice[j]) &&
	       !strcmp(choice[i].why, choice[j].why) &&
	       !strcmp(hook_targets[i].without, hook_targets[j].without);
}

/* Prints the hooks that are absent like @i, which is the first of them. */
static void write_absent(const struct hook_choice *choice, size_t i, FILE *out)
{
	struct paragraph g = paragraph_begin(out, 2, "");
	const char *last = NULL;

	for (size_t j = i; j < n_hook_targets; j++) {
		const char *name = hook_targets[j].name;

		/* A function's entry and exit are neighbours. */
		if (!is_same(choice, i, j) || (last && !strcmp(last, name)))
			continue;
		if (last)
			paragraph_add(&g, "%s,", last);
		last = name;
	}
	paragraph_add(&g, "%s: %s. Not measured: %s.", last, choice[i].why,
		      hook_targets[i].without);
	paragraph_end(&g);
}

void doctor_hooks_text(const struct hook_choice choice[HOOKS_MAX], FILE *out)
{
	bool any = false;

	fprintf(out, "%-28s %-6s %-10s %s\n", "Hook", "Where", "Level", "How");
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];

		if (is_needless(choice, i))
			continue;
		fprintf(out, "%-28s %-6s %-10s %s\n", t->name,
			point_name(t->point), hook_level_name(t->level),
			choice[i].how ? choice[i].how : "none");
	}
	for (size_t i = 0; i < n_hook_targets; i++) {
		size_t j = 0;

		while (j < i && !is_same(choice, i, j))
			j++;
		if (j < i || !is_absent(&choice[i]))
			continue;
		if (!any)
			fputs("\nNot available on this kernel:\n", out);
		any = true;
		write_absent(choice, i, out);
	}
}

size_t doctor_hooks(const struct hook_choice choice[HOOKS_MAX],
		    struct doctor_hook hook[DOCTOR_HOOKS_MAX])
{
	_Static_assert(HOOKS_MAX <= DOCTOR_HOOKS_MAX, "DOCTOR_HOOKS_MAX");
	size_t n = 0;

	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];
		struct doctor_hook *h = &hook[n];

		if (is_needless(choice, i))
			continue;
		*h = (struct doctor_hook){.how = choice[i].how ? choice[i].how
							       : "none"};
		snprintf(h->name, sizeof(h->name), "%s%s", t->name,
			 t->point == HOOK_EXIT ? "/exit" : "");
		n++;
		if (!is_absent(&choice[i]))
			continue;
		h->why = choice[i].why;
		h->without = t->without;
	}
	return n;
}
