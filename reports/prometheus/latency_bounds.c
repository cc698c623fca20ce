// SPDX-License-Identifier: GPL-2.0-only
#include "latency_bounds.h"

void latency_bounds(uint64_t ns[LATENCY_BOUNDS])
{
	size_t i = 0;

	for (int octave = LATENCY_FIRST; octave <= LATENCY_LAST; octave++) {
		const uint64_t first = (uint64_t)1 << octave;

		ns[i++] = first - 1;
		if (octave >= LATENCY_FINE && octave < LATENCY_ROUGH)
			ns[i++] = first + first / 2 - 1;
	}
}

void latency_counts(const struct hist *h, const uint64_t ns[LATENCY_BOUNDS],
		    uint64_t n[LATENCY_BOUNDS])
{
	uint64_t sum = 0;
	uint32_t b = 0;

	for (size_t i = 0; i < LATENCY_BOUNDS; i++) {
		for (; b < h->n_buckets &&
		       hist_upper(h->bucket[b].index) <= ns[i];
		     b++)
			sum += h->bucket[b].n;
		n[i] = sum;
	}
}
