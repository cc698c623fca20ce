// SPDX-License-Identifier: GPL-2.0-only
#include "terminals.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool is_listed(const char *names, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = names; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (len && !strncmp(at, name, len) &&
		    (!at[len] || at[len] == '|'))
			return true;
	}
	return false;
}

const char *terminal_description(const char *name)
{
	const struct terminal_entry *entry = terminal_entries;

	while (entry->names && !is_listed(entry->names, name))
		entry++;
	return entry->names ? entry->value : NULL;
}
