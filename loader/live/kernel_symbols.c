// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "read_file.h"

/* 300,000 symbols have some 15 MiB. */
#define SYMBOLS_MAX (256u << 20)

/* The file, if it was read, or its start. */
static struct {
	char *text;
	size_t len, max;
	bool keep;
} cache;

/* The file, read line by line, and the symbol of the last line. */
struct symbols {
	const char *at, *end;
	uint64_t address;
	char type; /* as nm(1) prints it */
	const char *name, *module;
	size_t name_len, module_len; /* a module of 0: the kernel itself */
};

static void forget(void)
{
	free(cache.text);
	cache.text = NULL;
}

void kernel_symbols_keep(bool keep)
{
	cache.keep = keep;
	if (!keep)
		forget();
}

/* Reads the file, or its start if it is longer than @max bytes. */
static void open_symbols(struct symbols *s, size_t max)
{
	if (cache.max < max)
		forget();
	if (!cache.text) {
		cache.max = max;
		/* Without the file there are no symbols. */
		(void)read_file("/proc/kallsyms", max, &cache.text, &cache.len);
	}
	s->at = cache.text;
	s->end = cache.text ? cache.text + cache.len : NULL;
}

static void close_symbols(void)
{
	if (!cache.keep)
		forget();
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/*
 * Splits "ffff800080012345 t name" or "ffff800080012345 t name\t[module]", up to @end.
 * Returns false if it is not a symbol. There are several hundred thousand, so that each
 * instruction counts.
 */
static bool parse_line(struct symbols *s, const char *line, const char *end)
{
	const char *p = line, *tab;

	for (s->address = 0; p < end && hex_digit(*p) >= 0; p++)
		s->address = s->address << 4 | (uint64_t)hex_digit(*p);
	if (p == line || end - p < 3 || p[0] != ' ' || p[2] != ' ')
		return false;
	s->type = p[1];
	s->name = p + 3;
	tab = memchr(s->name, '\t', (size_t)(end - s->name));
	s->name_len = (size_t)((tab ? tab : end) - s->name);
	s->module = "";
	s->module_len = 0;
	if (tab && end - tab > 2 && tab[1] == '[' && end[-1] == ']') {
		s->module = tab + 2;
		s->module_len = (size_t)(end - 1 - s->module);
	}
	return true;
}

/* Reads the next symbol. */
static bool next_symbol(struct symbols *s)
{
	while (s->at < s->end) {
		const char *line = s->at,
			   *end = memchr(line, '\n', (size_t)(s->end - line));

		if (!end) /* It is not complete. */
			return false;
		s->at = end + 1;
		if (parse_line(s, line, end))
			return true;
	}
	return false;
}

static bool next_function(struct symbols *s)
{
	while (next_symbol(s))
		if (s->type == 't' || s->type == 'T' || s->type == 'w' ||
		    s->type == 'W')
			return true;
	return false;
}

static bool has_name(const struct symbols *s, const char *name)
{
	return strlen(name) == s->name_len &&
	       !memcmp(name, s->name, s->name_len);
}

void kernel_symbols_find(struct kernel_symbol *symbols, size_t n)
{
	struct symbols s;

	open_symbols(&s, SYMBOLS_MAX);
	while (next_function(&s))
		for (size_t i = 0; i < n; i++) {
			struct kernel_symbol *to = &symbols[i];

			if (to->name[0] != s.name[0] || to->address ||
			    !has_name(&s, to->name))
				continue;
			to->address = s.address ? s.address : 1;
			snprintf(to->module, sizeof(to->module), "%.*s",
				 (int)s.module_len, s.module);
		}
	close_symbols();
}

bool kernel_has_symbol(const char *name)
{
	bool found = false;
	struct symbols s;

	open_symbols(&s, SYMBOLS_MAX);
	while (!found && next_symbol(&s))
		found = has_name(&s, name);
	close_symbols();
	return found;
}

bool kernel_has_transport_drivers(void)
{
	return kernel_has_symbol("scmi_shared_mem_operations_get");
}

/* Returns true if no function in the first @max bytes of the file has an address. */
static bool start_is_hidden(size_t max)
{
	bool hidden = true;
	struct symbols s;

	open_symbols(&s, max);
	while (hidden && next_function(&s))
		hidden = !s.address;
	close_symbols();
	return hidden;
}

bool kernel_symbols_hidden(void)
{
	/* The file can start with data, or with a few functions at 0. */
	return start_is_hidden(65536) && start_is_hidden(SYMBOLS_MAX);
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

	open_symbols(&s, SYMBOLS_MAX);
	while (next_function(&s)) {
		if (!s.address) /* hidden */
			continue;
		array_reserve(f->list, f->n, f->cap);
		f->list[f->n++] = (struct function){
			s.address,
			xasprintf("%.*s%s%.*s%s", (int)s.name_len, s.name,
				  s.module_len ? " [" : "", (int)s.module_len,
				  s.module, s.module_len ? "]" : "")};
	}
	close_symbols();
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
