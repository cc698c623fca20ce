/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of resources that sysfs and debugfs have, for kernels whose memory cannot be
 * read: those whose number the device tree has. No message is sent.
 */
#ifndef SCMI_PERF_RESOURCE_SYSFS_H
#define SCMI_PERF_RESOURCE_SYSFS_H

#include "resource_names.h"

/*
 * Adds the names of an SCMI instance whose platform device is @device:
 *
 *   - regulators, numbered by the "reg" of their nodes;
 *   - power and performance domains (debugfs, pm_genpd) with a device whose only power
 *     domain is this one, numbered by that device's "power-domains".
 *
 * @root is put before each path: "" for this machine, a folder for tests.
 */
void resource_sysfs_add(struct resource_names *names, const char *root,
			const char *device, uint8_t instance);

#endif
