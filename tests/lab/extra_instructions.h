/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slows ref-virtio's send path by EXTRA_INSTRUCTIONS, which scripts/perf-check
 * must detect. Included by an option on the compiler's command line.
 */
#include <linux/stringify.h>
#include <linux/virtio.h>

#define virtqueue_add_sgs(...)                                   \
	({                                                       \
		asm volatile(".rept " __stringify(               \
			EXTRA_INSTRUCTIONS) "\n\tnop\n\t.endr"); \
		virtqueue_add_sgs(__VA_ARGS__);                  \
	})
