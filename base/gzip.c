// SPDX-License-Identifier: GPL-2.0-only
#include "gzip.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST /* input is const */
#include <zlib.h>

#define GZIP_WINDOW (MAX_WBITS + 16) /* + 16: gzip, not zlib's own format */

int gzip_pack(const void *data, size_t len, void **out, size_t *out_len)
{
	z_stream z = {.next_in = data, .avail_in = len};
	size_t bound;
	int ret;

	/* Without deflateSetHeader() the header has neither name nor time. */
	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	bound = deflateBound(&z, len);
	*out = malloc(bound);
	if (!*out) {
		deflateEnd(&z);
		return -ENOMEM;
	}
	z.next_out = *out;
	z.avail_out = bound;
	ret = deflate(&z, Z_FINISH);
	*out_len = z.total_out;
	deflateEnd(&z);
	if (ret == Z_STREAM_END)
		return 0;
	free(*out);
	return -ENOMEM;
}

static bool begins_as_gzip(const unsigned char *data, size_t len)
{
	static const unsigned char magic[] = {0x1f, 0x8b, Z_DEFLATED};
	size_t n = len < sizeof(magic) ? len : sizeof(magic);

	return !memcmp(data, magic, n);
}

/*
 * Inflates into *@buf, which grows to at most @max bytes and one more, which
 * tells too large.
 */
static enum gzip_result inflate_all(z_stream *z, char **buf, size_t max)
{
	size_t room = 0;
	int ret;

	do {
		char *more;

		room = room ? 2 * room : 16384;
		if (room > max)
			room = max + 1;
		more = realloc(*buf, room);
		if (!more)
			return GZIP_NO_MEMORY;
		*buf = more;
		z->next_out = (unsigned char *)*buf + z->total_out;
		z->avail_out = room - z->total_out;
		ret = inflate(z, Z_NO_FLUSH);
		if (z->total_out > max)
			return GZIP_TOO_LARGE;
	} while (ret == Z_OK && !z->avail_out);

	switch (ret) {
	case Z_STREAM_END:
		return z->avail_in ? GZIP_CORRUPT : GZIP_OK;
	case Z_MEM_ERROR:
		return GZIP_NO_MEMORY;
	case Z_OK:
	case Z_BUF_ERROR: /* there is room, so it is the input that ended */
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

	if (!len || !begins_as_gzip(data, len))
		return GZIP_FOREIGN;
	if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		return GZIP_NO_MEMORY;
	result = inflate_all(&z, &buf, max);
	*out_len = z.total_out;
	inflateEnd(&z);
	if (result == GZIP_OK)
		*out = buf;
	else
		free(buf);
	return result;
}
