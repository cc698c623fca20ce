/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's functions by name and by address: /proc/kallsyms. */
#ifndef SCMI_PERF_KERNEL_SYMBOLS_H
#define SCMI_PERF_KERNEL_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_symbol {
	const char *name;
	uint64_t address; /* 0: not found, or hidden from this user */
	char module[64];  /* "": of the kernel itself */
};

/*
 * Finds the addresses of @n functions by their names, in one pass; those that
 * are there but hidden (kptr_restrict) get address 1.
 */
void kernel_symbols_find(struct kernel_symbol *symbols, size_t n);

/* Whether no function's address can be had: kptr_restrict, or no CAP_SYSLOG. */
bool kernel_symbols_hidden(void);

/* All functions, for many look-ups. */
struct kernel_functions;

/* NULL when they cannot be had. Free with kernel_functions_free(). */
struct kernel_functions *kernel_functions_load(void);
void kernel_functions_free(struct kernel_functions *f);

/*
 * A return address as "function+0x1f4", or "function+0x1f4 [module]", into
 * @text of @len bytes; as a number where that is not known. @f may be NULL.
 */
void kernel_functions_place(const struct kernel_functions *f, uint64_t address,
			    char *text, size_t len);

/*
 * Name of the function that begins at @address into @name, of @len bytes; ""
 * when there is none.
 */
void kernel_symbol_name(uint64_t address, char *name, size_t len);

#endif
