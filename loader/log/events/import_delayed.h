/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Delayed responses that may be missing.
 *
 * No event of a log shows that a delayed response did not come in time, and only the
 * payloads of some dumps whether a command is asynchronous. But then the core has waited
 * for it, with the token in use. So it may be missing if the next transfer with the token
 * begins that long after a reply. If a delayed response with the token is rejected soon
 * after, nobody knows whether it is that one, or was sent to a synchronous command: it
 * is unexpected.
 *
 * The kernel's log has a message about the timeout, but not about which transfer.
 */
#ifndef SCMI_PERF_IMPORT_DELAYED_H
#define SCMI_PERF_IMPORT_DELAYED_H

#include "anomaly.h"
#include "import_events.h"

/* A transfer with this token begins: the last one in its home is over. */
void import_delayed_begin(struct import_events *ie, uint16_t token,
			  uint64_t now);

/* Returns lc_bad_message(), or that the message is unexpected. */
enum lc_anomaly import_delayed_bad(struct import_events *ie,
				   const struct lc_rejected *m, uint64_t now);

/*
 * The wait for a delayed response has timed out. If only one transfer can have waited,
 * marks it, stores its token and returns its tag; otherwise 0.
 */
uint64_t import_delayed_timeout(struct import_events *ie, uint64_t now,
				uint16_t *token);

#endif
