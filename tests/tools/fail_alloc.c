// SPDX-License-Identifier: GPL-2.0-only
/*
 * For LD_PRELOAD: the allocation number FAIL_AT fails, counted from 1, and with
 * FAIL_ALL set all later ones, too. Without FAIL_AT, none fails, and the number
 * of allocations is written to file descriptor 9 at the end. In a process that is
 * forked, only FAIL_ALL has an effect: a single failure there would be a second one, and
 * the library that reads a trace.dat in a process of its own hides some of them.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static unsigned long count, fail_at;
static bool fail_all, started, is_forked;

static bool fails(void)
{
	const unsigned long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);

	if (!fail_at || n < fail_at ||
	    ((n > fail_at || is_forked) && !fail_all))
		return false;
	errno = ENOMEM;
	return true;
}

static void note_fork(void)
{
	is_forked = true;
}

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("FAIL_AT");

	fail_at = at ? strtoul(at, NULL, 10) : 0;
	fail_all = getenv("FAIL_ALL");
	pthread_atfork(NULL, NULL, note_fork);
	count = 0;
	started = true;
	/* Other programs that this one runs are not tested. */
	unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void end(void)
{
	if (!fail_at)
		dprintf(9, "%lu\n", count);
}

void *malloc(size_t size)
{
	return started && fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return started && fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return started && fails() ? NULL : __libc_realloc(old, size);
}
