// SPDX-License-Identifier: GPL-2.0-only
/* The device's side of a ring: good and bad chains, kicks, interrupts. */
#include "vring_fixture.h"

static void request_and_response(void **state)
{
	struct scmi_vring_chain *chain;
	u8 got[16] = {0};

	vring_fixture_reset(false, false);
	expect_empty();
	memcpy(f.mem + 0x100, "question", 8);
	offer_message(2);
	chain = next_chain();
	assert_int_equal(chain->readable, 8);
	assert_int_equal(chain->writable, 16);
	assert_int_equal(scmi_vring_read(chain, got, sizeof(got)), 8);
	assert_memory_equal(got, "question", 8);
	assert_int_equal(scmi_vring_write(chain, 0, "an answer", 9), 9);
	assert_int_equal(used_index(), 0);
	scmi_vring_done(&f.ring, chain, 9);
	assert_false(chain->owned);
	assert_int_equal(used_index(), 1);
	assert_int_equal(le32toh(f.driver.used->ring[0].id), 2);
	assert_int_equal(le32toh(f.driver.used->ring[0].len), 9);
	assert_memory_equal(f.mem + 0x200, "an answer", 9);
	expect_empty();
}

/* 2.6.4: no particular framing. */
static void any_framing(void **state)
{
	struct scmi_vring_chain *chain;
	u8 got[8];

	vring_fixture_reset(false, false);
	memcpy(f.mem + 0x100, "que", 3);
	memcpy(f.mem + 0x180, "stion", 5);
	put(7, 0x100, 3, NEXT, 0);
	put(0, 0x180, 5, NEXT, 3);
	put(3, 0x200, 1, NEXT | WRITE, 5);
	put(5, 0x300, 2, NEXT | WRITE, 6);
	put(6, 0x400, 5, WRITE, 0);
	offer(7);
	chain = next_chain();
	assert_int_equal(scmi_vring_read(chain, got, 8), 8);
	assert_memory_equal(got, "question", 8);
	assert_int_equal(chain->writable, 8);
	assert_int_equal(scmi_vring_write(chain, 0, "ab", 2), 2);
	assert_int_equal(scmi_vring_write(chain, 2, "cdefghij", 8), 6);
	assert_memory_equal(f.mem + 0x200, "a", 2);
	assert_memory_equal(f.mem + 0x300, "bc\0", 3);
	assert_memory_equal(f.mem + 0x400, "defgh\0", 6);
}

/* Responses in any order, beyond the end of the ring and of the index. */
static void out_of_order(void **state)
{
	vring_fixture_reset(false, false);
	for (u32 i = 0; i < 70000; i++) {
		struct scmi_vring_chain *a, *b;

		offer_message(0);
		offer_message(4);
		a = next_chain();
		b = next_chain();
		expect_empty();
		scmi_vring_done(&f.ring, b, 1);
		scmi_vring_done(&f.ring, a, 2);
		assert_int_equal(used_index(), (u16)(2 * i + 2));
		assert_int_equal(le32toh(f.driver.used->ring[2 * i % NUM].id),
				 4);
		assert_int_equal(
			le32toh(f.driver.used->ring[(2 * i + 1) % NUM].id), 0);
	}
}

/* A device that takes over a ring goes on at its indexes, also over their end. */
static void first_index(void **state)
{
	static const u16 firsts[] = {3, NUM, 0xfffe};

	for (size_t i = 0; i < 3; i++) {
		const u16 first = firsts[i];

		vring_fixture_start(true, false, first);
		expect_empty();
		for (u16 n = 0; n < 5; n++) {
			offer_message(n);
			/* An event that is long over needs no interrupt. */
			vring_used_event(&f.driver) = htole16(first + n - 1);
			scmi_vring_done(&f.ring, next_chain(), n);
			assert_false(scmi_vring_wants_interrupt(&f.ring));
			vring_used_event(&f.driver) = htole16(first + n);
			assert_int_equal(used_index(), (u16)(first + n + 1));
			assert_int_equal(
				f.driver.used->ring[(u16)(first + n) % NUM].id,
				htole32(n));
			assert_true(scmi_vring_wants_interrupt(&f.ring));
			assert_false(scmi_vring_kicks_on(&f.ring));
		}
	}
}

static void unget(void **state)
{
	struct scmi_vring_chain *chain;

	vring_fixture_reset(false, false);
	offer_message(0);
	chain = next_chain();
	scmi_vring_unget(&f.ring, chain);
	assert_false(chain->owned);
	assert_ptr_equal(next_chain(), chain);
	expect_empty();
}

