/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that is always there: a command that runs out of it reports that and
 * exits with EXIT_ERROR, so no caller checks. exit() runs the atexit handlers,
 * which restore the terminal. Sizes that come from a file are to be bounded
 * before they get here.
 */
#ifndef SCMI_PERF_ALLOC_H
#define SCMI_PERF_ALLOC_H

#include <stddef.h>

/* Each returns memory that free() takes; a size of 0 gives a valid pointer. */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size); /* all zero */
void *xreallocarray(void *old, size_t n, size_t size);
char *xstrdup(const char *s);
void *xmemdup(const void *data, size_t size);
__attribute__((format(printf, 1, 2))) char *xasprintf(const char *fmt, ...);

/* Reports that memory ran out and exits; for libraries that report it. */
_Noreturn void out_of_memory(void);

/*
 * Makes room for element number @n of an array with room for @cap: doubles it,
 * at least to 8 elements. Used through array_reserve().
 */
void *array_grow(void *array, size_t n, size_t *cap, size_t size);

/* array_reserve(list, n_list, cap_list): afterwards list[n_list] is valid. */
#define array_reserve(array, n, cap) \
	((array) = array_grow(array, n, &(cap), sizeof(*(array))))

#endif
