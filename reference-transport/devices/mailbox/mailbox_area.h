/* SPDX-License-Identifier: GPL-2.0-only */
/* The shared memory of a channel, as the platform's side reads and writes it. */
#ifndef SCMI_REF_MAILBOX_AREA_H
#define SCMI_REF_MAILBOX_AREA_H

#include <linux/io.h>
#include <linux/minmax.h>

#include "../../platform/shared_area.h"

/**
 * struct mailbox_area - a shared memory area
 * @base: mapped memory
 * @room: bytes for a payload, at least PAYLOAD_MAX
 */
struct mailbox_area {
	void __iomem *base;
	size_t room;
};

static inline u32 area_read(const struct mailbox_area *area, size_t offset)
{
	return ioread32(area->base + offset);
}

static inline bool area_is_free(const struct mailbox_area *area)
{
	return area_read(area, AREA_STATUS) & AREA_STATUS_FREE;
}

/*
 * Fills an area that the platform owns. A payload that does not fit is
 * truncated, but its full length is stored.
 */
static inline void area_fill(const struct mailbox_area *area, u32 hdr,
			     const void *payload, size_t len)
{
	iowrite32(AREA_HEADER_LEN + len, area->base + AREA_LENGTH);
	iowrite32(hdr, area->base + AREA_HEADER);
	memcpy_toio(area->base + AREA_PAYLOAD, payload, min(len, area->room));
}

/* iowrite32() is ordered after the words written before it. */
static inline void area_set_status(const struct mailbox_area *area, u32 status)
{
	iowrite32(status, area->base + AREA_STATUS);
}

#endif
