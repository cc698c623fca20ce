/* SPDX-License-Identifier: GPL-2.0-only */
/* gzip (RFC 1952) in memory. */
#ifndef SCMI_PERF_GZIP_H
#define SCMI_PERF_GZIP_H

#include <stddef.h>

/*
 * Packs @len bytes into one member without name and time, so that equal input
 * gives equal output. The caller frees *@out. Returns 0 or -ENOMEM.
 */
int gzip_pack(const void *data, size_t len, void **out, size_t *out_len);

enum gzip_result {
	GZIP_OK,
	GZIP_FOREIGN,	/* does not begin as gzip does */
	GZIP_TRUNCATED, /* ends in the middle */
	GZIP_CORRUPT,	/* damaged, or followed by something else */
	GZIP_TOO_LARGE, /* more than @max when unpacked */
	GZIP_NO_MEMORY,
};

/*
 * Unpacks one member that is the whole input, at most @max bytes of it. The
 * caller frees *@out, which is set for GZIP_OK only.
 */
enum gzip_result gzip_unpack(const void *data, size_t len, size_t max,
			     char **out, size_t *out_len);

#endif
