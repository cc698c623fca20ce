/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of a ring, and the driver's side of it, in the negotiated layout. */
#ifndef SCMI_REF_RING_MEMORY_H
#define SCMI_REF_RING_MEMORY_H

#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "vring.h"

/**
 * soft_ring_create() - allocate a ring, initialise it, create the driver's side
 * @ring: its config has @num, @map and @chains
 * @notify: called for a kick
 * @info: the driver's name and callback
 *
 * Return: the driver's side, or NULL if there is no memory. Context: may sleep.
 */
struct virtqueue *soft_ring_create(struct scmi_vring *ring,
				   struct virtio_device *vdev,
				   unsigned int index,
				   bool (*notify)(struct virtqueue *vq),
				   const struct virtqueue_info *info);

/* soft_ring_destroy() - free what soft_ring_create() allocated; may sleep */
void soft_ring_destroy(struct scmi_vring *ring, struct virtqueue *vq);

#endif
