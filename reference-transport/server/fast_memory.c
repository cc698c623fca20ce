// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory for fast channels: a region of the device tree that the kernel leaves
 * alone, because the SCMI core maps it as device memory and refuses to do so with
 * memory that it uses. Agent and platform are the same kernel here, and both map it
 * without a cache.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/printk.h>

#include "fast_memory.h"

static DEFINE_MUTEX(memory_mutex); /* guards the next variable */
static const struct scmi_server *user;

/* Returns false if the device tree has no region. */
static bool find_memory(struct resource *res)
{
	struct device_node *node =
		of_find_compatible_node(NULL, NULL, "scmi-perf,fast-channels");
	int ret = node ? of_address_to_resource(node, 0, res) : -ENOENT;

	of_node_put(node);
	if (!ret && resource_size(res) < SCMI_FAST_SIZE) {
		pr_err("fast channels: expected memory of %d bytes\n",
		       SCMI_FAST_SIZE);
		return false;
	}
	return !ret;
}

void fast_memory_open(struct scmi_server *server)
{
	struct resource res;

	if (!find_memory(&res))
		return;
	mutex_lock(&memory_mutex);
	if (!user)
		server->fast = memremap(res.start, SCMI_FAST_SIZE, MEMREMAP_WC);
	if (server->fast) {
		user = server;
		scmi_platform_set_fast(&server->platform, server->fast,
				       res.start);
	}
	mutex_unlock(&memory_mutex);
}

void fast_memory_close(struct scmi_server *server)
{
	if (!server->fast)
		return;
	mutex_lock(&memory_mutex);
	memunmap(server->fast);
	user = NULL;
	mutex_unlock(&memory_mutex);
}
