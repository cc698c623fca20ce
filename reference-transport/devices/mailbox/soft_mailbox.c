// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_soft_mailbox.ko: a mailbox controller whose doorbells lead to the
 * platform, for the kernel's own SCMI mailbox transport.
 *
 * Channel 0 is A2P; channel 1 is P2A, if the node has memory for it; further ones
 * are A2P, for protocols with a channel of their own. Each has a shared memory
 * area (DEN0056 v3.2, section 5.1.2). Its status word shows the owner, and a
 * doorbell signals that the owner has changed. For each message the agent asks for
 * an interrupt on completion, or polls the status word (flags, bit 0). Linux polls
 * if a driver asks for an atomic operation.
 *
 * The contents of shared memory are not trusted. An impossible length is
 * replaced by that of the longest message. No command is that long, so the
 * platform answers PROTOCOL_ERROR. A doorbell without a message, or before the
 * last one is answered, does nothing. Both are counted.
 *
 * If the node has an interrupt, it signals all channels and its handler runs in a
 * thread; see interrupt_line.c. Otherwise the client is called in the interrupt
 * that delivers a message.
 *
 * Locking: a raw spinlock guards the ownership of the areas on the platform's
 * side. Interrupts, which are calls of mbox_chan_received_data(), are raised
 * without it, because the client reads the message, returns the area, and
 * rings.
 *
 * Lifetime: a server exists from the first startup of an A2P channel to the first
 * shutdown, because a client frees all its channels. Closing the server ends all
 * interrupts. A channel in use pins this module: unbind the SCMI node from its
 * transport, then unload. The device cannot be unbound through sysfs, because a
 * client would keep its channels.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/platform_device.h>
#include <linux/seq_file.h>

#include "soft_mailbox.h"

/* A channel has one message at a time; the server frees slots later. */
#define DEPTH 32

static struct soft_mailbox *to_soft_mailbox(struct mbox_chan *chan)
{
	return container_of(chan->mbox, struct soft_mailbox, controller);
}

static bool is_a2p(const struct mbox_chan *chan)
{
	return chan != &chan->mbox->chans[P2A];
}

/*
 * The agent's doorbell. It carries no data. On the P2A channel it signals that
 * the area is free again, which the platform reads from the status word.
 */
static int soft_mailbox_send_data(struct mbox_chan *chan, void *unused)
{
	if (is_a2p(chan))
		soft_mailbox_doorbell(to_soft_mailbox(chan), chan->con_priv);
	return 0;
}

static void set_server(struct soft_mailbox *mb, struct scmi_server *server)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&mb->lock, flags);
	mb->server = server;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
}

static int open_a2p(struct soft_mailbox *mb, struct mailbox_channel *channel)
{
	struct scmi_server *server;

	soft_mailbox_reset_area(&channel->area);
	channel->in_service = false;
	if (mb->server)
		return 0;
	server = scmi_server_open("mailbox", DEPTH, &mb->ops, mb);
	if (IS_ERR(server))
		return PTR_ERR(server);
	set_server(mb, server);
	return 0;
}

/* The framework holds a channel's lock during a doorbell. */
static void wait_for_doorbells(struct soft_mailbox *mb)
{
	unsigned long flags;
	int i;

	for (i = 0; i < mb->controller.num_chans; i++) {
		spin_lock_irqsave(&mb->chans[i].lock, flags);
		spin_unlock_irqrestore(&mb->chans[i].lock, flags);
	}
}

static void close_server(struct soft_mailbox *mb)
{
	struct scmi_server *server = mb->server;
	unsigned int dropped;

	set_server(mb, NULL);
	wait_for_doorbells(mb);
	dropped = scmi_server_close(server);
	if (dropped)
		dev_info(mb->controller.dev,
			 "channel closed with %u messages in service\n",
			 dropped);
}

/* From the first that closes on, no channel may be interrupted. */
static void close_a2p(struct soft_mailbox *mb, int number)
{
	soft_mailbox_disable_line(mb);
	if (mb->server)
		close_server(mb);
	soft_mailbox_enable_line(mb, number);
}

static int soft_mailbox_startup(struct mbox_chan *chan)
{
	struct soft_mailbox *mb = to_soft_mailbox(chan);
	int ret = 0;

	mutex_lock(&mb->use_mutex);
	if (is_a2p(chan))
		ret = open_a2p(mb, chan->con_priv);
	else
		soft_mailbox_open_p2a(mb);

	mutex_unlock(&mb->use_mutex);
	return ret;
}

static void soft_mailbox_shutdown(struct mbox_chan *chan)
{
	struct soft_mailbox *mb = to_soft_mailbox(chan);

	mutex_lock(&mb->use_mutex);
	if (is_a2p(chan))
		close_a2p(mb, chan - mb->chans);
	else
		soft_mailbox_close_p2a(mb);

	mutex_unlock(&mb->use_mutex);
}