static void index_jump(void **state)
{
	struct scmi_vring_chain *chain;
	enum scmi_vring_fault fault;

	/* Up to NUM new entries are valid; every other index is an error. */
	for (u32 jump = 1; jump < 65536; jump++) {
		vring_fixture_reset(false, false);
		for (u16 i = 0; i < NUM; i++) {
			put(i, 0x100, 4, 0, 0);
			f.driver.avail->ring[i] = htole16(i);
		}
		f.driver.avail->idx = htole16((u16)jump);
		if (jump <= NUM) {
			for (u32 i = 0; i < jump; i++)
				next_chain();
			expect_empty();
			continue;
		}
		assert_int_equal(scmi_vring_next(&f.ring, &chain, &fault),
				 SCMI_VRING_BROKEN);
		assert_int_equal(fault, SCMI_VRING_INDEX_JUMP);
		assert_int_equal(used_index(), 0);
		expect_empty();
		assert_false(scmi_vring_kicks_on(&f.ring));
	}
}

static void heads(void **state)
{
	static const u16 wrong[] = {NUM, NUM + 1, 0x7fff, 0xffff};
	struct scmi_vring_chain *chain, *none;
	enum scmi_vring_fault fault;

	vring_fixture_reset(false, false);
	for (size_t i = 0; i < 4; i++) {
		offer(wrong[i]);
		assert_int_equal(scmi_vring_next(&f.ring, &none, &fault),
				 SCMI_VRING_IGNORED);
		assert_int_equal(fault, SCMI_VRING_HEAD_RANGE);
	}
	offer_message(0);
	chain = next_chain();
	/* A chain that the device owns cannot be offered again. */
	offer(0);
	assert_int_equal(scmi_vring_next(&f.ring, &none, &fault),
			 SCMI_VRING_IGNORED);
	assert_int_equal(fault, SCMI_VRING_HEAD_OWNED);
	assert_int_equal(used_index(), 0);
	assert_true(chain->owned);
	scmi_vring_done(&f.ring, chain, 4);
	offer_message(0);
	next_chain();
}

static void next_range(void **state)
{
	for (u32 next = NUM; next < 65536; next += 4099) {
		vring_fixture_reset(false, false);
		put(0, 0x100, 4, NEXT, (u16)next);
		offer(0);
		expect_fault(SCMI_VRING_NEXT_RANGE);
	}
}

static void loops(void **state)
{
	/* Loops of one, of two, and of writable descriptors. */
	vring_fixture_reset(false, false);
	put(0, 0x100, 4, NEXT, 0);
	offer(0);
	expect_fault(SCMI_VRING_ENDLESS);
	put(1, 0x100, 4, NEXT, 2);
	put(2, 0x100, 4, NEXT, 1);
	offer(1);
	expect_fault(SCMI_VRING_ENDLESS);
	put(3, 0x100, 4, NEXT | WRITE, 3);
	offer(3);
	expect_fault(SCMI_VRING_ENDLESS);
	/* Readable after writable is found before the loop. */
	put(4, 0x100, 4, NEXT, 5);
	put(5, 0x100, 4, NEXT | WRITE, 4);
	offer(4);
	expect_fault(SCMI_VRING_DIRECTION);
}

