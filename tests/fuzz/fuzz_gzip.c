// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unpacks arbitrary bytes, and bytes that were packed and then damaged. The
 * result is never longer than requested, and never a wrong one.
 *
 *   one byte: the greatest length of the result, in units of 16 bytes
 *   one byte: a distance from the end of the packed data, and one byte to
 *   exclusive-or there; 0: cut the data there
 *   any number of bytes to pack and to unpack
 */
#include "fuzz_input.h"
#include "gzip.h"

/* Unpacks @len bytes from a block of exactly their size. */
static void check_unpack(const void *packed, size_t len, size_t max,
			 const char *expected, size_t expected_len)
{
	struct fuzz_input all = {packed, len};
	char *data = fuzz_rest(&all, &len), *out = NULL, head[64];
	size_t out_len = 0, head_len = gzip_head(data, len, head, sizeof(head));
	const enum gzip_result result =
		gzip_unpack(data, len, max, &out, &out_len);

	MUST(head_len <= sizeof(head));
	if (result == GZIP_OK) {
		MUST(out && out_len <= max);
		MUST(head_len ==
		     (out_len < sizeof(head) ? out_len : sizeof(head)));
		MUST(!memcmp(head, out, head_len));
		if (expected)
			MUST(out_len == expected_len &&
			     !memcmp(out, expected, out_len));
	} else if (result == GZIP_FOREIGN) {
		MUST(!head_len);
	}
	free(out);
	free(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const size_t max = 16 * fuzz_byte(&in), from_end = fuzz_byte(&in);
	const uint8_t damage = fuzz_byte(&in);
	size_t len, packed_len, out_len;
	enum gzip_result result;
	char *text = fuzz_rest(&in, &len), *out;
	void *packed;

	check_unpack(text, len, max, NULL, 0);
	gzip_pack(text, len, &packed, &packed_len);
	result = gzip_unpack(packed, packed_len, max, &out, &out_len);
	MUST(result == (len > max ? GZIP_TOO_LARGE : GZIP_OK));
	if (result == GZIP_OK) {
		MUST(out_len == len && !memcmp(out, text, len));
		free(out);
	}
	if (from_end < packed_len) {
		const size_t at = packed_len - 1 - from_end;

		((uint8_t *)packed)[at] ^= damage;
		/* The check sum finds damage; some bytes of the header are free. */
		check_unpack(packed, damage ? packed_len : at, max, text, len);
	}
	free(packed);
	free(text);
	return 0;
}
