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

/* Whether both are absent for the same reason, with the same consequence. */
static bool is_same(const struct hook_choice *choice, size_t i, size_t j)
{
	return is_absent(&choice[i]) && is_absent(&choice[j]) &&
	       !strcmp(choice[i].why, choice[j].why) &&
	       !strcmp(hook_targets[i].without, hook_targets[j].without);
}

/* The absent ones that are the same as @i, @i being the first of them. */
static void write_absent(const struct hook_choice *choice, size_t i, FILE *out)
{
	struct paragraph g = paragraph_begin(out, 2, "");
	const char *last = NULL;

	for (size_t j = i; j < n_hook_targets; j++) {
		const char *name = hook_targets[j].name;

		/* A function's entry and exit are one after the other. */
		if (!is_same(choice, i, j) || (last && !strcmp(last, name)))
			continue;
		if (last)
			paragraph_say(&g, "%s,", last);
		last = name;
	}
	paragraph_say(&g, "%s: %s. Not known then: %s.", last, choice[i].why,
		      hook_targets[i].without);
	paragraph_end(&g);
}

void doctor_hooks_text(const struct hook_choice choice[HOOKS_MAX], FILE *out)
{
	bool any = false;

	fprintf(out, "%-24s %-6s %-10s %s\n", "Hook", "Where", "Level", "How");
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *t = &hook_targets[i];

		fprintf(out, "%-24s %-6s %-10s %s\n", t->name,
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
			fputs("\nWhat this kernel does not have:\n", out);
		any = true;
		write_absent(choice, i, out);
	}
}

/* A target's name, as profiles have it. */
static const char *name_of(const struct hook_target *t, char buf[80])
{
	snprintf(buf, 80, "%s%s", t->name,
		 t->point == HOOK_EXIT ? "/exit" : "");
	return buf;
}

json_t *doctor_hooks_json(const struct hook_choice choice[HOOKS_MAX])
{
	json_t *hooks = json_object();
	char name[80];

	for (size_t i = 0; i < n_hook_targets; i++)
		json_object_set_new(
			hooks, name_of(&hook_targets[i], name),
			json_string(choice[i].how ? choice[i].how : "none"));
	return hooks;
}

json_t *doctor_absent_json(const struct hook_choice choice[HOOKS_MAX])
{
	json_t *absent = json_object();
	char name[80];

	for (size_t i = 0; i < n_hook_targets; i++)
		if (is_absent(&choice[i]))
			json_object_set_new(
				absent, name_of(&hook_targets[i], name),
				json_pack("{s:s, s:s}", "why", choice[i].why,
					  "without", hook_targets[i].without));
	return absent;
}
