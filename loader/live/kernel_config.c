// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "gzip.h"
#include "read_file.h"

/* A configuration has 100 to 300 KiB. */
#define CONFIG_MAX (8u << 20)

static bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Returns true if any line has an option, or reports one that is not set. */
static bool has_options(const char *text)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (starts_with(text, "CONFIG_") ||
		    starts_with(text, "# CONFIG_"))
			return true;
	return false;
}

int kernel_config_read(const char *path, struct kernel_config *c)
{
	char *data, *unpacked;
	size_t len;
	int err = read_file(path, CONFIG_MAX, &data, &len);

	*c = (struct kernel_config){0};
	if (err)
		return err;
	if (gzip_unpack(data, len, CONFIG_MAX, &unpacked, &len) == GZIP_OK) {
		free(data);
		data = unpacked;
	}
	c->text = xmalloc(len + 1);
	memcpy(c->text, data, len);
	c->text[len] = '\0';
	free(data);
	if (!has_options(c->text)) {
		kernel_config_free(c);
		return -EINVAL;
	}
	c->path = xstrdup(path);
	return 0;
}

void kernel_config_find(const char *root, const char *release,
			struct kernel_config *c)
{
	char *paths[] = {
		xasprintf("%s/proc/config.gz", root),
		xasprintf("%s/boot/config-%s", root, release),
		xasprintf("%s/lib/modules/%s/config", root, release),
		xasprintf("%s/lib/modules/%s/build/.config", root, release),
	};
	const size_t n = sizeof(paths) / sizeof(paths[0]);

	*c = (struct kernel_config){0};
	for (size_t i = 0; i < n; i++) {
		if (!c->path && !kernel_config_read(paths[i], c)) {
			char *below = xstrdup(c->path + strlen(root));

			free(c->path);
			c->path = below;
		}
		free(paths[i]);
	}
}

enum config_value kernel_config_get(const struct kernel_config *c,
				    const char *name)
{
	char *line = xasprintf("CONFIG_%s=", name);
	enum config_value value = CONFIG_OFF;
	const size_t len = strlen(line);

	for (const char *at = c->text; at && (at = strstr(at, line));
	     at += len) {
		if (at != c->text && at[-1] != '\n')
			continue;
		value = at[len] == 'n'	 ? CONFIG_OFF
			: at[len] == 'm' ? CONFIG_MODULE
					 : CONFIG_BUILT_IN;
	}
	free(line);
	return value;
}

void kernel_config_free(struct kernel_config *c)
{
	free(c->path);
	free(c->text);
	*c = (struct kernel_config){0};
}
