// SPDX-License-Identifier: GPL-2.0-only
#include "alloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "diag.h"

void out_of_memory(void)
{
	static bool exits;

	/* exit() flushes streams, which may need memory, too. */
	if (exits)
		_exit(EXIT_ERROR);
	exits = true;
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
	return s ? checked(strdup(s)) : NULL;
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

struct memory_stream {
	char **text;
	size_t *len, cap;
};

static ssize_t append(void *cookie, const char *data, size_t n)
{
	struct memory_stream *m = cookie;

	/* One more for the final NUL. */
	*m->text = array_grow(*m->text, *m->len + n, &m->cap, 1);
	memcpy(*m->text + *m->len, data, n);
	*m->len += n;
	(*m->text)[*m->len] = '\0';
	return (ssize_t)n;
}

static int end(void *cookie)
{
	free(cookie);
	return 0;
}

/* open_memstream() drops text without memory, and does not report that. */
FILE *xopen_memstream(char **text, size_t *len)
{
	struct memory_stream *m = xmalloc(sizeof(*m));

	*text = xcalloc(1, 1);
	*len = 0;
	*m = (struct memory_stream){.text = text, .len = len};
	return checked(fopencookie(
		m, "w",
		(cookie_io_functions_t){.write = append, .close = end}));
}

void *array_grow(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	if (n > SIZE_MAX / 2)
		out_of_memory();
	n = n < 4 ? 8 : 2 * n;
	array = xreallocarray(array, n, size);
	*cap = n;
	return array;
}
