// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_smc_firmware.ko: settings, fault plans and counts of the firmware that
 * serves the kernel's own SCMI transport over SMC (../../firmware). The platform
 * is in the firmware; this module only talks to it, by calls of its own and in
 * memory that both see. Messages do not pass here.
 *
 * Locking: a mutex guards that memory. Lifetime: the server exists as long as the
 * device. The transport does not use this module, so it can be unloaded at any
 * time; the firmware then goes on with its last settings.
 */
#include <linux/arm-smccc.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/platform_device.h>
#include <linux/seq_file.h>

#include "../../firmware/control.h"
#include "../../server/scmi_server.h"

/**
 * struct smc_firmware - the firmware, as this kernel sees it
 * @control: memory that both use
 * @mutex: guards @control
 * @ops: of the server
 * @remote: of the server
 * @server: passes on plans and counts
 * @directory: in debugfs
 */
struct smc_firmware {
	struct firmware_control *control;
	struct mutex mutex;
	struct scmi_server_ops ops;
	struct scmi_remote_ops remote;
	struct scmi_server *server;
	struct dentry *directory;
};

/* Other firmware does not know the function. */
static bool call(u32 function)
{
	struct arm_smccc_res res;

	arm_smccc_1_1_smc(function, &res);
	return !res.a0;
}

static void smc_firmware_start(void *context,
			       const struct scmi_service *service,
			       u64 doorbell_ns)
{
	struct smc_firmware *fw = context;

	mutex_lock(&fw->mutex);
	fw->control->service = *service;
	fw->control->doorbell_ns = doorbell_ns;
	call(FIRMWARE_START);
	mutex_unlock(&fw->mutex);
}

static void smc_firmware_set_plan(void *context, const struct scmi_plan *plan)
{
	struct smc_firmware *fw = context;

	mutex_lock(&fw->mutex);
	fw->control->plan = *plan;
	call(FIRMWARE_SET_PLAN);
	mutex_unlock(&fw->mutex);
}

static void smc_firmware_read(void *context, struct scmi_counts *counts,
			      struct scmi_plan *plan)
{
	struct smc_firmware *fw = context;

	mutex_lock(&fw->mutex);
	call(FIRMWARE_READ);
	*counts = fw->control->counts;
	*plan = fw->control->plan;
	mutex_unlock(&fw->mutex);
}

/* Returns ns from the call's entry to @time; 0: @time is missing. */
static u64 since(const struct firmware_control *control, u64 entry, u64 time)
{
	return time ? mul_u64_u64_div_u64(time - entry, NSEC_PER_SEC,
					  control->frequency)
		    : 0;
}

/* Prints the latest messages, oldest first, a line each. */
static int stamps_show(struct seq_file *seq, void *unused)
{
	struct smc_firmware *fw = seq->private;
	const struct firmware_control *control = fw->control;
	u64 i;

	mutex_lock(&fw->mutex);
	call(FIRMWARE_READ);
	seq_puts(seq, "protocol message interrupt exit_ns reply_ns\n");
	i = control->nr_stamps -
	    min_t(u64, control->nr_stamps, FIRMWARE_STAMPS);
	for (; i < control->nr_stamps; i++) {
		const struct firmware_stamp *s =
			&control->stamps[i % FIRMWARE_STAMPS];

		seq_printf(seq, "%u %u %u %llu %llu\n", s->hdr >> 10 & 0xff,
			   s->hdr & 0xff, s->interrupt,
			   since(control, s->entry, s->exit),
			   since(control, s->entry, s->reply));
	}
	mutex_unlock(&fw->mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(stamps);

static int counts_show(struct seq_file *seq, void *unused)
{
	struct smc_firmware *fw = seq->private;

	mutex_lock(&fw->mutex);
	call(FIRMWARE_READ);
	seq_printf(seq,
		   "{\n  \"calls\": %llu,\n  \"empty_doorbells\": %llu\n}\n",
		   fw->control->nr_stamps, fw->control->empty_doorbells);
	mutex_unlock(&fw->mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counts);

/* Maps the memory-region as the firmware sees it: not cached. */
static void *map_control(struct device *dev)
{
	struct device_node *node =
		of_parse_phandle(dev->of_node, "memory-region", 0);
	struct resource res;
	int ret;

	if (!node)
		return ERR_PTR(-ENOENT);
	ret = of_address_to_resource(node, 0, &res);
	of_node_put(node);
	if (ret)
		return ERR_PTR(ret);
	if (resource_size(&res) < sizeof(struct firmware_control))
		return ERR_PTR(-ENOSPC);
	return devm_memremap(dev, res.start, resource_size(&res), MEMREMAP_WC);
}

static void remove_directory(void *directory)
{
	debugfs_remove(directory);
}

static void close_server(void *server)
{
	scmi_server_close(server);
}

static int open_server(struct device *dev, struct smc_firmware *fw)
{
	fw->remote.start = smc_firmware_start;
	fw->remote.set_plan = smc_firmware_set_plan;
	fw->remote.read = smc_firmware_read;
	fw->remote.has_interrupt =
		of_property_read_bool(dev->of_node, "interrupts");
	fw->ops.remote = &fw->remote;
	fw->server = scmi_server_open("smc", 1, &fw->ops, fw);
	if (IS_ERR(fw->server))
		return PTR_ERR(fw->server);
	return devm_add_action_or_reset(dev, close_server, fw->server);
}

static int smc_firmware_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct smc_firmware *fw = devm_kzalloc(dev, sizeof(*fw), GFP_KERNEL);
	int ret;

	if (!fw)
		return -ENOMEM;
	mutex_init(&fw->mutex);
	fw->control = map_control(dev);
	if (IS_ERR(fw->control))
		return dev_err_probe(dev, PTR_ERR(fw->control),
				     "memory-region: expected a region of at "
				     "least %zu bytes\n",
				     sizeof(*fw->control));
	if (!call(FIRMWARE_READ))
		return dev_err_probe(dev, -ENODEV,
				     "the firmware does not know call %#x\n",
				     FIRMWARE_READ);
	ret = open_server(dev, fw);
	if (ret)
		return ret;
	fw->directory = debugfs_create_dir("scmi_smc_firmware", NULL);
	debugfs_create_file("counts", 0400, fw->directory, fw, &counts_fops);
	debugfs_create_file("stamps", 0400, fw->directory, fw, &stamps_fops);
	return devm_add_action_or_reset(dev, remove_directory, fw->directory);
}

static const struct of_device_id smc_firmware_match[] = {
	{.compatible = "scmi-perf,smc-firmware"}, {}};
MODULE_DEVICE_TABLE(of, smc_firmware_match);

static struct platform_driver smc_firmware_driver = {
	.probe = smc_firmware_probe,
	.driver =
		{
			.name = "scmi_smc_firmware",
			.of_match_table = smc_firmware_match,
			.suppress_bind_attrs = true,
		},
};
module_platform_driver(smc_firmware_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Settings and counts of the SCMI firmware behind SMC");
