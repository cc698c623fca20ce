/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included on the compiler's command line, this slows ref-virtio's send path by
 * EXTRA_INSTRUCTIONS, which scripts/perf-check must find.
 */
#include <linux/stringify.h>
#include <linux/virtio.h>

#define virtqueue_add_sgs(...)                                   \
	({                                                       \
		asm volatile(".rept " __stringify(               \
			EXTRA_INSTRUCTIONS) "\n\tnop\n\t.endr"); \
		virtqueue_add_sgs(__VA_ARGS__);                  \
	})
