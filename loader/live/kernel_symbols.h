/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's symbols, by name and by address: the only reader of /proc/kallsyms. */
#ifndef SCMI_PERF_KERNEL_SYMBOLS_H
#define SCMI_PERF_KERNEL_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_symbol {
	const char *name;
	uint64_t
		address; /* 0: not found; 1: found, but its address is hidden */
	char module[64]; /* "": the kernel itself */
};

/*
 * The file has several megabytes, which the kernel formats for each reader. Look-ups read
 * it again, because modules come and go, unless they are made while it is kept.
 */
void kernel_symbols_keep(bool keep);

/*
 * Finds @n functions by their names in one pass, and sets their addresses and
 * modules. Addresses are hidden by kptr_restrict and without CAP_SYSLOG.
 */
void kernel_symbols_find(struct kernel_symbol *symbols, size_t n);

/* Returns true if a symbol of any type, function or data, has this name. */
bool kernel_has_symbol(const char *name);

/*
 * Returns true if transports are drivers (since Linux 6.12): the core passes its shared
 * memory's functions to them.
 */
bool kernel_has_transport_drivers(void);

/* Returns true if this process sees no address of a function. */
bool kernel_symbols_hidden(void);

/* A table of all functions, for many look-ups. */
struct kernel_functions;

/* Returns NULL if no address can be read. Free with kernel_functions_free(). */
struct kernel_functions *kernel_functions_load(void);
void kernel_functions_free(struct kernel_functions *f); /* NULL is allowed */

/*
 * Formats a return address as "function+0x1f4" or "function+0x1f4 [module]" to
 * @text, of @len bytes; as a number if no function is known. @f may be NULL.
 */
void kernel_functions_format(const struct kernel_functions *f, uint64_t address,
			     char *text, size_t len);

#endif
