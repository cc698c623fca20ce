/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SCMI instances of this machine and how their replies come, from sysfs, the
 * device tree and procfs: no message is sent.
 */
#ifndef SCMI_PERF_INSTANCES_H
#define SCMI_PERF_INSTANCES_H

#include <stdint.h>

#include "doctor_report.h"
#include "profile.h"

/*
 * Fills @instance with the devices that the SCMI core drives, in the order of their
 * names. Returns their number, at most DOCTOR_INSTANCES_MAX; further ones are left
 * out. @root is put before each path: "" for this machine, a folder for tests.
 */
size_t instances_find(const char *root,
		      struct doctor_instance instance[DOCTOR_INSTANCES_MAX]);

/*
 * Sets the channel of each protocol of the instance @name. The core gives a protocol
 * whose node has a channel a channel with the protocol's number; others share that of
 * BASE.
 */
void instances_channels(const char *root, const char *name,
			enum transport transport, uint8_t channel[256]);

#endif
