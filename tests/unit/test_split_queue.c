// SPDX-License-Identifier: GPL-2.0-only
/* The search for a message in the rings of a virtqueue. */
#include <string.h>

#include "unit_test.h"
#include "split_queue.h"

#define NUM 4096u

/* Byte by byte, because the rings are little-endian on every machine. */
static uint8_t avail[4 + 2 * NUM + 2], used[4 + 8 * NUM + 2];
static bool unreadable;

LC_INLINE bool lc_read(void *to, __u32 len, __u64 address)
{
	if (unreadable)
		return false;
	memcpy(to, (const void *)(uintptr_t)address, len);
	return true;
}

static void put16(uint8_t *to, uint32_t value)
{
	to[0] = (uint8_t)value;
	to[1] = (uint8_t)(value >> 8);
}

/* The device has returned the messages with these heads, from index @from on. */
static void give_back(uint16_t from, const uint16_t *heads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put16(&used[4 + 8 * ((from + i) % NUM)], heads[i]);
	put16(&used[2], (uint16_t)(from + n));
}

/* A queue in which the message at index @at of the available ring has @head. */
static struct lc_queue queue_with(uint16_t at, uint16_t head)
{
	memset(avail, 0xff, sizeof(avail));
	memset(used, 0xff, sizeof(used));
	unreadable = false;
	put16(&avail[4 + 2 * (at % NUM)], head);
	return (struct lc_queue){
		.avail = (uintptr_t)avail,
		.used = (uintptr_t)used,
		.num = NUM,
		.sent = (uint16_t)(at + 1),
	};
}

static void replies(void **state)
{
	/* A byte of each is another one's, and indexes wrap. */
	const uint16_t heads[] = {0x0a00, 0x000a, 0x0b0a, 0x0a0b, 0x0123};
	const uint16_t starts[] = {0, 4094, 65533};

	for (size_t i = 0; i < 3; i++) {
		struct lc_queue q = queue_with(starts[i], 0x0a0b);

		q.fetched = starts[i];
		give_back(starts[i], heads, 3);
		assert_int_equal(lc_search(&q, starts[i]), LC_QUEUE_NOTHING);
		give_back(starts[i], heads, 5);
		assert_int_equal(lc_search(&q, starts[i]), LC_QUEUE_REPLY);
		/* The driver has fetched it. */
		q.fetched = (uint16_t)(starts[i] + 4);
		assert_int_equal(lc_search(&q, starts[i]), LC_QUEUE_NOTHING);
	}
}

/* No interrupt came for long: many replies wait in front of this one. */
static void many_replies(void **state)
{
	static uint16_t heads[LC_QUEUE_REPLIES + 1];
	struct lc_queue q = queue_with(7, 2000);

	heads[LC_QUEUE_REPLIES - 1] = 2000;
	give_back(0, heads, LC_QUEUE_REPLIES);
	assert_int_equal(lc_search(&q, 7), LC_QUEUE_REPLY);
	heads[LC_QUEUE_REPLIES - 1] = 0;
	give_back(0, heads, LC_QUEUE_REPLIES);
	assert_int_equal(lc_search(&q, 7), LC_QUEUE_NOTHING);
	/* One more cannot be excluded. */
	give_back(0, heads, LC_QUEUE_REPLIES + 1);
	assert_int_equal(lc_search(&q, 7), LC_QUEUE_NOT_SEARCHED);
}

/* One call searches some of the replies: none is left out between two calls. */
static void each_reply(void **state)
{
	const uint16_t starts[] = {0, 65500};
	static uint16_t heads[3 * LC_QUEUE_SOME + 1];
	const size_t n = sizeof(heads) / sizeof(heads[0]);

	for (size_t i = 0; i < 2; i++) {
		struct lc_queue q = queue_with((uint16_t)(starts[i] - 1), 2000);

		q.sent = (uint16_t)(starts[i] + n);
		q.fetched = starts[i];
		for (size_t at = 0; at < n; at++) {
			heads[at] = 2000;
			give_back(starts[i], heads, at);
			assert_int_equal(lc_search(&q, (__u16)(starts[i] - 1)),
					 LC_QUEUE_NOTHING);
			give_back(starts[i], heads, at + 1);
			assert_int_equal(lc_search(&q, (__u16)(starts[i] - 1)),
					 LC_QUEUE_REPLY);
			heads[at] = 0;
		}
	}
}

static void event_index(void **state)
{
	struct lc_queue q = queue_with(65535, 5);

	give_back(65535, NULL, 0);
	q.fetched = 65535;
	put16(&used[4 + 8 * NUM], 0);
	assert_int_equal(lc_search(&q, 65535), LC_QUEUE_NOTHING);
	q.event_index = true;
	/* It wants to hear of index 0: it has read 65535. */
	assert_int_equal(lc_search(&q, 65535), LC_QUEUE_NOTHING);
	put16(&used[4 + 8 * NUM], 65535);
	assert_int_equal(lc_search(&q, 65535), LC_QUEUE_NOT_TAKEN);
	put16(&used[4 + 8 * NUM], 65000);
	assert_int_equal(lc_search(&q, 65535), LC_QUEUE_NOT_TAKEN);
	/* It has used as many messages, so it has read them, too. */
	give_back(0, NULL, 0);
	q.fetched = 0;
	assert_int_equal(lc_search(&q, 65535), LC_QUEUE_NOTHING);
}

static void impossible(void **state)
{
	struct lc_queue q = queue_with(3, 5);

	give_back(0, (const uint16_t[]){5}, 1);
	assert_int_equal(lc_search(&q, 3), LC_QUEUE_REPLY);
	unreadable = true;
	assert_int_equal(lc_search(&q, 3), LC_QUEUE_NOT_SEARCHED);
	unreadable = false;
	/* The entry is another message's by now. */
	q.sent = (uint16_t)(3 + NUM);
	assert_int_equal(lc_search(&q, 3), LC_QUEUE_NOTHING);
	q = (struct lc_queue){0};
	assert_int_equal(lc_search(&q, 3), LC_QUEUE_NOT_SEARCHED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies),    cmocka_unit_test(many_replies),
		cmocka_unit_test(each_reply), cmocka_unit_test(event_index),
		cmocka_unit_test(impossible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
