// SPDX-License-Identifier: GPL-2.0-only
#include "alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diag.h"

void out_of_memory(void)
{
	diag_out_of_memory();
	exit(EXIT_ERROR);
}

static void *checked(void *p)
{
	if (!p)
		out_of_memory();
	return p;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return checked(n && size ? calloc(n, size) : calloc(1, 1));
}

void *xreallocarray(void *old, size_t n, size_t size)
{
	return checked(n && size ? reallocarray(old, n, size)
				 : realloc(old, 1));
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

void *xmemdup(const void *data, size_t size)
{
	void *copy = xmalloc(size);

	if (size)
		memcpy(copy, data, size);
	return copy;
}

char *xvasprintf(const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		out_of_memory();
	return text;
}

char *xasprintf(const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	return text;
}

FILE *xopen_memstream(char **text, size_t *len)
{
	return checked(open_memstream(text, len));
}

void *array_grow(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	if (n > SIZE_MAX / 2)
		out_of_memory();
	*cap = n < 4 ? 8 : 2 * n;
	return xreallocarray(array, *cap, size);
}