static const struct mbox_chan_ops chan_ops = {
	.send_data = soft_mailbox_send_data,
	.startup = soft_mailbox_startup,
	.shutdown = soft_mailbox_shutdown,
};

static int counts_show(struct seq_file *seq, void *unused)
{
	struct soft_mailbox *mb = seq->private;
	const struct mailbox_counts *c = &mb->counts;

	seq_printf(seq,
		   "{\n  \"doorbells\": %u,\n  \"empty_doorbells\": %u,\n"
		   "  \"bad_lengths\": %u,\n  \"refused\": %u,\n"
		   "  \"polled\": %u,\n  \"a2p_interrupts\": %u,\n"
		   "  \"p2a_interrupts\": %u,\n  \"rung_again\": %u\n}\n",
		   c->doorbells, c->empty_doorbells, c->bad_lengths, c->refused,
		   c->polled, c->interrupts[A2P], c->interrupts[P2A],
		   c->rung_again);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counts);

/* Rings the first channel's doorbell without the mailbox framework. */
static ssize_t doorbell_write(struct file *file, const char __user *buf,
			      size_t len, loff_t *pos)
{
	struct soft_mailbox *mb = file->private_data;
	int ret = len;

	mutex_lock(&mb->use_mutex);
	if (mb->server)
		soft_mailbox_doorbell(mb, &mb->channels[A2P]);
	else
		ret = -ENOLINK;
	mutex_unlock(&mb->use_mutex);
	return ret;
}

static const struct file_operations doorbell_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = doorbell_write,
};

/* Maps the area of memory-region @index; -ENOENT if the region is missing. */
static int map_area(struct device *dev, int index, struct mailbox_area *area)
{
	struct device_node *node =
		of_parse_phandle(dev->of_node, "memory-region", index);
	struct resource res;
	int ret;

	if (!node)
		return -ENOENT;
	ret = of_address_to_resource(node, 0, &res);
	of_node_put(node);
	if (ret)
		return ret;
	if (resource_size(&res) < AREA_PAYLOAD + PAYLOAD_MAX)
		return -ENOSPC;
	area->room = resource_size(&res) - AREA_PAYLOAD;
	area->base = devm_ioremap(dev, res.start, resource_size(&res));
	return area->base ? 0 : -ENOMEM;
}

/* Maps the areas and counts them. The first is required. */
static int map_areas(struct device *dev, struct soft_mailbox *mb)
{
	int i, ret = 0;

	for (i = 0; i < MAX_CHANNELS; i++) {
		ret = map_area(dev, i, &mb->channels[i].area);
		if (ret)
			break;
		mb->channels[i].chan = &mb->chans[i];
		mb->chans[i].con_priv = &mb->channels[i];
	}
	mb->controller.num_chans = i;
	return ret == -ENOENT && i ? 0 : ret;
}

static void remove_directory(void *directory)
{
	debugfs_remove(directory);
}

static int soft_mailbox_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct soft_mailbox *mb = devm_kzalloc(dev, sizeof(*mb), GFP_KERNEL);
	int ret;

	if (!mb)
		return -ENOMEM;
	ret = map_areas(dev, mb);
	if (ret)
		return dev_err_probe(dev, ret,
				     "memory-region: expected a region of at "
				     "least %d bytes for each channel\n",
				     AREA_PAYLOAD + PAYLOAD_MAX);
	raw_spin_lock_init(&mb->lock);
	mutex_init(&mb->use_mutex);
	mb->ops = soft_mailbox_server_ops;
	ret = soft_mailbox_request_line(pdev, mb);
	if (ret)
		return dev_err_probe(dev, ret, "interrupt\n");
	if (mb->irq)
		mb->ops.event = soft_mailbox_queue_event;
	if (!mb->channels[P2A].area.base)
		mb->ops.event = NULL;
	mb->controller.dev = dev;
	mb->controller.ops = &chan_ops;
	mb->controller.chans = mb->chans;
	ret = devm_mbox_controller_register(dev, &mb->controller);
	if (ret)
		return ret;
	mb->directory = debugfs_create_dir(dev_name(dev), NULL);
	debugfs_create_file("counts", 0400, mb->directory, mb, &counts_fops);
	debugfs_create_file("doorbell", 0200, mb->directory, mb,
			    &doorbell_fops);
	return devm_add_action_or_reset(dev, remove_directory, mb->directory);
}

static const struct of_device_id soft_mailbox_match[] = {
	{.compatible = "scmi-perf,soft-mailbox"}, {}};
MODULE_DEVICE_TABLE(of, soft_mailbox_match);

static struct platform_driver soft_mailbox_driver = {
	.probe = soft_mailbox_probe,
	.driver =
		{
			.name = "scmi_soft_mailbox",
			.of_match_table = soft_mailbox_match,
			.suppress_bind_attrs = true,
		},
};
module_platform_driver(soft_mailbox_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software mailbox controller in front of the SCMI platform");
