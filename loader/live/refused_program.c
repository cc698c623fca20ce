// SPDX-License-Identifier: GPL-2.0-only
#include "refused_program.h"

#include <stdio.h>
#include <string.h>

/* The program that the kernel refused last. */
static char refused[64];

void refused_program_note(const char *message)
{
	static const char prefix[] = "prog '", suffix[] = "load failed";
	const char *at = strstr(message, prefix);

	if (at && strstr(at, suffix))
		sscanf(at + sizeof(prefix) - 1, "%63[^']", refused);
}

static void drop(struct hook_choice *choice)
{
	choice->how = NULL;
	choice->why = "the kernel refused the program";
}

/* Moves a function from fentry to a kprobe, and drops all else. */
static void replace(const struct hook_target *target, bool kprobes,
		    struct hook_choice *choice)
{
	if (choice->how[0] == 'f' && target->means == HOOK_ANY && kprobes)
		choice->how = target->point == HOOK_EXIT ? "kretprobe"
							 : "kprobe";
	else
		drop(choice);
}

/*
 * Where a kprobe keeps the arguments of a function for its kretprobe, neither is of
 * use without the other. @i: the one of the two that was replaced.
 */
static void replace_other(struct hook_choice choice[HOOKS_MAX], size_t i)
{
	const struct hook_target *target = &hook_targets[i];

	for (size_t j = 0; j < n_hook_targets; j++) {
		const struct hook_target *other = &hook_targets[j];

		if (j == i || strcmp(other->name, target->name) ||
		    (other->means != HOOK_FOR_KRETPROBE &&
		     target->means != HOOK_FOR_KRETPROBE))
			continue;
		if (choice[i].how)
			choice[j].how = "kprobe";
		else
			drop(&choice[j]);
	}
}

bool refused_program_replace(struct hook_choice choice[HOOKS_MAX],
			     const char *const program[HOOKS_MAX], bool kprobes)
{
	for (size_t i = 0; i < n_hook_targets; i++) {
		if (!program[i] || strcmp(program[i], refused) ||
		    hook_targets[i].required)
			continue;
		replace(&hook_targets[i], kprobes, &choice[i]);
		replace_other(choice, i);
		refused[0] = '\0';
		return true;
	}
	return false;
}
