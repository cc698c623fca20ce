/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory for fast channels, of which the machine has at most one. */
#ifndef SCMI_REF_FAST_MEMORY_H
#define SCMI_REF_FAST_MEMORY_H

#include "server.h"

/*
 * Offers fast channels, if the device tree has memory for them and no other server
 * uses it. Context: may sleep; the platform was just initialised.
 */
void fast_memory_open(struct scmi_server *server);

/* Returns the memory. Context: may sleep; the platform is not used any more. */
void fast_memory_close(struct scmi_server *server);

#endif
