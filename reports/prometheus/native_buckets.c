// SPDX-License-Identifier: GPL-2.0-only
#include "native_buckets.h"

#include <math.h>
#include <stdlib.h>

#include "alloc.h"

void native_buckets_free(struct native_buckets *b)
{
	free(b->bucket);
	*b = (struct native_buckets){0};
}

int32_t native_index(uint32_t index)
{
	const double low = (double)hist_lower(index);
	const double middle = low + ((double)hist_upper(index) - low) / 2;

	return (int32_t)ceil(log2(middle / 1e9) * (1 << NATIVE_SCHEMA));
}

void native_buckets_of(const struct hist *h, struct native_buckets *b)
{
	b->zeros = 0;
	b->n = 0;
	b->bucket =
		xreallocarray(b->bucket, h->n_buckets + 1, sizeof(*b->bucket));
	for (uint32_t i = 0; i < h->n_buckets; i++) {
		const struct hist_bucket *from = &h->bucket[i];
		const int32_t index = from->index ? native_index(from->index)
						  : 0;

		if (!from->index)
			b->zeros = from->n;
		else if (b->n && b->bucket[b->n - 1].index == index)
			b->bucket[b->n - 1].n += from->n;
		else
			b->bucket[b->n++] =
				(struct native_bucket){index, from->n};
	}
}
