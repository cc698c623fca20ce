// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* A line: "ffff800080012345 t name" or "ffff800080012345 t name\t[module]". */
struct symbol_line {
	uint64_t address;
	char type; /* as nm(1) prints it */
	char *name;
	char *module; /* NULL: the kernel itself */
};

/* Splits @text, which it modifies. Returns false if it is not a symbol. */
static bool parse_line(char *text, struct symbol_line *l)
{
	char *rest, *end;

	l->address = strtoull(text, &rest, 16);
	if (rest == text || rest[0] != ' ' || !rest[1] || rest[2] != ' ')
		return false;
	l->type = rest[1];
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

/* Returns true to end the iteration. */
typedef bool (*symbol_visitor)(const struct symbol_line *l, void *context);

/*
 * Calls @visit with each symbol whose type is in @types; NULL: any type. There
 * are several hundred thousand: sscanf() would take seconds on a slow processor.
 */
static void for_each(const char *types, symbol_visitor visit, void *context)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	struct symbol_line l;
	char text[512];

	if (!f)
		return;
	while (fgets(text, sizeof(text), f))
		if (parse_line(text, &l) && (!types || strchr(types, l.type)) &&
		    visit(&l, context))
			break;
	fclose(f);
}

static void for_each_function(symbol_visitor visit, void *context)
{
	for_each("tTwW", visit, context);
}

struct search {
	struct kernel_symbol *symbols;
	size_t n;
};

static bool match_names(const struct symbol_line *l, void *context)
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
	for_each_function(match_names, &(struct search){symbols, n});
}

/* Clears *@context when the name matches. */
static bool match_name(const struct symbol_line *l, void *context)
{
	const char **name = context;

	if (strcmp(l->name, *name))
		return false;
	*name = NULL;
	return true;
}

bool kernel_has_symbol(const char *name)
{
	for_each(NULL, match_name, &name);
	return !name;
}

static bool check_hidden(const struct symbol_line *l, void *context)
{
	bool *hidden = context;

	*hidden = !l->address;
	return !*hidden;
}

bool kernel_symbols_hidden(void)
{
	bool hidden = true;

	for_each_function(check_hidden, &hidden);
	return hidden;
}

struct naming {
	uint64_t address;
	char *name;
	size_t len;
};

static bool match_address(const struct symbol_line *l, void *context)
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
		for_each_function(match_address, &naming);
}

struct function {
	uint64_t address;
	char *name; /* followed by " [module]" for a module's function */
};

struct kernel_functions {
	struct function *list; /* by address */
	size_t n, cap;
};

static int compare_addresses(const void *a, const void *b)
{
	const struct function *fa = a, *fb = b;

	return (fa->address > fb->address) - (fa->address < fb->address);
}

static bool add_function(const struct symbol_line *l, void *context)
{
	struct kernel_functions *f = context;

	if (!l->address) /* hidden */
		return false;
	array_reserve(f->list, f->n, f->cap);
	f->list[f->n++] = (struct function){
		l->address, l->module ? xasprintf("%s [%s]", l->name, l->module)
				      : xstrdup(l->name)};
	return false;
}

struct kernel_functions *kernel_functions_load(void)
{
	struct kernel_functions *f = xcalloc(1, sizeof(*f));

	for_each_function(add_function, f);
	if (!f->n) {
		kernel_functions_free(f);
		return NULL;
	}
	qsort(f->list, f->n, sizeof(*f->list), compare_addresses);
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

void kernel_functions_format(const struct kernel_functions *f, uint64_t address,
			     char *text, size_t len)
{
	size_t low = 0, high = f ? f->n : 0, name;
	const struct function *at;

	/*
	 * The call is before the return address. If it is the last instruction
	 * of its function, the return address is the next function's start.
	 */
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
