/* SPDX-License-Identifier: GPL-2.0-only */
/* Decodes messages in the encoding of Protocol Buffers, for fuzz targets. */
#ifndef SCMI_PERF_FUZZ_PROTOBUF_H
#define SCMI_PERF_FUZZ_PROTOBUF_H

#include <stdbool.h>

#include "fuzz_input.h"

/* A field of a message: a number, or bytes. */
struct proto_field {
	uint32_t number, wire;
	uint64_t value;
	const uint8_t *data;
	size_t len;
};

static inline uint64_t decode_varint(const uint8_t **p, const uint8_t *end)
{
	uint64_t value = 0;

	for (int shift = 0;; shift += 7) {
		MUST(*p < end && shift < 64);
		value |= (uint64_t)(**p & 0x7f) << shift;
		if (!(*(*p)++ & 0x80))
			return value;
	}
}

/* Decodes the next field. Returns false at the end. */
static inline bool decode_field(const uint8_t **p, const uint8_t *end,
				struct proto_field *f)
{
	uint64_t tag;

	if (*p == end)
		return false;
	tag = decode_varint(p, end);
	f->number = (uint32_t)(tag >> 3);
	f->wire = tag & 7;
	MUST(f->number);
	if (!f->wire) {
		f->value = decode_varint(p, end);
		return true;
	}
	MUST(f->wire == 1 || f->wire == 2);
	f->len = f->wire == 1 ? 8 : decode_varint(p, end);
	MUST(f->len <= (size_t)(end - *p));
	f->data = *p;
	*p += f->len;
	return true;
}

#endif
