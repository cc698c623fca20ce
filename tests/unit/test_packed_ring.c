// SPDX-License-Identifier: GPL-2.0-only
/* The device's side of a packed ring, against a driver's. */
#include "vring_fixture.h"

#define AVAIL (1u << VRING_PACKED_DESC_F_AVAIL)
#define USED  (1u << VRING_PACKED_DESC_F_USED)
#define NEXT  VRING_DESC_F_NEXT
#define WRITE VRING_DESC_F_WRITE

static struct {
	struct vring_packed_desc desc[NUM];
	struct vring_packed_desc_event driver, device;
	unsigned int at, used_at; /* descriptors so far */
} ring;

static void reset(void)
{
	struct scmi_vring_config config = {
		.num = NUM,
		.desc = ring.desc,
		.driver = &ring.driver,
		.device = &ring.device,
		.packed = true,
		.chains = f.chains,
		.map = vring_fixture_map,
		.map_context = &f,
	};

	memset(&ring, 0, sizeof(ring));
	memset(f.chains, 0, sizeof(f.chains));
	memset(f.mem, 0, MEM_SIZE);
	scmi_vring_init(&f.ring, &config);
}

/* Writes the next descriptor, available in its round. */
static void add(u64 offset, u32 len, u16 flags, u16 id)
{
	struct vring_packed_desc *desc = &ring.desc[ring.at % NUM];
	const bool second = ring.at++ / NUM % 2;

	desc->addr = htole64(BASE + offset);
	desc->len = htole32(len);
	desc->id = htole16(id);
	desc->flags = htole16(flags | (second ? USED : AVAIL));
}

/* A request of 8 bytes and a response of 16. */
static void add_message(u16 id)
{
	add(0x100, 8, NEXT, 0x5555);
	add(0x200, 16, WRITE, id);
}

/* Takes the next used chain of @entries descriptors; it must be this one. */
static void expect_used(u16 id, u32 len, unsigned int entries)
{
	const struct vring_packed_desc *desc = &ring.desc[ring.used_at % NUM];
	const u16 flags = ring.used_at / NUM % 2 ? 0 : AVAIL | USED;

	assert_int_equal(le16toh(desc->flags), flags | (len ? WRITE : 0));
	assert_int_equal(le16toh(desc->id), id);
	assert_int_equal(le32toh(desc->len), len);
	ring.used_at += entries;
}

static void message(void **state)
{
	struct scmi_vring_chain *chain;
	u8 got[16];

	reset();
	expect_empty();
	assert_int_equal(scmi_vring_available(&f.ring), 0);
	memcpy(f.mem + 0x100, "question", 8);
	add_message(3);
	assert_int_equal(scmi_vring_available(&f.ring), 1);
	chain = next_chain();
	assert_ptr_equal(chain, &f.chains[3]);
	expect_empty();
	assert_int_equal(scmi_vring_read(chain, got, sizeof(got)), 8);
	assert_memory_equal(got, "question", 8);
	assert_int_equal(scmi_vring_write(chain, 0, "an answer", 9), 9);
	scmi_vring_done(&f.ring, chain, 9);
	assert_memory_equal(f.mem + 0x200, "an answer", 9);
	expect_used(3, 9, 2);
	expect_empty();
}

/* Two of three messages return in another order, in many rounds of five descriptors. */
static void out_of_order(void **state)
{
	reset();
	for (u32 i = 0; i < 1000; i++) {
		struct scmi_vring_chain *a, *b, *c;

		add_message(5);
		add_message(0);
		add(0x300, 4, WRITE, 7);
		a = next_chain();
		b = next_chain();
		c = next_chain();
		expect_empty();
		scmi_vring_done(&f.ring, c, 4);
		expect_used(7, 4, 1);
		scmi_vring_done(&f.ring, a, 1);
		expect_used(5, 1, 2);
		scmi_vring_done(&f.ring, b, 0);
		expect_used(0, 0, 2);
	}
}

static void unget(void **state)
{
	reset();
	for (u32 i = 0; i < 3 * NUM; i++) {
		struct scmi_vring_chain *chain;

		add(0x100, 8, NEXT, 0);
		add(0x180, 8, NEXT, 0);
		add(0x200, 16, WRITE, 1);
		chain = next_chain();
		scmi_vring_unget(&f.ring, chain);
		assert_false(chain->owned);
		assert_ptr_equal(next_chain(), chain);
		expect_empty();
		scmi_vring_done(&f.ring, chain, 1);
		expect_used(1, 1, 3);
	}
}

static void events(void **state)
{
	reset();
	assert_true(scmi_vring_wants_interrupt(&f.ring));
	ring.driver.flags = htole16(VRING_PACKED_EVENT_FLAG_DISABLE);
	assert_false(scmi_vring_wants_interrupt(&f.ring));
	scmi_vring_kicks_off(&f.ring);
	assert_int_equal(le16toh(ring.device.flags),
			 VRING_PACKED_EVENT_FLAG_DISABLE);
	assert_false(scmi_vring_kicks_on(&f.ring));
	assert_int_equal(le16toh(ring.device.flags),
			 VRING_PACKED_EVENT_FLAG_ENABLE);
	add_message(0);
	assert_true(scmi_vring_kicks_on(&f.ring));
}

static void expect(enum scmi_vring_next result, enum scmi_vring_fault fault)
{
	struct scmi_vring_chain *chain;
	enum scmi_vring_fault found;

	assert_int_equal(scmi_vring_next(&f.ring, &chain, &found), result);
	assert_int_equal(found, fault);
}

/* A chain that breaks a rule returns whole, and the next one is read. */
static void faults(void **state)
{
	reset();
	add(0x100, 0, NEXT, 0);
	add(0x200, 16, WRITE, 2);
	expect(SCMI_VRING_FAILED, SCMI_VRING_ZERO_LENGTH);
	expect_used(2, 0, 2);
	add(MEM_SIZE, 8, 0, 2);
	expect(SCMI_VRING_FAILED, SCMI_VRING_ADDRESS);
	expect_used(2, 0, 1);
	add(0x200, 8, WRITE | NEXT, 0);
	add(0x100, 8, 0, 4);
	expect(SCMI_VRING_FAILED, SCMI_VRING_DIRECTION);
	expect_used(4, 0, 2);
	add(0x100, 16, VRING_DESC_F_INDIRECT, 4);
	expect(SCMI_VRING_FAILED, SCMI_VRING_INDIRECT);
	expect_used(4, 0, 1);
	add_message(NUM);
	expect(SCMI_VRING_IGNORED, SCMI_VRING_HEAD_RANGE);
	reset();
	add_message(1);
	next_chain();
	add_message(1);
	expect(SCMI_VRING_IGNORED, SCMI_VRING_HEAD_OWNED);
	add_message(6);
	next_chain();
	reset();
	for (u16 i = 0; i < NUM; i++)
		add(0x100, 8, NEXT, i);
	expect(SCMI_VRING_BROKEN, SCMI_VRING_ENDLESS);
	expect_empty();
	assert_false(scmi_vring_kicks_on(&f.ring));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message), cmocka_unit_test(out_of_order),
		cmocka_unit_test(unget),   cmocka_unit_test(events),
		cmocka_unit_test(faults),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
