// SPDX-License-Identifier: GPL-2.0-only
#include "platform_vendor.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "vendor_messages.h"

/* Attributes of each SCMI instance: drivers/firmware/arm_scmi/driver.c. */
#define DRIVER	  "/sys/bus/platform/drivers/arm-scmi/"
#define INSTANCES DRIVER "*/"
#define VENDOR	  "vendor_id"

/* Returns the line in a file, or NULL. */
static char *read_line(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[64] = "";

	if (!file)
		return NULL;
	if (!fgets(line, sizeof(line), file))
		*line = '\0';
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return *line ? xstrdup(line) : NULL;
}

/* Returns the sub-vendor of the instance whose vendor is in @path, or NULL. */
static char *read_sub_vendor(const char *path)
{
	const size_t folder = strlen(path) - strlen(VENDOR);
	char *sub_path = xasprintf("%.*ssub_" VENDOR, (int)folder, path);
	char *line = read_line(sub_path);

	free(sub_path);
	return line;
}

static bool is_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

void platform_vendor_read(char **vendor, char **sub_vendor)
{
	glob_t files;

	*vendor = *sub_vendor = NULL;
	if (glob(INSTANCES VENDOR, 0, NULL, &files))
		return;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *name = read_line(files.gl_pathv[i]);
		char *sub = read_sub_vendor(files.gl_pathv[i]);
		const bool differ = i && (!is_equal(name, *vendor) ||
					  !is_equal(sub, *sub_vendor));

		free(*vendor);
		free(*sub_vendor);
		*vendor = name;
		*sub_vendor = sub;
		if (!differ)
			continue;
		free(name);
		free(sub);
		*vendor = *sub_vendor = NULL;
		break;
	}
	globfree(&files);
	vendor_use(*vendor, *sub_vendor);
}

void platform_vendor_of(const char *device, char **vendor, char **sub_vendor)
{
	char *path = xasprintf(DRIVER "%s/" VENDOR, device);

	*vendor = read_line(path);
	*sub_vendor = *vendor ? read_sub_vendor(path) : NULL;
	free(path);
}
