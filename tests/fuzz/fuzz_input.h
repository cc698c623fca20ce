/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads values from the input of a fuzz target. */
#ifndef SCMI_PERF_FUZZ_INPUT_H
#define SCMI_PERF_FUZZ_INPUT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Not assert(): a build without it must not turn the target into a no-op. */
#define MUST(condition)                                                    \
	do {                                                               \
		if (!(condition)) {                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
				#condition);                               \
			abort();                                           \
		}                                                          \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_input {
	const uint8_t *data;
	size_t size;
};

/* Returns the next byte; 0 at the end. */
static inline uint8_t fuzz_byte(struct fuzz_input *in)
{
	return in->size ? (in->size--, *in->data++) : 0;
}

/* Copies @n bytes, or all that remain. Returns their number. */
static inline size_t fuzz_bytes(struct fuzz_input *in, void *to, size_t n)
{
	if (n > in->size)
		n = in->size;
	if (n)
		memcpy(to, in->data, n);
	in->data += n;
	in->size -= n;
	return n;
}

/*
 * Returns the bytes that remain in a block of exactly their size, so that the
 * sanitizer finds overruns. The caller frees it.
 */
static inline char *fuzz_rest(struct fuzz_input *in, size_t *len)
{
	char *rest = malloc(in->size ? in->size : 1);

	MUST(rest);
	*len = fuzz_bytes(in, rest, in->size);
	return rest;
}

/* The same, and a NUL after them. */
static inline char *fuzz_text(struct fuzz_input *in)
{
	char *text = malloc(in->size + 1);

	MUST(text);
	text[fuzz_bytes(in, text, in->size)] = '\0';
	return text;
}

/* Returns a number of 0 to 7 bytes; the first byte has their number. */
static inline uint64_t fuzz_number(struct fuzz_input *in)
{
	uint64_t n = 0;

	for (int bytes = fuzz_byte(in) % 8; bytes; bytes--)
		n = n << 8 | fuzz_byte(in);
	return n;
}

/* Returns a string of up to 127 bytes, which the caller frees. */
static inline char *fuzz_string(struct fuzz_input *in)
{
	const size_t n = fuzz_byte(in) % 128;
	char *s = calloc(1, n + 1);

	MUST(s);
	for (size_t i = 0; i < n; i++)
		s[i] = (char)fuzz_byte(in);
	return s;
}

#endif
