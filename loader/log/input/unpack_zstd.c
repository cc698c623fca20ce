// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <zstd.h>

#include "alloc.h"
#include "log_unpack.h"

struct zstd_state {
	ZSTD_DStream *stream;
	size_t rest; /* 0: at the end of a frame */
};

static void *zstd_start(void)
{
	struct zstd_state *z = xcalloc(1, sizeof(*z));

	z->stream = ZSTD_createDStream();
	if (!z->stream)
		out_of_memory();
	return z;
}

static ssize_t zstd_run(void *state, struct packed *in, char *out, size_t size)
{
	struct zstd_state *z = state;
	ZSTD_inBuffer from = {in->p, in->len, 0};
	ZSTD_outBuffer to = {out, size, 0};
	size_t rest = z->rest;

	if (!in->len && !z->rest)
		return 0;
	do {
		const size_t before = from.pos + to.pos;

		rest = ZSTD_decompressStream(z->stream, &to, &from);
		if (ZSTD_isError(rest))
			return to.pos ? (ssize_t)to.pos : -1;
		if (from.pos + to.pos == before)
			break;
	} while (to.pos < size && from.pos < from.size);
	in->p += from.pos;
	in->len -= from.pos;
	z->rest = rest;
	if (!to.pos && in->ended && !in->len && rest)
		return -1;
	return (ssize_t)to.pos;
}

static void zstd_end(void *state)
{
	struct zstd_state *z = state;

	ZSTD_freeDStream(z->stream);
	free(z);
}

const struct unpacker unpacker_zstd = {
	"zstd", "\x28\xb5\x2f\xfd", "zstdcat", zstd_start, zstd_run, zstd_end,
};
