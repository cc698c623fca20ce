/* SPDX-License-Identifier: GPL-2.0-only */
/* The vendor of the platform's firmware, from sysfs. */
#ifndef SCMI_PERF_PLATFORM_VENDOR_H
#define SCMI_PERF_PLATFORM_VENDOR_H

/*
 * Stores vendor and sub-vendor, which the caller frees, and uses their names of
 * messages. Stores NULL if there is no SCMI instance, or if several differ.
 */
void platform_vendor_read(char **vendor, char **sub_vendor);

/* Stores those of the instance of this device, NULL if they are unknown. */
void platform_vendor_of(const char *device, char **vendor, char **sub_vendor);

#endif
