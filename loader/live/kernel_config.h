/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration that a kernel was built with: its CONFIG_ options. */
#ifndef SCMI_PERF_KERNEL_CONFIG_H
#define SCMI_PERF_KERNEL_CONFIG_H

#include <stdbool.h>

enum config_value {
	CONFIG_OFF,
	CONFIG_MODULE,
	CONFIG_BUILT_IN, /* or a number or a string */
};

struct kernel_config {
	char *path; /* NULL: no configuration was found */
	char *text;
};

/*
 * Reads the running kernel's configuration, whose release is @release, from
 * /proc/config.gz, /boot or /lib/modules. @root is put before each path: "" for this
 * machine, a folder for tests. Free with kernel_config_free().
 */
void kernel_config_find(const char *root, const char *release,
			struct kernel_config *c);

/*
 * Reads a file with a configuration, which can be packed by gzip. Returns 0;
 * -EINVAL, if it has no line with an option; or another -errno. Not reported.
 */
int kernel_config_read(const char *path, struct kernel_config *c);

/* Returns the value of an option; @name does not have the prefix CONFIG_. */
enum config_value kernel_config_get(const struct kernel_config *c,
				    const char *name);

void kernel_config_free(struct kernel_config *c);

#endif
