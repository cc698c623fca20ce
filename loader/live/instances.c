// SPDX-License-Identifier: GPL-2.0-only
#include "instances.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "names.h"
#include "read_file.h"

/* By the bindings of Linux: Documentation/devicetree/bindings/firmware/arm,scmi. */
static const struct {
	const char *compatible;
	enum transport transport;
} bindings[] = {
	{"arm,scmi", TRANSPORT_MAILBOX},
	{"arm,scmi-smc", TRANSPORT_SMC},
	{"arm,scmi-smc-param", TRANSPORT_SMC},
	{"qcom,scmi-smc", TRANSPORT_SMC},
	{"linaro,scmi-optee", TRANSPORT_OPTEE},
	{"arm,scmi-virtio", TRANSPORT_VIRTIO},
	{"scmi-perf,ref-loopback", TRANSPORT_LOOPBACK},
	{"scmi-perf,ref-virtio", TRANSPORT_REF_VIRTIO},
};

#define DEVICES "/sys/bus/platform/devices"
#define DRIVER	"/sys/bus/platform/drivers/arm-scmi"

#define FIRST_PROTOCOL 0x10 /* BASE, whose channel others share */

/* The longest property that is read, in bytes. */
#define PROPERTY_MAX 4096

static const char *const names_of_replies[] = {
	[REPLY_UNKNOWN] = "unknown",	     [REPLY_INTERRUPT] = "interrupt",
	[REPLY_THREAD] = "interrupt thread", [REPLY_POLLED] = "polled",
	[REPLY_CALL] = "in the call",
};

static bool exists(const char *directory, const char *name)
{
	char *path = xasprintf("%s/%s", directory, name);
	bool found = !access(path, F_OK);

	free(path);
	return found;
}

/* Returns the file @name in @directory, with its length, or NULL. */
static char *property(const char *directory, const char *name, size_t *len)
{
	char *path = xasprintf("%s/%s", directory, name), *data;

	*len = 0;
	if (read_file(path, PROPERTY_MAX, &data, len))
		data = NULL;
	free(path);
	return data;
}

/* Returns true if the list of strings @name has @string. */
static bool has_string(const char *directory, const char *name,
		       const char *string)
{
	size_t len;
	char *data = property(directory, name, &len);
	bool found = false;

	for (size_t at = 0; data && at < len;
	     at += strnlen(data + at, len - at) + 1)
		if (len - at > strlen(string) && !strcmp(data + at, string))
			found = true;
	free(data);
	return found;
}

/* Reads cell @i of a property; returns false if it has fewer. */
static bool cell(const char *directory, const char *name, size_t i,
		 uint32_t *value)
{
	size_t len;
	char *data = property(directory, name, &len);
	bool found = data && len / sizeof(*value) > i;

	if (found) {
		memcpy(value, data + i * sizeof(*value), sizeof(*value));
		*value = ntohl(*value);
	}
	free(data);
	return found;
}

/* Returns the entries of a directory that are not hidden; -1: none. */
static int entries(const char *root, const char *path, struct dirent ***list)
{
	char *directory = xasprintf("%s%s", root, path);
	int n = scandir(directory, list, NULL, alphasort);

	free(directory);
	return n;
}

static void free_entries(struct dirent **list, int n)
{
	for (int i = 0; i < n; i++)
		free(list[i]);
	if (n >= 0)
		free(list);
}

/* Returns the device tree node of the platform device with this phandle, or NULL. */
static char *node_of_phandle(const char *root, uint32_t phandle)
{
	struct dirent **list;
	int n = entries(root, DEVICES, &list);
	char *found = NULL;

	for (int i = 0; i < n && !found; i++) {
		char *node = xasprintf("%s" DEVICES "/%s/of_node", root,
				       list[i]->d_name);
		uint32_t value;

		if (cell(node, "phandle", 0, &value) && value == phandle)
			found = node;
		else
			free(node);
	}
	free_entries(list, n);
	return found;
}

/* A GICv2 has a name in /proc/interrupts ("GIC-0"), but none in sysfs. */
static bool is_gic(const char *chip, size_t len)
{
	return chip && (!len || (len >= 3 && !memcmp(chip, "GIC", 3)));
}

/* Returns the number of the interrupt @hwirq of the machine's GIC; -1: none. */
static int interrupt_of(const char *root, uint32_t hwirq)
{
	struct dirent **list;
	int n = entries(root, "/sys/kernel/irq", &list), found = -1;

	for (int i = 0; i < n && found < 0; i++) {
		char *directory = xasprintf("%s/sys/kernel/irq/%s", root,
					    list[i]->d_name);
		size_t len;
		char *number = property(directory, "hwirq", &len);
		char *chip = property(directory, "chip_name", &len);

		if (number && is_gic(chip, len) &&
		    strtoul(number, NULL, 10) == hwirq)
			found = atoi(list[i]->d_name);
		free(number);
		free(chip);
		free(directory);
	}
	free_entries(list, n);
	return found;
}

