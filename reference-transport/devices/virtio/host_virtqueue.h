/* SPDX-License-Identifier: GPL-2.0-only */
/* The driver's side of a queue, as a program sees it. */
#ifndef SCMI_REF_HOST_VIRTQUEUE_H
#define SCMI_REF_HOST_VIRTQUEUE_H

/* The kernel's name of it. */
#define virtqueue host_virtqueue

struct virtio_device;

/**
 * struct host_virtqueue - a queue
 * @index: its number
 * @priv: for the device
 * @interrupt: the driver is to be interrupted, by the program's main loop
 */
struct host_virtqueue {
	unsigned int index;
	void *priv;
	bool interrupt;
};

#define vring_interrupt(irq, queue) ((queue)->interrupt = true)

#endif
