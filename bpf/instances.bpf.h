/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The table of SCMI instances: their transports, channels and vendors. */
#ifndef SCMI_PERF_INSTANCES_BPF_H
#define SCMI_PERF_INSTANCES_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "kernel.bpf.h"
#include "measure.bpf.h"

extern const char symbol_format[4];

/*
 * Returns the address of @protocol's struct scmi_chan_info, or 0, from the
 * core's table: a tree of nodes whose addresses end in binary 10. @info:
 * address of a struct scmi_info.
 */
RARE __u64 find_channel(__u64 info, __u32 protocol)
{
	__u64 entry;

	if (!bpf_core_field_exists(struct scmi_info, tx_idr))
		return 0;
	entry = (__u64)BPF_CORE_READ((const struct scmi_info *)info,
				     tx_idr.idr_rt.xa_head);
	for (int i = 0; i < 3 && (entry & 3) == 2; i++) {
		const struct xa_node *node = (void *)(entry - 2);
		__u32 shift = BPF_CORE_READ(node, shift) & 63;

		if (bpf_probe_read_kernel(&entry, sizeof(entry),
					  &node->slots[protocol >> shift & 63]))
			return 0;
	}
	return entry;
}

/* Returns the core's number of the channel of @protocol; 0: no channel. */
RARE int channel_of(__u64 info, __u32 protocol)
{
	const struct scmi_chan_info *channel;

	channel = (void *)find_channel(info, protocol);
	if (!channel)
		return 0;
	if (bpf_core_field_exists(channel->id))
		return BPF_CORE_READ(channel, id);
	/* Linux 6.1 has no number; later kernels use its first protocol. */
	return (__u64)channel == find_channel(info, REC_FIRST_PROTOCOL)
		       ? REC_FIRST_PROTOCOL
		       : protocol;
}

/* Returns the number of the transport with this send_message(), 0: unknown. */
RARE int find_transport(__u64 send_message)
{
	for (int i = 1; i < REC_TRANSPORTS; i++)
		if (send_message && functions.send_message[i] == send_message)
			return i;
	return 0;
}

static __always_inline __u64 send_message_of(const void *desc)
{
	return (__u64)BPF_CORE_READ((const struct scmi_desc *)desc, ops,
				    send_message);
}

/* Whether the transport's call brings the reply of a polled transfer. */
static __always_inline bool is_synchronous(const struct scmi_desc *desc)
{
	if (bpf_core_field_exists(desc->sync_cmds_completed_on_ret))
		return BPF_CORE_READ(desc, sync_cmds_completed_on_ret);
	return functions.completes_on_return >>
		       find_transport(send_message_of(desc)) &
	       1;
}

/* Reads the vendor of an instance, if the core has asked BASE for it already. */
static __always_inline void describe_vendor(struct rec_instance *new)
{
	const struct scmi_handle *handle = (void *)new->handle;
	const void *version;
	__u64 vendor, sub_vendor;

	if (!bpf_core_field_exists(handle->version))
		return;
	version = BPF_CORE_READ(handle, version);
	if (bpf_core_type_exists(struct scmi_base_info)) {
		const struct scmi_base_info *info = version;

		vendor = (__u64)&info->vendor_id;
		sub_vendor = (__u64)&info->sub_vendor_id;
	} else {
		const struct scmi_revision_info *info = version;

		vendor = (__u64)&info->vendor_id;
		sub_vendor = (__u64)&info->sub_vendor_id;
	}
	bpf_probe_read_kernel_str(new->vendor, sizeof(new->vendor),
				  (void *)vendor);
	bpf_probe_read_kernel_str(new->sub_vendor, sizeof(new->sub_vendor),
				  (void *)sub_vendor);
}

/* Asks the kernel for the name of the transport's function, of the kernel or a module. */
static __always_inline void name_function(struct rec_instance *new,
					  __u64 send_message)
{
	bpf_snprintf(new->function, sizeof(new->function), symbol_format,
		     &send_message, sizeof(send_message));
}

/*
 * Compares the function's name with the filter's: its address would be another one after
 * the transport's module was loaded again.
 */
RARE int has_filter_function(__u32 index)
{
	const struct rec_instance *new =
		&instances[index & (REC_INSTANCES - 1)];

	for (__u32 i = 0; i < FILTER_FUNCTION; i++) {
		const char c = new->function[i];

		if (!filter.function[i])
			return !c || c == ' '; /* before the module's name */
		if (c != filter.function[i])
			return 0;
	}
	return 0;
}

/* Fills in the new entry at @index, which has a handle and a desc. */
RARE int describe_instance(__u32 index)
{
	struct rec_instance *new = &instances[index & (REC_INSTANCES - 1)];
	const struct scmi_desc *desc = (void *)new->desc;
	__u64 address =
		new->handle - bpf_core_field_offset(struct scmi_info, handle);
	const struct scmi_info *info = (void *)address;

	/* Instances have no number in Linux 6.1. */
	new->id = bpf_core_field_exists(info->id) ? BPF_CORE_READ(info, id)
						  : index - 1;
	new->completed_on_return = is_synchronous(desc);
	name_function(new, send_message_of(desc));
	new->has_function = has_filter_function(index);
	describe_vendor(new);
	for (__u32 i = 0; i < REC_PROTOCOLS; i++) {
		new->channel[i] = channel_of(address, REC_FIRST_PROTOCOL + i);
		new->channel[REC_PROTOCOLS + i] =
			channel_of(address, REC_FIRST_VENDOR + i);
	}
	/* User space reads the entry from now on. */
	__sync_val_compare_and_swap(&new->is_described, 0, 1);
	/* Assumed types do not have the channels. */
	if (assumed)
		return 0;
	for (__u32 i = 1; i < REC_CHANNELS; i++)
		if (new->channel[i] && new->channel[i] != new->channel[0])
			return 0;
	new->last_ring_ns = 0;
	return 0;
}

/* instance_of() for an instance that is not the first. */
static __noinline int find_instance(const void *handle, const void *desc)
{
	/* At a wrong offset there is not the address of a transport. */
	if (assumed && !find_transport(send_message_of(desc)))
		return 0;
	for (__u32 i = 1; i < REC_INSTANCES; i++) {
		struct rec_instance *entry = &instances[i];
		__u64 used = *(volatile __u64 *)&entry->handle;

		if (used == (__u64)handle && entry->desc == (__u64)desc)
			return i;
		if (used || __sync_val_compare_and_swap(&entry->handle, 0,
							(__u64)handle))
			continue;
		/* Until it is described. */
		entry->last_ring_ns = REC_CHANNELS_DIFFER;
		entry->desc = (__u64)desc;
		describe_instance(i);
		return i;
	}
	add(global.lost_instance, 1);
	return 0;
}

/* Returns the index of an instance, which it adds if new; 0: table full. */
static __always_inline __u32 instance_of(const void *handle, const void *desc)
{
	if (instances[1].handle == (__u64)handle &&
	    instances[1].desc == (__u64)desc)
		return 1;
	return find_instance(handle, desc);
}

RARE int is_known_handle(__u64 handle)
{
	for (__u32 i = 1; i < REC_INSTANCES; i++)
		if (handle && instances[i].handle == handle)
			return 1;
	return 0;
}

#endif
