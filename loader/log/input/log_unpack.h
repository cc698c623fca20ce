/* SPDX-License-Identifier: GPL-2.0-only */
/* Unpacks a compressed log piece by piece: gzip, and xz and zstd if built in. */
#ifndef SCMI_PERF_LOG_UNPACK_H
#define SCMI_PERF_LOG_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The input that was not used yet; unpacking advances it. */
struct packed {
	const char *p;
	size_t len;
	bool ended; /* nothing follows */
};

/* A format. @start is NULL if scmi-perf was built without its library. */
struct unpacker {
	const char *name, *magic, *command; /* @command prints the text */
	void *(*start)(void);
	/*
	 * Writes at most @size bytes to @out. Returns their number, 0 if it needs
	 * more input or the input has ended, or -1 if it is damaged or cut off.
	 */
	ssize_t (*run)(void *state, struct packed *in, char *out, size_t size);
	void (*end)(void *state);
};

/* Returns the format of a file by its first bytes, or NULL. */
const struct unpacker *unpacker_of(const char *head, size_t len);

#ifdef HAVE_XZ
extern const struct unpacker unpacker_xz;
#endif
#ifdef HAVE_ZSTD
extern const struct unpacker unpacker_zstd;
#endif

#endif
