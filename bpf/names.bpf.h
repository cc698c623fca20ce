/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Names of resources, from the memory of the core's protocols. */
#ifndef SCMI_PERF_NAMES_BPF_H
#define SCMI_PERF_NAMES_BPF_H

#include "measure.bpf.h"

/*
 * Copies the name of a series' resource. @data: address of the protocol's private data,
 * which the core sets when the protocol knows its resources; 0: not yet, so ask again
 * later. An id that the protocol does not have has no name.
 */
RARE int copy_name(__u32 index, __u64 data)
{
	struct rec_name *to = &names[index & (REC_SERIES - 1)];
	const __u64 key = series_at(index)->key;
	const __u32 id = rec_key_resource(key) - 1;
	const __u32 protocol = (key >> 8 & 0xff) - RESOURCE_FIRST_PROTOCOL;
	const volatile struct rec_names_at *at;
	__u32 number = 0;
	__u16 small = 0;
	__u64 array;

	if (!data)
		return 0;
	to->asked = 1;
	if (protocol >= RESOURCE_PROTOCOLS || !names_at[protocol].size)
		return 0;
	at = &names_at[protocol];
	if (at->number_size == sizeof(small))
		bpf_probe_read_kernel(&small, sizeof(small),
				      (void *)(data + at->number));
	else
		bpf_probe_read_kernel(&number, sizeof(number),
				      (void *)(data + at->number));
	if (id >= number + small ||
	    bpf_probe_read_kernel(&array, sizeof(array),
				  (void *)(data + at->array)))
		return 0;
	bpf_probe_read_kernel_str(
		to->text, sizeof(to->text),
		(void *)(array + (__u64)id * at->size + at->name));
	return 0;
}

#endif
