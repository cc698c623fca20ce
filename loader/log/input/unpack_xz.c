// SPDX-License-Identifier: GPL-2.0-only
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>

#include "alloc.h"
#include "log_unpack.h"

#define MEMORY_MAX (256u << 20) /* xz -9 needs 65 MB */

static void *xz_start(void)
{
	lzma_stream *z = xcalloc(1, sizeof(*z));

	*z = (lzma_stream)LZMA_STREAM_INIT;
	if (lzma_stream_decoder(z, MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK)
		out_of_memory();
	return z;
}

static ssize_t xz_run(void *state, struct packed *in, char *out, size_t size)
{
	lzma_stream *z = state;
	lzma_ret ret;

	z->next_out = (uint8_t *)out;
	z->avail_out = size;
	z->next_in = (const uint8_t *)in->p;
	z->avail_in = in->len;
	ret = lzma_code(z, in->ended ? LZMA_FINISH : LZMA_RUN);
	in->p = (const char *)z->next_in;
	in->len = z->avail_in;
	if (z->avail_out < size || ret == LZMA_STREAM_END)
		return (ssize_t)(size - z->avail_out);
	/* At its end, the input must be that of a stream. */
	return ret != LZMA_OK || in->ended ? -1 : 0;
}

static void xz_end(void *state)
{
	lzma_end(state);
	free(state);
}

const struct unpacker unpacker_xz = {
	"xz",
	"\xfd"
	"7zXZ",
	"xzcat",
	xz_start,
	xz_run,
	xz_end,
};
