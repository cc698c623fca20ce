/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocators that never fail: without memory they report that and exit with
 * EXIT_ERROR, so no caller checks. exit() runs the atexit handlers, which
 * restore the terminal. Callers must bound sizes that come from a file.
 */
#ifndef SCMI_PERF_ALLOC_H
#define SCMI_PERF_ALLOC_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* The caller frees. For a size of 0, too, the pointer is valid. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size); /* all zero */
void *xreallocarray(void *old, size_t n, size_t size);
char *xstrdup(const char *s); /* NULL gives NULL */
void *xmemdup(const void *data, size_t size);
__attribute__((format(printf, 1, 2))) char *xasprintf(const char *fmt, ...);
char *xvasprintf(const char *fmt, va_list ap);
FILE *xopen_memstream(char **text, size_t *len); /* free *text after fclose() */

/* Reports it and exits. For errors of libraries that allocate. */
_Noreturn void out_of_memory(void);

/*
 * Grows an array of @cap elements if it has no element number @n. Its size
 * doubles and is at least 8. Call it through array_reserve().
 */
void *array_grow(void *array, size_t n, size_t *cap, size_t size);

/* After array_reserve(list, n_list, cap_list), list[n_list] is valid. */
#define array_reserve(array, n, cap) \
	((array) = array_grow(array, n, &(cap), sizeof(*(array))))

#endif
