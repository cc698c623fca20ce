// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* The file, read line by line, and the symbol of the last line. */
struct symbols {
	FILE *file; /* NULL: it cannot be read */
	char text[512];
	uint64_t address;
	char type; /* as nm(1) prints it */
	char *name;
	char *module; /* NULL: the kernel itself */
};

static void open_symbols(struct symbols *s)
{
	s->file = fopen("/proc/kallsyms", "re");
}

static void close_symbols(struct symbols *s)
{
	if (s->file)
		fclose(s->file);
}

/*
 * Splits "ffff800080012345 t name" or "ffff800080012345 t name\t[module]". Returns
 * false if it is not a symbol.
 */
static bool parse_line(struct symbols *s)
{
	char *rest, *end;

	s->address = strtoull(s->text, &rest, 16);
	if (rest == s->text || rest[0] != ' ' || !rest[1] || rest[2] != ' ')
		return false;
	s->type = rest[1];
	s->name = rest + 3;
	end = strpbrk(s->name, "\t\n");
	if (!end)
		return false;
	s->module = *end == '\t' && end[1] == '[' ? end + 2 : NULL;
	*end = '\0';
	if (s->module)
		s->module[strcspn(s->module, "]")] = '\0';
	return true;
}

/*
 * Reads the next symbol whose type is in @types; NULL: of any type. There are
 * several hundred thousand: sscanf() would take seconds on a slow processor.
 */
static bool next_symbol(struct symbols *s, const char *types)
{
	while (s->file && fgets(s->text, sizeof(s->text), s->file))
		if (parse_line(s) && (!types || strchr(types, s->type)))
			return true;
	return false;
}

static bool next_function(struct symbols *s)
{
	return next_symbol(s, "tTwW");
}

void kernel_symbols_find(struct kernel_symbol *symbols, size_t n)
{
	struct symbols s;

	open_symbols(&s);
	while (next_function(&s))
		for (size_t i = 0; i < n; i++) {
			struct kernel_symbol *to = &symbols[i];

			if (to->name[0] != s.name[0] || to->address ||
			    strcmp(to->name, s.name))
				continue;
			to->address = s.address ? s.address : 1;
			snprintf(to->module, sizeof(to->module), "%s",
				 s.module ? s.module : "");
		}
	close_symbols(&s);
}

bool kernel_has_symbol(const char *name)
{
	bool found = false;
	struct symbols s;

	open_symbols(&s);
	while (!found && next_symbol(&s, NULL))
		found = !strcmp(s.name, name);
	close_symbols(&s);
	return found;
}

bool kernel_has_transport_drivers(void)
{
	return kernel_has_symbol("scmi_shared_mem_operations_get");
}

bool kernel_symbols_hidden(void)
{
	bool hidden = true;
	struct symbols s;

	open_symbols(&s);
	while (hidden && next_function(&s))
		hidden = !s.address;
	close_symbols(&s);
	return hidden;
}

const char *kernel_symbols_lack(void)
{
	return kernel_symbols_hidden()
		       ? "the kernel hides its functions' addresses: "
			 "transports of instances are unknown"
		       : NULL;
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

struct kernel_functions *kernel_functions_load(void)
{
	struct kernel_functions *f = xcalloc(1, sizeof(*f));
	struct symbols s;

	open_symbols(&s);
	while (next_function(&s)) {
		if (!s.address) /* hidden */
			continue;
		array_reserve(f->list, f->n, f->cap);
		f->list[f->n++] = (struct function){
			s.address,
			s.module ? xasprintf("%s [%s]", s.name, s.module)
				 : xstrdup(s.name)};
	}
	close_symbols(&s);
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
