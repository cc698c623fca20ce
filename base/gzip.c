// SPDX-License-Identifier: GPL-2.0-only
#include "gzip.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST /* input is const */
#include <zlib.h>

#include "alloc.h"

#define GZIP_WINDOW (MAX_WBITS + 16) /* + 16: gzip, not zlib's own format */

void gzip_pack(const void *data, size_t len, void **out, size_t *out_len)
{
	z_stream z = {.next_in = data, .avail_in = len};
	size_t bound;

	/* Without deflateSetHeader() the header has neither name nor time. */
	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		out_of_memory();
	bound = deflateBound(&z, len);
	*out = xmalloc(bound);
	z.next_out = *out;
	z.avail_out = bound;
	deflate(&z,
		Z_FINISH); /* succeeds, because *@out has the bound's size */
	*out_len = z.total_out;
	deflateEnd(&z);
}

static bool starts_as_gzip(const unsigned char *data, size_t len)
{
	static const unsigned char magic[] = {0x1f, 0x8b, Z_DEFLATED};
	size_t n = len < sizeof(magic) ? len : sizeof(magic);

	return !memcmp(data, magic, n);
}

/*
 * Inflates into *@buf, which grows to at most @max + 1 bytes. The last byte is
 * only used to detect an output that is too large.
 */
static enum gzip_result inflate_all(z_stream *z, char **buf, size_t max)
{
	size_t size = 0;
	int ret;

	do {
		size = size ? 2 * size : 16384;
		if (size > max)
			size = max + 1;
		*buf = xreallocarray(*buf, size, 1);
		z->next_out = (unsigned char *)*buf + z->total_out;
		z->avail_out = size - z->total_out;
		ret = inflate(z, Z_NO_FLUSH);
		if (z->total_out > max)
			return GZIP_TOO_LARGE;
	} while (ret == Z_OK && !z->avail_out);

	switch (ret) {
	case Z_STREAM_END:
		return z->avail_in ? GZIP_CORRUPT : GZIP_OK;
	case Z_MEM_ERROR:
		out_of_memory();
	case Z_OK:
	case Z_BUF_ERROR: /* the output has space, so the input is too short */
		return GZIP_TRUNCATED;
	default:
		return GZIP_CORRUPT;
	}
}

enum gzip_result gzip_unpack(const void *data, size_t len, size_t max,
			     char **out, size_t *out_len)
{
	z_stream z = {.next_in = data, .avail_in = len};
	enum gzip_result result;
	char *buf = NULL;

	if (!len || !starts_as_gzip(data, len))
		return GZIP_FOREIGN;
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		out_of_memory();
	result = inflate_all(&z, &buf, max);
	*out_len = z.total_out;
	inflateEnd(&z);
	if (result == GZIP_OK)
		*out = buf;
	else
		free(buf);
	return result;
}

size_t gzip_head(const void *data, size_t len, char *out, size_t size)
{
	z_stream z = {.next_in = data,
		      .avail_in = len,
		      .next_out = (unsigned char *)out,
		      .avail_out = size};

	if (!len || !starts_as_gzip(data, len))
		return 0;
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		out_of_memory();
	inflate(&z, Z_SYNC_FLUSH);
	inflateEnd(&z);
	return size - z.avail_out;
}