/* The kernel names the thread of interrupt 23 of "mhu" "irq/23-mhu". */
static bool has_thread(const char *root, int interrupt)
{
	char *prefix = xasprintf("irq/%d-", interrupt);
	struct dirent **list;
	int n = entries(root, "/proc", &list);
	bool found = false;

	for (int i = 0; i < n && !found; i++) {
		char *directory =
			xasprintf("%s/proc/%s", root, list[i]->d_name);
		size_t len;
		char *name = property(directory, "comm", &len);

		found = name && !strncmp(name, prefix, strlen(prefix));
		free(name);
		free(directory);
	}
	free_entries(list, n);
	free(prefix);
	return found;
}

#define GIC_SPI	      0 /* first cell of an interrupt: shared by processors */
#define GIC_FIRST_SPI 32

/* How the mailbox's controller signals a reply, by its first interrupt. */
static enum reply_way reply_of_controller(const char *root, const char *node)
{
	uint32_t controller, kind, number;
	enum reply_way way = REPLY_UNKNOWN;
	char *of_controller;
	int interrupt;

	if (!cell(node, "mboxes", 0, &controller))
		return REPLY_UNKNOWN;
	of_controller = node_of_phandle(root, controller);
	if (of_controller && cell(of_controller, "interrupts", 0, &kind) &&
	    kind == GIC_SPI && cell(of_controller, "interrupts", 1, &number)) {
		interrupt = interrupt_of(root, number + GIC_FIRST_SPI);
		if (interrupt >= 0)
			way = has_thread(root, interrupt) ? REPLY_THREAD
							  : REPLY_INTERRUPT;
	}
	free(of_controller);
	return way;
}

static enum reply_way reply_of(const char *root, const char *node,
			       enum transport transport)
{
	switch (transport) {
	case TRANSPORT_MAILBOX:
		return exists(node, "arm,no-completion-irq")
			       ? REPLY_POLLED
			       : reply_of_controller(root, node);
	case TRANSPORT_SMC:
		return has_string(node, "interrupt-names", "a2p")
			       ? REPLY_INTERRUPT
			       : REPLY_CALL;
	case TRANSPORT_OPTEE:
		return REPLY_CALL;
	case TRANSPORT_VIRTIO:
	case TRANSPORT_REF_VIRTIO:
		return REPLY_INTERRUPT;
	default:
		return REPLY_UNKNOWN;
	}
}

static enum transport transport_of(const char *node)
{
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++)
		if (has_string(node, "compatible", bindings[i].compatible))
			return bindings[i].transport;
	return TRANSPORT_UNKNOWN;
}

/* The phases of a transfer with all hooks. */
static const char *phases_of(enum transport transport, enum reply_way way)
{
	if (transport == TRANSPORT_UNKNOWN || transport == TRANSPORT_LOOPBACK)
		return "transport, wakeup";
	if (way == REPLY_CALL)
		return "submit, service";
	if (way == REPLY_POLLED)
		return "submit, doorbell, service";
	return "submit, doorbell, service, dispatch, wakeup";
}

/* The property of a node that has a channel of its own; NULL: only the instance's. */
static const char *channel_property(enum transport transport)
{
	switch (transport) {
	case TRANSPORT_MAILBOX:
		return "mboxes";
	case TRANSPORT_SMC:
		return "shmem";
	case TRANSPORT_OPTEE:
		return "linaro,optee-channel-id";
	default:
		return NULL;
	}
}

/* The nodes of disabled protocols have no channel. */
static bool is_available(const char *node)
{
	return !exists(node, "status") || has_string(node, "status", "okay") ||
	       has_string(node, "status", "ok");
}

void instances_channels(const char *root, const char *name,
			enum transport transport, uint8_t channel[256])
{
	const char *wanted = channel_property(transport);
	char *path = xasprintf(DRIVER "/%s/of_node", name);
	struct dirent **list;
	int n = wanted ? entries(root, path, &list) : -1;

	memset(channel, FIRST_PROTOCOL, 256);
	for (int i = 0; i < n; i++) {
		char *node = xasprintf("%s%s/%s", root, path, list[i]->d_name);
		uint32_t protocol;

		if (cell(node, "reg", 0, &protocol) && protocol < 256 &&
		    exists(node, wanted) && is_available(node))
			channel[protocol] = (uint8_t)protocol;
		free(node);
	}
	if (wanted)
		free_entries(list, n);
	free(path);
}

size_t instances_find(const char *root,
		      struct doctor_instance instance[DOCTOR_INSTANCES_MAX])
{
	struct dirent **list;
	int n = entries(root, DRIVER, &list);
	size_t found = 0;

	for (int i = 0; i < n && found < DOCTOR_INSTANCES_MAX; i++) {
		struct doctor_instance *out = &instance[found];
		char *node = xasprintf("%s" DRIVER "/%s/of_node", root,
				       list[i]->d_name);
		enum transport transport = transport_of(node);
		enum reply_way way = reply_of(root, node, transport);

		if (list[i]->d_name[0] != '.' && exists(node, "compatible")) {
			snprintf(out->name, sizeof(out->name), "%s",
				 list[i]->d_name);
			out->transport = transport_names[transport];
			out->reply = names_of_replies[way];
			out->phases = phases_of(transport, way);
			found++;
		}
		free(node);
	}
	free_entries(list, n);
	return found;
}
