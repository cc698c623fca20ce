// SPDX-License-Identifier: GPL-2.0-only
/* The bytes are those that the encoding's specification has for these values. */
#include "unit_test.h"
#include "protobuf.h"

static void check_bytes(struct protobuf *p, const char *bytes, size_t len)
{
	assert_int_equal(p->len, len);
	assert_memory_equal(p->data, bytes, len);
	protobuf_free(p);
}

#define CHECK(p, bytes) check_bytes(p, bytes, sizeof(bytes) - 1)

static void numbers(void **state)
{
	struct protobuf p = {0};

	(void)state;
	protobuf_varint(&p, 1, 150);
	CHECK(&p, "\x08\x96\x01");
	protobuf_varint(&p, 16, 0);
	CHECK(&p, "\x80\x01\x00");
	protobuf_varint(&p, 1, UINT64_MAX);
	CHECK(&p, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	protobuf_sint(&p, 2, -1);
	protobuf_sint(&p, 2, 1);
	protobuf_sint(&p, 2, -2);
	CHECK(&p, "\x10\x01\x10\x02\x10\x03");
	protobuf_sint(&p, 2, INT64_MIN);
	CHECK(&p, "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	protobuf_fixed64(&p, 3, UINT64_C(0x0102030405060708));
	CHECK(&p, "\x19\x08\x07\x06\x05\x04\x03\x02\x01");
	protobuf_double(&p, 2, 1.0);
	CHECK(&p, "\x11\x00\x00\x00\x00\x00\x00\xf0\x3f");
}

static void texts_and_messages(void **state)
{
	struct protobuf p = {0}, inner = {0};

	(void)state;
	protobuf_string(&p, 2, "testing");
	CHECK(&p, "\x12\x07testing");
	protobuf_bytes(&p, 2, NULL, 0);
	CHECK(&p, "\x12\x00");
	protobuf_varint(&inner, 1, 150);
	protobuf_message(&p, 3, &inner);
	protobuf_append_delimited(&p, &inner);
	CHECK(&p, "\x1a\x03\x08\x96\x01\x03\x08\x96\x01");
	protobuf_clear(&inner);
	protobuf_message(&p, 3, &inner);
	CHECK(&p, "\x1a\x00");
	protobuf_free(&inner);
}

static void long_messages(void **state)
{
	struct protobuf p = {0}, inner = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		protobuf_append_varint(&inner, 300);
	protobuf_message(&p, 1, &inner);
	assert_int_equal(p.len, 1 + 2 + 2000);
	assert_memory_equal(p.data, "\x0a\xd0\x0f\xac\x02", 5);
	protobuf_free(&p);
	protobuf_free(&inner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(texts_and_messages),
		cmocka_unit_test(long_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
