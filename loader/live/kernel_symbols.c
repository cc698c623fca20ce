// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A function: "ffff800080012345 t name" or "… t name\t[module]". */
struct line {
	uint64_t address;
	char *name;
	char *module; /* NULL: the kernel itself */
};

/* Takes a line apart, in place. Returns false for what is no function. */
static bool take_apart(char *text, struct line *l)
{
	char *rest, *end;

	l->address = strtoull(text, &rest, 16);
	if (rest == text || rest[0] != ' ' || !strchr("tTwW", rest[1]) ||
	    rest[2] != ' ')
		return false;
	l->name = rest + 3;
	end = strpbrk(l->name, "\t\n");
	if (!end)
		return false;
	l->module = *end == '\t' && end[1] == '[' ? end + 2 : NULL;
	*end = '\0';
	if (l->module)
		l->module[strcspn(l->module, "]")] = '\0';
	return true;
}

/*
 * Calls @take with each function until it returns true. There are some hundred
 * thousand: sscanf() would take seconds on a slow processor.
 */
static void for_each(bool (*take)(const struct line *l, void *context),
		     void *context)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	char text[512];
	struct line l;

	if (!f)
		return;
	while (fgets(text, sizeof(text), f))
		if (take_apart(text, &l) && take(&l, context))
			break;
	fclose(f);
}

struct search {
	struct kernel_symbol *symbols;
	size_t n;
};

static bool take_by_name(const struct line *l, void *context)
{
	const struct search *search = context;

	for (size_t i = 0; i < search->n; i++) {
		struct kernel_symbol *s = &search->symbols[i];

		if (s->name[0] != l->name[0] || s->address ||
		    strcmp(s->name, l->name))
			continue;
		s->address = l->address ? l->address : 1;
		snprintf(s->module, sizeof(s->module), "%s",
			 l->module ? l->module : "");
	}
	return false;
}

void kernel_symbols_find(struct kernel_symbol *symbols, size_t n)
{
	struct search search = {symbols, n};

	for_each(take_by_name, &search);
}

static bool take_any(const struct line *l, void *context)
{
	bool *hidden = context;

	*hidden = !l->address;
	return !*hidden;
}

bool kernel_symbols_hidden(void)
{
	bool hidden = true;

	for_each(take_any, &hidden);
	return hidden;
}

struct naming {
	uint64_t address;
	char *name;
	size_t len;
};

static bool take_by_address(const struct line *l, void *context)
{
	const struct naming *naming = context;

	if (l->address != naming->address)
		return false;
	snprintf(naming->name, naming->len, "%s", l->name);
	return true;
}

void kernel_symbol_name(uint64_t address, char *name, size_t len)
{
	struct naming naming = {address, name, len};

	name[0] = '\0';
	if (address)
		for_each(take_by_address, &naming);
}

struct function {
	uint64_t address;
	char *name; /* with its module */
};

struct kernel_functions {
	struct function *list; /* by address */
	size_t n, cap;
	bool failed; /* out of memory */
};

static int by_address(const void *a, const void *b)
{
	const struct function *fa = a, *fb = b;

	return (fa->address > fb->address) - (fa->address < fb->address);
}

static bool grow(struct kernel_functions *f)
{
	size_t cap = f->cap ? 2 * f->cap : 65536;
	struct function *new = reallocarray(f->list, cap, sizeof(*new));

	if (!new)
		return false;
	f->list = new;
	f->cap = cap;
	return true;
}

static bool take_function(const struct line *l, void *context)
{
	struct kernel_functions *f = context;
	char *name;

	if (!l->address) /* hidden */
		return false;
	if (!l->module)
		name = strdup(l->name);
	else if (asprintf(&name, "%s [%s]", l->name, l->module) < 0)
		name = NULL;
	if (!name || (f->n == f->cap && !grow(f))) {
		free(name);
		f->failed = true;
		return true;
	}
	f->list[f->n++] = (struct function){l->address, name};
	return false;
}

struct kernel_functions *kernel_functions_load(void)
{
	struct kernel_functions *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	for_each(take_function, f);
	if (f->failed || !f->n) {
		kernel_functions_free(f);
		return NULL;
	}
	qsort(f->list, f->n, sizeof(*f->list), by_address);
	return f;
}

void kernel_functions_free(struct kernel_functions *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i].name);
	free(f->list);
	free(f);
}

void kernel_functions_place(const struct kernel_functions *f, uint64_t address,
			    char *text, size_t len)
{
	size_t low = 0, high = f ? f->n : 0, name;
	const struct function *at;

	/* The call is before where it returns to, be that another function. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->list[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low) {
		snprintf(text, len, "0x%" PRIx64, address);
		return;
	}
	at = &f->list[low - 1];
	name = strcspn(at->name, " ");
	snprintf(text, len, "%.*s+0x%" PRIx64 "%s", (int)name, at->name,
		 address - at->address, at->name + name);
}
