// SPDX-License-Identifier: GPL-2.0-only
#include "resource_names.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static struct resource_names used;

static int compare(const struct resource_name *a, const struct resource_name *b)
{
	if (a->instance != b->instance)
		return a->instance < b->instance ? -1 : 1;
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Returns the index of the first name that is not before @name. */
static size_t find(const struct resource_names *names,
		   const struct resource_name *name)
{
	size_t from = 0, to = names->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (compare(&names->name[middle], name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

bool resource_names_add(struct resource_names *names,
			const struct resource_name *name)
{
	const size_t at = find(names, name);
	struct resource_name *there;

	if (at < names->n && !compare(&names->name[at], name)) {
		there = &names->name[at];
		if (strcmp(there->name, name->name))
			*there->name = '\0';
		return true;
	}
	if (names->n == PROFILE_RESOURCE_NAMES)
		return false;
	array_reserve(names->name, names->n, names->cap);
	there = &names->name[at];
	memmove(there + 1, there, (names->n++ - at) * sizeof(*there));
	*there = *name;
	return true;
}

/* Characters that need no escape in any output. */
static bool is_usual(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (c && strchr(" .,:/+-_@#=", c));
}

/* Stores the name in @text without unusual characters. Returns false for none. */
static bool clean(struct resource_name *name, const char *text, size_t len)
{
	memset(name->name, 0, sizeof(name->name));
	len = strnlen(text, len);
	if (len >= sizeof(name->name))
		len = sizeof(name->name) - 1;
	/* Last, so that a stored name stays the same when it is read again. */
	while (len && text[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len; i++)
		name->name[i] = is_usual(text[i]) ? text[i] : '_';
	return len;
}

void resource_names_add_text(struct resource_names *names, uint8_t instance,
			     uint8_t protocol, uint32_t id, const char *text,
			     size_t len)
{
	struct resource_name name = {instance, protocol, id, ""};

	if (clean(&name, text, len))
		resource_names_add(names, &name);
}

/* A name that is used may be @from, the shortened one. */
static void use_whole(const struct resource_name *from,
		      const struct resource_name *name)
{
	const size_t at = find(&used, from);

	if (at < used.n && !compare(&used.name[at], from) &&
	    !strcmp(used.name[at].name, from->name))
		used.name[at] = *name;
}

void resource_names_learn(struct resource_names *names,
			  const struct resource_name *key, const char *text,
			  size_t len, bool whole)
{
	struct resource_name name = *key;
	const size_t at = find(names, &name);

	if (!clean(&name, text, len))
		return;
	if (at == names->n || compare(&names->name[at], &name)) {
		resource_names_add(names, &name);
	} else if (whole) {
		use_whole(&names->name[at], &name);
		names->name[at] = name;
	}
}

void resource_names_free(struct resource_names *names)
{
	free(names->name);
	*names = (struct resource_names){0};
}

void resource_names_use(const struct resource_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		resource_names_add(&used, &names->name[i]);
}

void resource_names_forget(void)
{
	resource_names_free(&used);
}

const char *resource_name(uint8_t instance, uint8_t protocol, uint32_t id)
{
	const struct resource_name like = {instance, protocol, id, ""};
	const size_t at = find(&used, &like);

	return at < used.n && !compare(&used.name[at], &like) &&
			       *used.name[at].name
		       ? used.name[at].name
		       : NULL;
}
