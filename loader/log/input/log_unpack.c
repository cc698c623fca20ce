// SPDX-License-Identifier: GPL-2.0-only
#include "log_unpack.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST /* input is const */
#include <zlib.h>

#include "alloc.h"

#define GZIP_WINDOW (MAX_WBITS + 16) /* + 16: gzip, not zlib's own format */

static void *gzip_start(void)
{
	z_stream *z = xcalloc(1, sizeof(*z));

	if (inflateInit2(z, GZIP_WINDOW) != Z_OK)
		out_of_memory();
	return z;
}

/* Skips NUL bytes. Returns true if nothing else follows. */
static bool skip_padding(z_stream *z)
{
	while (z->avail_in && !*z->next_in) {
		z->next_in++;
		z->avail_in--;
	}
	return !z->avail_in;
}

static ssize_t gzip_run(void *state, struct packed *in, char *out, size_t size)
{
	z_stream *z = state;
	int ret = Z_OK;

	z->next_out = (unsigned char *)out;
	z->avail_out = (unsigned int)size;
	z->next_in = (const unsigned char *)in->p;
	z->avail_in = (unsigned int)in->len;
	while (z->avail_out && z->avail_in && ret == Z_OK) {
		/* Between two members, as tapes and block devices have it */
		if (!z->total_in && skip_padding(z))
			break;
		ret = inflate(z, Z_NO_FLUSH);
		/* Files can be concatenated. */
		if (ret == Z_STREAM_END)
			ret = inflateReset(z);
	}
	in->p = (const char *)z->next_in;
	in->len = z->avail_in;
	if (ret != Z_OK && ret != Z_BUF_ERROR)
		return z->avail_out == size ? -1
					    : (ssize_t)(size - z->avail_out);
	/* After the last member, no byte of another was read. */
	if (in->ended && !in->len && z->avail_out && z->total_in)
		return z->avail_out == size ? -1
					    : (ssize_t)(size - z->avail_out);
	return (ssize_t)(size - z->avail_out);
}

static void gzip_end(void *state)
{
	inflateEnd(state);
	free(state);
}

static const struct unpacker unpacker_gzip = {
	"gzip", "\x1f\x8b\x08", "zcat", gzip_start, gzip_run, gzip_end,
};

#ifndef HAVE_XZ
static const struct unpacker unpacker_xz = {
	.name = "xz",
	.magic = "\xfd"
		 "7zXZ",
	.command = "xzcat",
};
#endif

#ifndef HAVE_ZSTD
static const struct unpacker unpacker_zstd = {
	.name = "zstd",
	.magic = "\x28\xb5\x2f\xfd",
	.command = "zstdcat",
};
#endif

const struct unpacker *unpacker_of(const char *head, size_t len)
{
	static const struct unpacker *const all[] = {
		&unpacker_gzip, &unpacker_xz, &unpacker_zstd};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const size_t n = strlen(all[i]->magic);

		if (len >= n && !memcmp(head, all[i]->magic, n))
			return all[i];
	}
	return NULL;
}
