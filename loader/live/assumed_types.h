/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The types of a kernel that does not describe its own: the structures that the
 * programs read, at the offsets that they have in all known kernels. Members whose
 * offsets depend on the configuration are left out. Nothing that is read there is
 * trusted: transfers must have begun with the same number and token, and a transport
 * is known by the address of its function.
 */
#ifndef SCMI_PERF_ASSUMED_TYPES_H
#define SCMI_PERF_ASSUMED_TYPES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Writes the types (BTF) to a file in memory. @drivers: transports are drivers, since
 * Linux 6.12; they were a table in the core. Returns a descriptor or -errno.
 */
int assumed_types_open(bool drivers);

/* Returns the assumed offset of a member in bytes, or -ENOENT. */
int assumed_offset(const char *structure, const char *member, bool drivers);

/*
 * Returns true if the assumed offsets of a transfer's number and token are wrong: no
 * transfer that began was seen in do_xfer() before. @unannounced: those not seen.
 */
static inline bool assumed_types_are_wrong(uint64_t begun, uint64_t unannounced)
{
	return unannounced && unannounced >= begun;
}

#endif
