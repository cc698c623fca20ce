// SPDX-License-Identifier: GPL-2.0-only
#include "resource_sysfs.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "read_file.h"

#define REGULATORS   "/sys/class/regulator"
#define POWER_DOMAIN "/sys/kernel/debug/pm_genpd"

#define POWER	0x11
#define PERF	0x13
#define VOLTAGE 0x17

/* The longest file that is read, in bytes. */
#define FILE_MAX 16384

struct names_of {
	struct resource_names *names;
	const char *root;
	char *node; /* of the instance in the device tree, without links */
	uint8_t instance;
};

/* Reads @file in @dir. Returns it with a NUL at its end, or NULL. The caller frees. */
static char *read_in(const char *dir, const char *file, size_t *len)
{
	char *path = xasprintf("%s/%s", dir, file), *data, *text = NULL;

	if (!read_file(path, FILE_MAX, &data, len)) {
		text = xmalloc(*len + 1);
		memcpy(text, data, *len);
		text[*len] = '\0';
		free(data);
	}
	free(path);
	return text;
}

/*
 * Reads the cells of a property of the device tree, of which there must be @n. Returns
 * false if it has others.
 */
static bool read_cells(const char *dir, const char *file, uint32_t *cell,
		       size_t n)
{
	size_t len;
	char *data = read_in(dir, file, &len);
	const bool found = data && len == n * sizeof(*cell);

	for (size_t i = 0; found && i < n; i++) {
		memcpy(&cell[i], data + i * sizeof(*cell), sizeof(*cell));
		cell[i] = ntohl(cell[i]);
	}
	free(data);
	return found;
}

static void add(struct names_of *of, uint8_t protocol, uint32_t id,
		const char *name)
{
	resource_names_add_text(of->names, of->instance, protocol, id, name,
				strcspn(name, "\n"));
}

/* Calls @fn for each entry of a folder that is not hidden. */
static void each_entry(struct names_of *of, const char *folder,
		       void (*fn)(struct names_of *of, const char *dir,
				  const char *name))
{
	char *path = xasprintf("%s%s", of->root, folder);
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char *sub = xasprintf("%s/%s", path, entry->d_name);

		if (*entry->d_name != '.')
			fn(of, sub, entry->d_name);
		free(sub);
	}
	if (dir)
		closedir(dir);
	free(path);
}

/* Returns true if a link leads to a node below that of the instance's @protocol. */
static bool is_below(const struct names_of *of, const char *dir,
		     const char *link, const char *protocol)
{
	char *path = xasprintf("%s/%s", dir, link);
	char *node = realpath(path, NULL);
	char *parent = xasprintf("%s/%s/", of->node, protocol);
	const bool below = node && !strncmp(node, parent, strlen(parent));

	free(parent);
	free(node);
	free(path);
	return below;
}

static void add_regulator(struct names_of *of, const char *dir,
			  const char *name)
{
	uint32_t id;
	size_t len;
	char *text;

	(void)name;
	if (!is_below(of, dir, "of_node", "protocol@17") ||
	    !read_cells(dir, "of_node/reg", &id, 1))
		return;
	text = read_in(dir, "name", &len);
	if (text)
		add(of, VOLTAGE, id, text);
	free(text);
}

/* Returns the protocol of the instance whose node has this phandle; 0: none. */
static uint8_t protocol_of(const struct names_of *of, uint32_t phandle)
{
	static const uint8_t protocols[] = {POWER, PERF};

	for (size_t i = 0; i < sizeof(protocols); i++) {
		char *dir = xasprintf("%s/protocol@%x", of->node, protocols[i]);
		uint32_t its;
		const bool found = read_cells(dir, "phandle", &its, 1) &&
				   its == phandle;

		free(dir);
		if (found)
			return protocols[i];
	}
	return 0;
}

/* @path: of a device in a power domain, without /sys. */
static bool add_by_device(struct names_of *of, const char *path,
			  const char *domain)
{
	char *dir = xasprintf("%s/sys%s", of->root, path);
	uint32_t cell[2]; /* phandle, number */
	uint8_t protocol = 0;

	if (read_cells(dir, "of_node/power-domains", cell, 2))
		protocol = protocol_of(of, cell[0]);
	if (protocol)
		add(of, protocol, cell[1], domain);
	free(dir);
	return protocol;
}

static void add_domain(struct names_of *of, const char *dir, const char *name)
{
	size_t len;
	char *devices = read_in(dir, "devices", &len), *line, *rest;

	if (!devices)
		return;
	for (line = strtok_r(devices, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		if (*line == '/' && add_by_device(of, line, name))
			break;
	free(devices);
}

void resource_sysfs_add(struct resource_names *names, const char *root,
			const char *device, uint8_t instance)
{
	struct names_of of = {
		.names = names, .root = root, .instance = instance};
	char *link = xasprintf("%s/sys/bus/platform/devices/%s/of_node", root,
			       device);

	of.node = realpath(link, NULL);
	if (of.node) {
		each_entry(&of, REGULATORS, add_regulator);
		each_entry(&of, POWER_DOMAIN, add_domain);
	}
	free(of.node);
	free(link);
}
