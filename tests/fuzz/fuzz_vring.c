// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the device's side of a ring on arbitrary ring memory. The input consists of
 *
 *   one byte of options: event index, indirect tables, a packed ring
 *   the ring's memory, then the memory that descriptors and tables point to,
 *   each padded with zeros
 *   steps, one byte each: get a chain, return one, request an interrupt or a
 *   kick, or simulate a write by the driver, whose address and value follow
 *
 * The memory has low addresses, so that arbitrary addresses often hit it. It is a
 * separate heap block, so that AddressSanitizer detects overruns.
 */
#include "fuzz_input.h"
#include "vring.h"

#define NUM	 4u
#define ALIGN	 16
#define MEM_SIZE 512u

struct fuzz_ring {
	struct scmi_vring ring;
	struct scmi_vring_chain chains[NUM];
	u8 *memory;
	u8 *mem;
};

static void *map(void *context, u64 addr, u32 len)
{
	struct fuzz_ring *w = context;

	MUST(len && len <= SCMI_VRING_SEGMENT_MAX);
	/* A long range is as valid as a short one if it is inside the memory. */
	if (addr >= MEM_SIZE || len > MEM_SIZE - addr)
		return NULL;
	return w->mem + addr;
}

static unsigned int owned(const struct fuzz_ring *w)
{
	unsigned int i, n = 0;

	for (i = 0; i < NUM; i++)
		n += w->chains[i].owned;
	return n;
}

static void check_chain(const struct fuzz_ring *w,
			const struct scmi_vring_chain *chain)
{
	u32 readable = 0, writable = 0;
	u8 buffer[64];
	unsigned int i;

	MUST(chain >= w->chains && chain < w->chains + NUM && chain->owned);
	MUST(chain->nr_segments && chain->nr_segments <= SCMI_VRING_SEGMENTS);
	MUST(chain->nr_readable <= chain->nr_segments);
	for (i = 0; i < chain->nr_segments; i++) {
		MUST(chain->segment[i].len);
		MUST(chain->segment[i].base >= w->mem &&
		     chain->segment[i].base + chain->segment[i].len <=
			     w->mem + MEM_SIZE);
		if (i < chain->nr_readable)
			readable += chain->segment[i].len;
		else
			writable += chain->segment[i].len;
	}
	MUST(readable == chain->readable && writable == chain->writable);
	MUST(scmi_vring_read(chain, buffer, sizeof(buffer)) ==
	     (readable < sizeof(buffer) ? readable : sizeof(buffer)));
}

static void step_next(struct fuzz_ring *w)
{
	struct scmi_vring_chain *chain = NULL;
	unsigned int before = owned(w);
	enum scmi_vring_fault fault = SCMI_VRING_NR_FAULTS;
	u16 used = w->ring.used;

	switch (scmi_vring_next(&w->ring, &chain, &fault)) {
	case SCMI_VRING_CHAIN:
		check_chain(w, chain);
		MUST(owned(w) == before + 1 && w->ring.used == used);
		return;
	case SCMI_VRING_FAILED:
		MUST(w->ring.used == (u16)(used + !w->ring.config.packed));
		break;
	case SCMI_VRING_EMPTY:
		MUST(w->ring.used == used && owned(w) == before);
		return;
	case SCMI_VRING_IGNORED:
	case SCMI_VRING_BROKEN:
		MUST(w->ring.used == used);
		break;
	}
	MUST(owned(w) == before);
	MUST(fault < SCMI_VRING_NR_FAULTS && scmi_vring_fault_name(fault));
}

static void step_done(struct fuzz_ring *w, unsigned int first)
{
	static const u8 answer[96];
	unsigned int i;

	for (i = 0; i < NUM; i++) {
		struct scmi_vring_chain *chain = &w->chains[(first + i) % NUM];
		size_t written;

		if (!chain->owned)
			continue;
		written = scmi_vring_write(chain, first % 7, answer,
					   sizeof(answer));
		MUST(written <= chain->writable);
		scmi_vring_done(&w->ring, chain, (u32)written);
		return;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t ring_size = vring_size(NUM, ALIGN);
	struct fuzz_ring w = {0};
	struct scmi_vring_config config = {
		.num = NUM,
		.chains = w.chains,
		.map = map,
		.map_context = &w,
	};
	struct fuzz_input in = {data, size};
	struct vring vring;
	u8 options, step, at;

	options = fuzz_byte(&in);
	config.event_index = options & 1;
	config.indirect = options & 2;
	w.memory = aligned_alloc(ALIGN, (ring_size + ALIGN - 1) & -ALIGN);
	w.mem = calloc(1, MEM_SIZE);
	memset(w.memory, 0, ring_size);
	fuzz_bytes(&in, w.memory, ring_size);
	fuzz_bytes(&in, w.mem, MEM_SIZE);
	config.packed = options & 4;
	vring_init(&vring, NUM, w.memory, ALIGN);
	config.desc = vring.desc;
	config.driver = vring.avail;
	/* The two areas of a packed ring follow the descriptors. */
	config.device = config.packed
				? (u8 *)config.driver +
					  sizeof(struct vring_packed_desc_event)
				: (void *)vring.used;
	scmi_vring_init(&w.ring, &config);

	while (fuzz_bytes(&in, &step, 1)) {
		switch (step & 7) {
		case 0:
		case 1:
			step_next(&w);
			break;
		case 2:
			step_done(&w, step >> 3);
			break;
		case 3:
			scmi_vring_wants_interrupt(&w.ring);
			break;
		case 4:
			scmi_vring_kicks_on(&w.ring);
			break;
		case 5:
			scmi_vring_kicks_off(&w.ring);
			break;
		case 6: /* another chain, valid or not */
			if (config.packed)
				break;
			w.ring.vring.avail->idx =
				htole16(le16toh(w.ring.vring.avail->idx) + 1);
			break;
		case 7:
			if (fuzz_bytes(&in, &at, 1))
				fuzz_bytes(&in, w.memory + at % ring_size,
					   ring_size - at % ring_size < 4
						   ? ring_size - at % ring_size
						   : 4);
			break;
		}
	}
	free(w.memory);
	free(w.mem);
	return 0;
}
