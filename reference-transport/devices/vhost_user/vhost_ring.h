/* SPDX-License-Identifier: GPL-2.0-only */
/* Starts and stops the rings of the device. */
#ifndef SCMI_REF_VHOST_RING_H
#define SCMI_REF_VHOST_RING_H

#include "vhost_device.h"

/* vhost_ring_open() - prepare ring @index, once */
void vhost_ring_open(struct vhost_device *device, unsigned int index);

/*
 * vhost_ring_try_start() - start a ring for which all is set
 *
 * Return: false if it has an address that is not memory, or a wrong size.
 */
bool vhost_ring_try_start(struct vhost_ring *ring);

/**
 * vhost_ring_stop() - read no more chains
 *
 * Replies to commands in flight are delivered first, so that none is lost. @base is
 * then where the ring goes on.
 */
void vhost_ring_stop(struct vhost_ring *ring);

/* vhost_ring_abandon() - the same without replies: the memory may be gone */
void vhost_ring_abandon(struct vhost_ring *ring);

/* vhost_ring_forget() - close the file descriptors, forget the settings */
void vhost_ring_forget(struct vhost_ring *ring);

/*
 * vhost_ring_move() - find a running ring and its chains in other memory
 * @from: the memory so far, which is still mapped
 *
 * A chain that is not in the new memory has no room any more.
 *
 * Return: false if the ring itself is not in it; it is then abandoned.
 */
bool vhost_ring_move(struct vhost_ring *ring, const struct memory_table *from);

#endif
