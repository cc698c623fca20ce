/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device's side of a packed virtqueue (2.8): what vring.c does with a ring that
 * is configured as packed. Without event indexes and indirect tables, which the
 * device does not offer together with it.
 */
#ifndef SCMI_REF_PACKED_RING_H
#define SCMI_REF_PACKED_RING_H

#include "vring.h"

/* packed_ring_init() - start at the first descriptor */
void packed_ring_init(struct scmi_vring *ring);

/* packed_ring_available() - check if the driver has made a chain available */
bool packed_ring_available(const struct scmi_vring *ring);

/* The others do for a packed ring what their namesakes do for any. */
enum scmi_vring_next packed_ring_next(struct scmi_vring *ring,
				      struct scmi_vring_chain **chain,
				      enum scmi_vring_fault *fault);
void packed_ring_unget(struct scmi_vring *ring,
		       const struct scmi_vring_chain *chain);
void packed_ring_done(struct scmi_vring *ring,
		      const struct scmi_vring_chain *chain, u32 written);
bool packed_ring_wants_interrupt(const struct scmi_vring *ring);
bool packed_ring_kicks_on(struct scmi_vring *ring);
void packed_ring_kicks_off(struct scmi_vring *ring);

/*
 * scmi_vring_add_segment() - of vring.c: check a buffer and add it to a chain
 *
 * Return: a fault, or SCMI_VRING_NR_FAULTS.
 */
enum scmi_vring_fault scmi_vring_add_segment(const struct scmi_vring *ring,
					     const struct vring_desc *desc,
					     struct scmi_vring_chain *chain);

#endif
