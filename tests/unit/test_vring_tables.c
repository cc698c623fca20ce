// SPDX-License-Identifier: GPL-2.0-only
/* Chains of the device's side of a ring that are in an indirect table. */
#include "vring_fixture.h"

static struct vring_desc *table(void)
{
	return (struct vring_desc *)(f.mem + 0x800);
}

static void indirect_tables(void **state)
{
	struct scmi_vring_chain *chain;

	vring_fixture_reset(false, true);
	put_at(table(), 0x100, 8, NEXT, 2);
	put_at(table() + 2, 0x200, 16, WRITE, 0);
	put(3, 0x800, 3 * 16, TABLE, 0);
	offer(3);
	chain = next_chain();
	assert_int_equal(chain->readable, 8);
	assert_int_equal(chain->writable, 16);
	scmi_vring_done(&f.ring, chain, 16);

	/* 2.7.5.3.2: after direct descriptors; its write flag is ignored. */
	put(4, 0x300, 4, NEXT, 3);
	put(3, 0x800, 3 * 16, TABLE | WRITE, 0);
	offer(4);
	chain = next_chain();
	assert_int_equal(chain->readable, 12);
	assert_int_equal(chain->writable, 16);
}

static void bad_tables(void **state)
{
	static const u32 lengths[] = {0, 1, 15, 17, 31, 0xffffffff};

	vring_fixture_reset(false, true);
	put_at(table(), 0x100, 8, 0, 0);
	for (size_t i = 0; i < 6; i++) {
		put(0, 0x800, lengths[i], TABLE, 0);
		offer(0);
		expect_fault(SCMI_VRING_INDIRECT_LENGTH);
	}
	put(0, 0x800, 16, TABLE | NEXT, 1);
	offer(0);
	expect_fault(SCMI_VRING_INDIRECT);
	put_at(table(), 0x800, 16, TABLE, 0);
	put(0, 0x800, 16, TABLE, 0);
	offer(0);
	expect_fault(SCMI_VRING_INDIRECT);
	put_at(table(), 0x100, 8, NEXT, 1);
	offer(0);
	expect_fault(SCMI_VRING_NEXT_RANGE);
	put_at(table(), 0x100, 8, NEXT, 0);
	offer(0);
	expect_fault(SCMI_VRING_ENDLESS);
	put(0, MEM_SIZE - 15, 16, TABLE, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	put(0, (u64)-16 - BASE, 32, TABLE, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	/* A table that is longer than memory: only entries in use count. */
	put_at(table(), 0x100, 8, 0, 0);
	put(0, 0x800, 0xfffffff0, TABLE, 0);
	offer(0);
	next_chain();
}

/* Every address is valid: they start anew after each MEM_SIZE bytes. */
static void *map_everywhere(void *context, u64 addr, u32 len)
{
	assert_ptr_equal(context, &f);
	assert_true(len <= MEM_SIZE / 2);
	return f.mem + addr % (MEM_SIZE / 2);
}

/* A table that goes on at address 0 is not one range of memory. */
static void table_at_the_end(void **state)
{
	vring_fixture_reset(false, true);
	f.ring.config.map = map_everywhere;
	put_at((struct vring_desc *)(f.mem + MEM_SIZE / 2 - 16), 0x100, 8, NEXT,
	       1);
	put_at((struct vring_desc *)f.mem, 0x100, 8, WRITE, 0);
	put(0, (u64)-16 - BASE, 2 * 16, TABLE, 0);
	offer(0);
	expect_fault(SCMI_VRING_ADDRESS);
	put(0, (u64)-48 - BASE, 2 * 16, TABLE, 0);
	put_at((struct vring_desc *)(f.mem + MEM_SIZE / 2 - 48), 0x100, 8, NEXT,
	       1);
	put_at((struct vring_desc *)(f.mem + MEM_SIZE / 2 - 32), 0x100, 8,
	       WRITE, 0);
	offer(0);
	assert_int_equal(next_chain()->writable, 8);
}

/* As many descriptors as the device accepts, and one more. */
static void limit(void **state)
{
	vring_fixture_reset(false, true);
	for (u32 n = SCMI_VRING_SEGMENTS; n <= SCMI_VRING_SEGMENTS + 1; n++) {
		for (u32 i = 0; i < n; i++)
			put_at(table() + i, 0x100, 8, i + 1 < n ? NEXT : 0,
			       (u16)(i + 1));
		put(0, 0x800, n * 16, TABLE, 0);
		offer(0);
		if (n > SCMI_VRING_SEGMENTS)
			expect_fault(SCMI_VRING_ENDLESS);
		else
			scmi_vring_done(&f.ring, next_chain(), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(indirect_tables),
		cmocka_unit_test(bad_tables),
		cmocka_unit_test(table_at_the_end),
		cmocka_unit_test(limit),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
