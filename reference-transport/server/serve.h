/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of all servers that are opened from now on. */
#ifndef SCMI_REF_SERVE_H
#define SCMI_REF_SERVE_H

#include "server.h"

/**
 * struct server_settings - settings of future servers
 * @service: the initial state of the service times; each server starts with a copy
 * @sub_vendor: of the Base protocol; NULL: the platform's own
 * @doorbell_us: time that a submission spins
 */
struct server_settings {
	struct scmi_service service;
	char *sub_vendor;
	unsigned int doorbell_us;
};

extern struct server_settings server_settings;

/* On if @doorbell_us is not 0. */
DECLARE_STATIC_KEY_FALSE(doorbell_is_slow);

#endif
