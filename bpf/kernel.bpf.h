/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The members of the kernel's structures that the programs read. libbpf finds
 * the offset of each by its name on the running kernel, or in the assumed types of
 * loader/live/assumed_types.c, which lack some.
 */
#ifndef SCMI_PERF_KERNEL_BPF_H
#define SCMI_PERF_KERNEL_BPF_H

#include <linux/types.h>
#include <stdbool.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), \
			     apply_to = record)

/* Of the arm64 ABI, see fentry.bpf.c. */
struct sigcontext {
	__u64 fault_address;
};

struct scmi_msg_hdr {
	__u8 id;
	__u8 protocol_id;
	__u16 seq;
};

struct scmi_msg {
	void *buf; /* the payload */
};

struct scmi_xfer {
	int transfer_id;
	struct scmi_msg_hdr hdr;
	struct scmi_msg tx;
};

/* The answers of BASE; Linux 7.2 has another name, see describe_vendor(). */
struct scmi_revision_info {
	char vendor_id[16];
	char sub_vendor_id[16];
};

/* The same under its later name. */
struct scmi_base_info {
	char vendor_id[16];
	char sub_vendor_id[16];
};

struct scmi_handle {
	void *dev;
	void *version;
};

struct scmi_protocol_handle {
	void *dev;
};

struct scmi_protocol {
	__u8 id;
};

struct scmi_protocol_instance {
	const struct scmi_handle *handle;
	const struct scmi_protocol *proto;
	void *priv;
	struct scmi_protocol_handle ph;
};

struct scmi_transport_ops {
	void *send_message;
};

struct scmi_desc {
	const struct scmi_transport_ops *ops;
	bool sync_cmds_completed_on_ret;
};

struct xarray {
	void *xa_head;
};

struct xa_node {
	__u8 shift;
	void *slots[64];
};

struct idr {
	struct xarray idr_rt;
};

struct scmi_info {
	int id;
	const struct scmi_desc *desc;
	struct scmi_handle handle;
	struct idr tx_idr;
};

struct scmi_chan_info {
	int id;
	struct scmi_handle *handle;
};

struct scmi_notify_instance {
	struct scmi_handle *handle;
};

struct work_struct {
	void *func;
};

struct events_queue {
	struct work_struct notify_work;
};

struct scmi_registered_events_desc {
	__u8 id; /* of the protocol */
	struct events_queue equeue;
	struct scmi_notify_instance *ni;
};

struct scmi_shared_mem {
	__u32 channel_status;
	__u32 msg_header;
};

struct thread_info {
	__u64 preempt_count; /* of arm64; its lower half is the count */
};

struct task_struct {
	struct thread_info thread_info;
};

struct irqaction {
	struct task_struct *thread;
	unsigned long thread_flags;
};

struct virtio_device_id {
	__u32 device;
};

struct virtio_device {
	struct virtio_device_id id;
	__u64 features; /* negotiated */
};

struct virtqueue {
	void *callback;
	struct virtio_device *vdev;
	unsigned int index;
};

struct vring {
	unsigned int num;
	void *avail;
	void *used;
};

struct vring_virtqueue_split {
	struct vring vring;
	__u16 avail_idx_shadow;
};

struct vring_virtqueue {
	struct virtqueue vq;
	bool event; /* the queue has an event index */
	__u16 last_used_idx;
	struct vring_virtqueue_split split;
};

#pragma clang attribute pop

#endif
