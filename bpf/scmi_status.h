/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The status codes of SCMI replies (DEN0056E), except success. Freestanding. */
#ifndef SCMI_PERF_SCMI_STATUS_H
#define SCMI_PERF_SCMI_STATUS_H

#include "slot_tag.h"

enum lc_status {
	LS_NOT_SUPPORTED,
	LS_INVALID_PARAMETERS,
	LS_DENIED,
	LS_NOT_FOUND,
	LS_OUT_OF_RANGE,
	LS_BUSY,
	LS_COMMS_ERROR,
	LS_GENERIC_ERROR,
	LS_HARDWARE_ERROR,
	LS_PROTOCOL_ERROR,
	LS_IN_USE,
	LS_OTHER, /* not in the specification */
	LC_STATUSES
};

/* The status of a message, -1 and below. */
LC_INLINE enum lc_status lc_status_of_reply(__s32 status)
{
	return status < 0 && status >= -(LS_IN_USE + 1)
		       ? (enum lc_status)(-status - 1)
		       : LS_OTHER;
}

/*
 * The status that scmi_xfer_end reports: -errno, to which the core has mapped the
 * status of the message. It reports statuses that it does not know, such as
 * LS_IN_USE, as a generic error.
 */
LC_INLINE enum lc_status lc_status_of_end(__s32 status)
{
	switch (status) {
	case -95: /* EOPNOTSUPP */
		return LS_NOT_SUPPORTED;
	case -22: /* EINVAL */
		return LS_INVALID_PARAMETERS;
	case -13: /* EACCES */
		return LS_DENIED;
	case -2: /* ENOENT */
		return LS_NOT_FOUND;
	case -34: /* ERANGE */
		return LS_OUT_OF_RANGE;
	case -16: /* EBUSY */
		return LS_BUSY;
	case -70: /* ECOMM */
		return LS_COMMS_ERROR;
	case -5: /* EIO */
		return LS_GENERIC_ERROR;
	case -121: /* EREMOTEIO */
		return LS_HARDWARE_ERROR;
	case -71: /* EPROTO */
		return LS_PROTOCOL_ERROR;
	default:
		return LS_OTHER;
	}
}

/* The same of a log: a dump has the status of the message, an end the errno. */
LC_INLINE enum lc_status lc_status_of(__s32 status, bool is_dump)
{
	return is_dump ? lc_status_of_reply(status) : lc_status_of_end(status);
}

#endif
