/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of scmi-vhost-user. */
#ifndef SCMI_REF_VHOST_SETTINGS_H
#define SCMI_REF_VHOST_SETTINGS_H

#include <stdbool.h>

#include "../../platform/plan.h"

/**
 * struct vhost_settings - the command line
 * @socket: path of the front end's socket
 * @listen: listen there; else connect to it
 * @plan: file of the fault plan; NULL: none
 * @counts: file for the counts; NULL: none
 * @between: path of another back end's socket; NULL: the platform is here
 * @service: service times
 * @seed: of all random times
 */
struct vhost_settings {
	const char *socket;
	bool listen;
	const char *plan;
	const char *counts;
	const char *between;
	const char *service;
	unsigned long long seed;
};

/* Reads the command line; a wrong one ends the program. */
void vhost_settings_read(struct vhost_settings *settings, int argc,
			 char **argv);

/*
 * Reads the plan's file. Returns false after an error, which was reported; @plan is
 * then undefined.
 */
bool vhost_settings_read_plan(const struct vhost_settings *settings,
			      struct scmi_plan *plan);

/* Reports that @fault cannot be carried out, because the front end @why. */
void vhost_settings_refuse(const struct scmi_fault *fault, const char *why);

#endif
