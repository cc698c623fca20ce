/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands between a front end and another back end: passes their messages and file
 * descriptors on, and stands between the eventfds of their rings, where doorbells and
 * interrupts of commands can be lost or late.
 */
#ifndef SCMI_REF_BETWEEN_H
#define SCMI_REF_BETWEEN_H

#include "../../platform/counts.h"
#include "relay.h"
#include "vhost_program.h"

/* Runs until a signal ends the program. Returns false after a reported error. */
bool between_main(struct vhost_program *p);

#endif
