/* SPDX-License-Identifier: GPL-2.0-only */
/* gzip (RFC 1952) in memory. */
#ifndef SCMI_PERF_GZIP_H
#define SCMI_PERF_GZIP_H

#include <stddef.h>

/*
 * Packs @len bytes into one member without name and time, so that equal input
 * gives equal output. The caller frees *@out.
 */
void gzip_pack(const void *data, size_t len, void **out, size_t *out_len);

enum gzip_result {
	GZIP_OK,
	GZIP_FOREIGN,	/* does not start with gzip's magic number */
	GZIP_TRUNCATED, /* ends in the middle */
	GZIP_CORRUPT,	/* damaged, or followed by something else */
	GZIP_TOO_LARGE, /* more than @max when unpacked */
};

/*
 * Unpacks the whole input, one member, to at most @max bytes. The caller frees
 * *@out, which is set for GZIP_OK only.
 */
enum gzip_result gzip_unpack(const void *data, size_t len, size_t max,
			     char **out, size_t *out_len);

/*
 * Unpacks the start of the input, which may end anywhere, to at most @size bytes.
 * Returns their number, 0 if it is not gzip.
 */
size_t gzip_head(const void *data, size_t len, char *out, size_t size);

#endif
