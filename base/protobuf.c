// SPDX-License-Identifier: GPL-2.0-only
#include "protobuf.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

/* Of a field: the form of its value. */
enum wire_type {
	WIRE_VARINT = 0,
	WIRE_FIXED64 = 1,
	WIRE_LENGTH = 2,
};

void protobuf_free(struct protobuf *p)
{
	free(p->data);
	*p = (struct protobuf){0};
}

void protobuf_clear(struct protobuf *p)
{
	p->len = 0;
}

/* Returns where @len more bytes belong, which are counted already. */
static char *extend(struct protobuf *p, size_t len)
{
	if (p->cap - p->len < len) {
		p->cap = 2 * p->cap + len + 64;
		p->data = xreallocarray(p->data, p->cap, 1);
	}
	p->len += len;
	return p->data + p->len - len;
}

static void append(struct protobuf *p, const void *data, size_t len)
{
	if (len)
		memcpy(extend(p, len), data, len);
}

void protobuf_append_varint(struct protobuf *p, uint64_t value)
{
	char bytes[10];
	size_t len = 0;

	for (; value >= 0x80; value >>= 7)
		bytes[len++] = (char)(value | 0x80);
	bytes[len++] = (char)value;
	append(p, bytes, len);
}

uint64_t protobuf_zigzag(int64_t value)
{
	const uint64_t sign = value < 0 ? UINT64_MAX : 0;

	return ((uint64_t)value << 1) ^ sign;
}

static void append_key(struct protobuf *p, uint32_t field, enum wire_type type)
{
	protobuf_append_varint(p, (uint64_t)field << 3 | type);
}

void protobuf_varint(struct protobuf *p, uint32_t field, uint64_t value)
{
	append_key(p, field, WIRE_VARINT);
	protobuf_append_varint(p, value);
}

void protobuf_sint(struct protobuf *p, uint32_t field, int64_t value)
{
	protobuf_varint(p, field, protobuf_zigzag(value));
}

void protobuf_fixed64(struct protobuf *p, uint32_t field, uint64_t value)
{
	char *to;

	append_key(p, field, WIRE_FIXED64);
	to = extend(p, 8);
	for (int i = 0; i < 8; i++)
		to[i] = (char)(value >> 8 * i);
}

void protobuf_double(struct protobuf *p, uint32_t field, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	protobuf_fixed64(p, field, bits);
}

void protobuf_bytes(struct protobuf *p, uint32_t field, const void *data,
		    size_t len)
{
	append_key(p, field, WIRE_LENGTH);
	protobuf_append_varint(p, len);
	append(p, data, len);
}

void protobuf_string(struct protobuf *p, uint32_t field, const char *text)
{
	protobuf_bytes(p, field, text, strlen(text));
}

void protobuf_message(struct protobuf *p, uint32_t field,
		      const struct protobuf *message)
{
	protobuf_bytes(p, field, message->data, message->len);
}

void protobuf_append_delimited(struct protobuf *p,
			       const struct protobuf *message)
{
	protobuf_append_varint(p, message->len);
	append(p, message->data, message->len);
}
