/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of protocols that vendors define, from 0x80 on. Vendors use the same
 * numbers for different protocols, so names need the vendor of the platform.
 */
#ifndef SCMI_PERF_VENDOR_MESSAGES_H
#define SCMI_PERF_VENDOR_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "scmi_messages.h"

/*
 * Uses the names of this vendor from now on, for all instances; the strings are those
 * of BASE, and copied. NULL is unknown, and changes nothing. An instance with two
 * different vendors, of two recordings, has no names.
 */
void vendor_use(const char *vendor, const char *sub_vendor);

/* The same for the SCMI instance with this number. */
void vendor_use_for(uint8_t instance, const char *vendor,
		    const char *sub_vendor);

/* Forgets all vendors. */
void vendor_forget(void);

/* Returns NULL for a protocol of this instance without names. */
const struct scmi_protocol_names *vendor_protocol_names(uint8_t instance,
							uint8_t protocol);

/*
 * Finds a command of any vendor by its name, in any case, because a user can name it
 * where the platform is not known. Returns false if there is none.
 */
bool vendor_find_message(const char *name, int *protocol, int *message);

#endif