static void descriptors(void **state)
{
	vring_fixture_reset(false, false);
	put(0, 0x100, 0, 0, 0);
	offer(0);
	expect_fault(SCMI_VRING_ZERO_LENGTH);
	put(0, 0x100, 8, NEXT, 1);
	put(1, 0x200, 0, WRITE, 0);
	offer(0);
	expect_fault(SCMI_VRING_ZERO_LENGTH);
	put(0, 0x100, 8, NEXT | WRITE, 1);
	put(1, 0x200, 8, 0, 0);
	offer(0);
	expect_fault(SCMI_VRING_DIRECTION);
	put(0, MEM_SIZE - 7, 8, 0, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	put(0, (u64)0 - BASE, 8, 0, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	put(0, (u64)-4 - BASE, 8, 0, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	put(0, 0x100, 8, TABLE, 0);
	offer(0);
	expect_fault(SCMI_VRING_INDIRECT);
}

/* The device uses only the first bytes of a huge descriptor. */
static void huge_length(void **state)
{
	struct scmi_vring_chain *chain;

	vring_fixture_reset(false, false);
	put(0, 0x100, 0xffffffff, NEXT, 1);
	put(1, 0x1000, 0x80000000, NEXT | WRITE, 2);
	put(2, 0x2000, 0xffffffff, WRITE, 0);
	offer(0);
	chain = next_chain();
	assert_int_equal(chain->readable, SCMI_VRING_SEGMENT_MAX);
	assert_int_equal(chain->writable, 2 * SCMI_VRING_SEGMENT_MAX);
}

static void interrupts_by_flag(void **state)
{
	vring_fixture_reset(false, false);
	offer_message(0);
	scmi_vring_done(&f.ring, next_chain(), 4);
	assert_true(scmi_vring_wants_interrupt(&f.ring));
	f.driver.avail->flags = htole16(VRING_AVAIL_F_NO_INTERRUPT);
	offer_message(0);
	scmi_vring_done(&f.ring, next_chain(), 4);
	assert_false(scmi_vring_wants_interrupt(&f.ring));
}

/* 2.7.7.2: exactly when the used index passes the driver's event. */
static void interrupts_by_index(void **state)
{
	vring_fixture_reset(true, false);
	/* The flag is ignored in this mode. */
	f.driver.avail->flags = htole16(VRING_AVAIL_F_NO_INTERRUPT);
	for (u32 i = 0; i < 70000; i++) {
		bool wanted = i % 3 == 0;

		if (wanted)
			vring_used_event(&f.driver) = htole16((u16)i);
		else
			vring_used_event(&f.driver) = htole16((u16)(i + 5));
		offer_message(0);
		scmi_vring_done(&f.ring, next_chain(), 4);
		assert_int_equal(scmi_vring_wants_interrupt(&f.ring), wanted);
	}
	/* Several chains at once, one of them at the event index. */
	vring_used_event(&f.driver) = htole16((u16)(used_index() + 1));
	for (u16 i = 0; i < 3; i++) {
		offer_message(0);
		scmi_vring_done(&f.ring, next_chain(), 4);
	}
	assert_true(scmi_vring_wants_interrupt(&f.ring));
}

static void kicks_by_flag(void **state)
{
	vring_fixture_reset(false, false);
	scmi_vring_kicks_off(&f.ring);
	assert_int_equal(le16toh(f.driver.used->flags), VRING_USED_F_NO_NOTIFY);
	assert_false(scmi_vring_kicks_on(&f.ring));
	assert_int_equal(le16toh(f.driver.used->flags), 0);
	/* A chain that came in between is not lost. */
	scmi_vring_kicks_off(&f.ring);
	offer_message(0);
	assert_true(scmi_vring_kicks_on(&f.ring));
	next_chain();
	assert_false(scmi_vring_kicks_on(&f.ring));
}

static void kicks_by_index(void **state)
{
	vring_fixture_reset(true, false);
	for (u32 i = 1; i < 70000; i++) {
		offer_message(0);
		scmi_vring_done(&f.ring, next_chain(), 4);
		if (i % 5)
			continue;
		assert_false(scmi_vring_kicks_on(&f.ring));
		assert_int_equal(le16toh(vring_avail_event(&f.driver)), (u16)i);
	}
	scmi_vring_kicks_off(&f.ring);
	assert_int_equal(le16toh(f.driver.used->flags), 0);
	offer_message(0);
	assert_true(scmi_vring_kicks_on(&f.ring));
}

static void fault_names(void **state)
{
	for (unsigned int i = 0; i < SCMI_VRING_NR_FAULTS; i++) {
		assert_non_null(scmi_vring_fault_name(i));
		for (unsigned int k = 0; k < i; k++)
			assert_string_not_equal(scmi_vring_fault_name(i),
						scmi_vring_fault_name(k));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(request_and_response),
		cmocka_unit_test(any_framing),
		cmocka_unit_test(out_of_order),
		cmocka_unit_test(first_index),
		cmocka_unit_test(unget),
		cmocka_unit_test(index_jump),
		cmocka_unit_test(heads),
		cmocka_unit_test(next_range),
		cmocka_unit_test(loops),
		cmocka_unit_test(descriptors),
		cmocka_unit_test(huge_length),
		cmocka_unit_test(interrupts_by_flag),
		cmocka_unit_test(interrupts_by_index),
		cmocka_unit_test(kicks_by_flag),
		cmocka_unit_test(kicks_by_index),
		cmocka_unit_test(fault_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
