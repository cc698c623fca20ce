// SPDX-License-Identifier: GPL-2.0-only
#include "platform_vendor.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "vendor_messages.h"

/* Attributes of each SCMI instance: drivers/firmware/arm_scmi/driver.c. */
#define INSTANCES "/sys/bus/platform/drivers/arm-scmi/*/"

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

/* Returns the text that the files have in common, or NULL. */
static char *read_common(const char *pattern)
{
	char *common = NULL;
	glob_t files;

	if (glob(pattern, 0, NULL, &files))
		return NULL;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *text = read_line(files.gl_pathv[i]);
		const bool equal = text &&
				   (!i || (common && !strcmp(common, text)));

		free(common);
		common = equal ? text : NULL;
		if (!equal) {
			free(text);
			break;
		}
	}
	globfree(&files);
	return common;
}

void platform_vendor_read(char **vendor, char **sub_vendor)
{
	*vendor = read_common(INSTANCES "vendor_id");
	*sub_vendor = read_common(INSTANCES "sub_vendor_id");
	vendor_use(*vendor, *sub_vendor);
}
