// SPDX-License-Identifier: GPL-2.0-only
/* Converts the keys of the BPF programs' series: instances and their transports. */
#include <stdio.h>
#include <string.h>

#include "unit_test.h"
#include "snapshot.h"
#include "vendor_messages.h"

#define INDEX	 3 /* of the instance in the map */
#define PROTOCOL 0x15

static struct {
	struct rec_instance instances[REC_INSTANCES];
	struct snapshot memory;
} f;

static int set_up(void **state)
{
	memset(&f, 0, sizeof(f));
	vendor_forget();
	f.memory.instances = f.instances;
	return 0;
}

/* Describes the instance as the programs do. */
static void describe(const char *function)
{
	struct rec_instance *instance = &f.instances[INDEX];

	instance->id = 1;
	instance->handle = 0x1000;
	snprintf(instance->function, sizeof(instance->function), "%s",
		 function);
	instance->channel[rec_channel_index(PROTOCOL)] = 0x10;
	instance->is_described = 1;
}

static struct series_key key(void)
{
	return snapshot_key(&f.memory, rec_key(INDEX, PROTOCOL, 6));
}

static enum transport transport_named(const char *function)
{
	set_up(NULL);
	describe(function);
	return key().transport;
}

static void test_transports(void **state)
{
	for (int i = TRANSPORT_UNKNOWN + 1; i < TRANSPORTS; i++) {
		const char *function = transport_function(i);
		char text[80];

		assert_int_equal(transport_named(function), i);
		snprintf(text, sizeof(text), "%s [a_module]", function);
		assert_int_equal(transport_named(text), i);
		snprintf(text, sizeof(text), "%s2 [a_module]", function);
		assert_int_equal(transport_named(text), TRANSPORT_UNKNOWN);
		snprintf(text, sizeof(text), "%.*s", (int)strlen(function) - 1,
			 function);
		assert_int_equal(transport_named(text), TRANSPORT_UNKNOWN);
	}
	/* A vendor's own, and a kernel without names. */
	assert_int_equal(transport_named("fast_send [virtio_send_message]"),
			 TRANSPORT_UNKNOWN);
	assert_int_equal(transport_named("0xffff800081234567"),
			 TRANSPORT_UNKNOWN);
	assert_int_equal(transport_named(""), TRANSPORT_UNKNOWN);
}

static void test_key(void **state)
{
	struct series_key k;

	describe("virtio_send_message [scmi_transport_virtio]");
	k = key();
	assert_int_equal(k.instance, 1);
	assert_int_equal(k.channel, 0x10);
	assert_int_equal(k.protocol, PROTOCOL);
	assert_int_equal(k.message, 6);
	assert_int_equal(k.transport, TRANSPORT_VIRTIO);
	/* Not any more, but it was. */
	f.instances[INDEX].function[0] = '\0';
	assert_int_equal(key().transport, TRANSPORT_VIRTIO);
}

/* Another processor is describing the instance, which has a name in part. */
static void test_not_described_yet(void **state)
{
	describe("virtio_send");
	f.instances[INDEX].is_described = 0;
	assert_int_equal(key().transport, TRANSPORT_UNKNOWN);
	describe("virtio_send_message");
	assert_int_equal(key().transport, TRANSPORT_VIRTIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_TEST(test_transports),
		FRESH_TEST(test_key),
		FRESH_TEST(test_not_described_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
