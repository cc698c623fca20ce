/* SPDX-License-Identifier: GPL-2.0-only */
/* The platform's own cost of a message. */
#ifndef SCMI_REF_COST_H
#define SCMI_REF_COST_H

#include "server.h"

DECLARE_STATIC_KEY_FALSE(cost_is_measured);

/*
 * Adds up the cost of the reply @m, which has just gone back to its pool; @since
 * is the time at which that started, in ns.
 */
void cost_count_locked(struct server_message *m, u64 since);

#endif
