/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slows ref-virtio's send path by 1 + EXTRA_INSTRUCTIONS, which scripts/perf-check
 * must detect. With SKIP_EXTRA the code has the same size, and the first
 * instruction skips the others. Included by an option on the compiler's command
 * line.
 */
#include <linux/stringify.h>
#include <linux/virtio.h>

#ifdef SKIP_EXTRA
#define FIRST_INSTRUCTION "b 1f"
#else
#define FIRST_INSTRUCTION "nop"
#endif

#define virtqueue_add_sgs(...)                                           \
	({                                                               \
		asm volatile(FIRST_INSTRUCTION "\n\t.rept " __stringify( \
			EXTRA_INSTRUCTIONS) "\n\tnop\n\t.endr\n1:");     \
		virtqueue_add_sgs(__VA_ARGS__);                          \
	})
