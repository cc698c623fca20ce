/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes messages in the encoding of Protocol Buffers. Fields are appended to a
 * buffer in the caller's order; a message inside of another is written to a buffer of
 * its own first.
 */
#ifndef SCMI_PERF_PROTOBUF_H
#define SCMI_PERF_PROTOBUF_H

#include <stddef.h>
#include <stdint.h>

/* All-zero is empty. */
struct protobuf {
	char *data;
	size_t len, cap;
};

void protobuf_free(struct protobuf *p);

/* Empties @p but keeps its memory. */
void protobuf_clear(struct protobuf *p);

/* A number without a field: an element of a packed field, or a length. */
void protobuf_append_varint(struct protobuf *p, uint64_t value);

/* The form of sint32 and sint64, as which small negative numbers are short. */
uint64_t protobuf_zigzag(int64_t value);

/* Fields. @field is its number in the schema. */
void protobuf_varint(struct protobuf *p, uint32_t field, uint64_t value);
void protobuf_sint(struct protobuf *p, uint32_t field, int64_t value);
void protobuf_fixed64(struct protobuf *p, uint32_t field, uint64_t value);
void protobuf_double(struct protobuf *p, uint32_t field, double value);
void protobuf_bytes(struct protobuf *p, uint32_t field, const void *data,
		    size_t len);
void protobuf_string(struct protobuf *p, uint32_t field, const char *text);
void protobuf_message(struct protobuf *p, uint32_t field,
		      const struct protobuf *message);

/* Appends @message behind its length: an element of a delimited stream. */
void protobuf_append_delimited(struct protobuf *p,
			       const struct protobuf *message);

#endif
