// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_soft_virtio.ko: an SCMI device (id 32) on the virtio bus, in front of
 * scmi_platform. It has split rings, or packed ones. Parameters select the features that it
 * offers.
 *
 *   /sys/kernel/debug/scmi_soft_virtio/counts  its counters as JSON
 *
 * Locking: the virtio core serialises negotiation, creation and removal of
 * queues, and reset. queue.c describes the locking between these.
 *
 * Lifetime: queues exist from find_vqs to del_vqs, the server from DRIVER_OK to
 * reset or del_vqs. After a reset, chains in flight stay unanswered: the device
 * reads no chain, returns none and raises no interrupt. The last reference to
 * the device frees its memory, and the module waits for that.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <uapi/linux/virtio_scmi.h>

#include "queue.h"
#include "shared_regions.h"

#define VENDOR	  0x53504d53 /* any value: virtio defines no vendors */
#define MAX_DEPTH 1024	     /* the number of tokens */
#define MAX_RING  32768U     /* virtio 1.2, 2.7 */

static bool p2a = true;
module_param(p2a, bool, 0444);
MODULE_PARM_DESC(p2a, "offer VIRTIO_SCMI_F_P2A_CHANNELS (default yes)");

static bool shared_memory = true;
module_param(shared_memory, bool, 0444);
MODULE_PARM_DESC(shared_memory,
		 "offer VIRTIO_SCMI_F_SHARED_MEMORY (default yes)");

static bool indirect;
module_param(indirect, bool, 0444);
MODULE_PARM_DESC(indirect, "offer VIRTIO_F_INDIRECT_DESC (default no)");

static bool event_index;
module_param(event_index, bool, 0444);
MODULE_PARM_DESC(event_index, "offer VIRTIO_F_EVENT_IDX (default no)");

static bool in_order;
module_param(in_order, bool, 0444);
MODULE_PARM_DESC(in_order,
		 "offer VIRTIO_F_IN_ORDER, for a fixed service= (default no)");

static bool packed;
module_param(packed, bool, 0444);
MODULE_PARM_DESC(packed, "offer VIRTIO_F_RING_PACKED, without indirect=, "
			 "event_index= and in_order= (default no)");

static uint ring_size = 256;
module_param(ring_size, uint, 0444);
MODULE_PARM_DESC(
	ring_size,
	"descriptors of a queue, a power of two, 2 to 32768 (default 256)");

static bool version_1 = true;
module_param(version_1, bool, 0444);
MODULE_PARM_DESC(version_1, "offer VIRTIO_F_VERSION_1 (default yes)");

static uint depth;
module_param(depth, uint, 0444);
MODULE_PARM_DESC(depth,
		 "commands served at a time, 1 to 1024; the device reads no "
		 "further one (default 0: more than the driver can send)");

static struct device *parent;
static struct dentry *directory;
static DECLARE_COMPLETION(released);

/* The only device. */
static struct virtio_device vdev;
static struct soft_queue queues[VIRTIO_SCMI_VQ_MAX_CNT];
static struct scmi_server *server;
static u8 status;   /* as the driver has set it */
static bool broken; /* NEEDS_RESET, set in any context */

static void soft_get(struct virtio_device *dev, unsigned int offset, void *buf,
		     unsigned int len)
{
	/* The device has no configuration data (5.17.4). */
	memset(buf, 0, len);
}

static u8 soft_get_status(struct virtio_device *dev)
{
	return READ_ONCE(status) |
	       (READ_ONCE(broken) ? VIRTIO_CONFIG_S_NEEDS_RESET : 0);
}

static u64 soft_get_features(struct virtio_device *dev)
{
	u64 features = 0;

	if (version_1)
		features |= BIT_ULL(VIRTIO_F_VERSION_1);
	if (p2a)
		features |= BIT_ULL(VIRTIO_SCMI_F_P2A_CHANNELS);
	if (shared_memory)
		features |= BIT_ULL(VIRTIO_SCMI_F_SHARED_MEMORY);
	if (indirect)
		features |= BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC);
	if (event_index)
		features |= BIT_ULL(VIRTIO_RING_F_EVENT_IDX);
	if (in_order)
		features |= BIT_ULL(VIRTIO_F_IN_ORDER);
	if (packed)
		features |= BIT_ULL(VIRTIO_F_RING_PACKED);
	return features;
}

/*
 * A driver must accept VERSION_1, because the device has no legacy interface: its
 * rings are little-endian. If it does not offer the feature, a driver has to
 * refuse the device.
 */
static int soft_finalize_features(struct virtio_device *dev)
{
	vring_transport_features(dev);
	return !version_1 || __virtio_test_bit(dev, VIRTIO_F_VERSION_1)
		       ? 0
		       : -EINVAL;
}

static void start(void)
{
	bool has_eventq = queues[VIRTIO_SCMI_VQ_RX].vq;
	unsigned int i;

	if (!queues[VIRTIO_SCMI_VQ_TX].vq || server)
		return;
	queues[VIRTIO_SCMI_VQ_TX].limited = depth;
	/*
	 * Twice the chains of the cmdq, because the driver can reuse a chain
	 * before the server has released the slot of its reply.
	 */
	server = scmi_server_open(
		"virtio", depth ?: min(2 * ring_size, MAX_DEPTH),
		has_eventq ? &soft_queue_ops : &soft_queue_no_p2a_ops, queues);
	if (IS_ERR(server)) {
		pr_err("cannot open a server: %pe; reset the device\n", server);
		server = NULL;
		WRITE_ONCE(broken, true);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(queues); i++)
		if (queues[i].vq)
			soft_queue_start(&queues[i], server);
}

static void stop(void)
{
	unsigned int i, dropped;

	for (i = 0; i < ARRAY_SIZE(queues); i++)
		soft_queue_stop(&queues[i]);
	if (!server)
		return;
	dropped = scmi_server_close(server);
	server = NULL;
	if (dropped)
		dev_info(&vdev.dev, "reset with %u messages in service\n",
			 dropped);
}

static void soft_set_status(struct virtio_device *dev, u8 value)
{
	bool ok = value & ~status & VIRTIO_CONFIG_S_DRIVER_OK;

	WRITE_ONCE(status, value & ~VIRTIO_CONFIG_S_NEEDS_RESET);
	if (ok)
		start();
}

static void soft_reset(struct virtio_device *dev)
{
	stop();
	WRITE_ONCE(status, 0);
	WRITE_ONCE(broken, false);
}

/* 2.1.2: notify the driver if it has set DRIVER_OK. Context: hard interrupt. */
static void needs_reset(void *device)
{
	WRITE_ONCE(broken, true);
	virtio_config_changed(&vdev);
}

static void soft_del_vqs(struct virtio_device *dev)
{
	unsigned int i;

	stop();
	for (i = 0; i < ARRAY_SIZE(queues); i++)
		soft_queue_destroy(&queues[i]);
}

/* The eventq exists only if P2A channels were negotiated (5.17.2). */
static int soft_find_vqs(struct virtio_device *dev, unsigned int nr,
			 struct virtqueue *vqs[], struct virtqueue_info info[],
			 struct irq_affinity *affinity)
{
	bool has_eventq = __virtio_test_bit(dev, VIRTIO_SCMI_F_P2A_CHANNELS);
	unsigned int i;
	int ret;

	if (nr > (has_eventq ? 2 : 1))
		return -ENOENT;
	for (i = 0; i < nr; i++) {
		vqs[i] = NULL;
		if (!info[i].name)
			continue;
		ret = soft_queue_create(&queues[i], dev, i, ring_size,
					&info[i]);
		if (ret) {
			soft_del_vqs(dev);
			return ret;
		}
		vqs[i] = queues[i].vq;
	}
	return 0;
}

/* 5.17.6.4: no region unless it was negotiated. */
static bool soft_get_shm_region(struct virtio_device *dev,
				struct virtio_shm_region *region, u8 id)
{
	return __virtio_test_bit(dev, VIRTIO_SCMI_F_SHARED_MEMORY) &&
	       scmi_statistics_region(id, &region->addr, &region->len);
}

static const char *soft_bus_name(struct virtio_device *dev)
{
	return "scmi_soft_virtio";
}

static const struct virtio_config_ops soft_config_ops = {
	.get = soft_get,
	.get_status = soft_get_status,
	.set_status = soft_set_status,
	.reset = soft_reset,
	.get_features = soft_get_features,
	.finalize_features = soft_finalize_features,
	.find_vqs = soft_find_vqs,
	.del_vqs = soft_del_vqs,
	.get_shm_region = soft_get_shm_region,
	.bus_name = soft_bus_name,
};

static int counts_show(struct seq_file *seq, void *unused)
{
	seq_printf(seq, "{ \"offered\": \"%#llx\", ", soft_get_features(&vdev));
	seq_printf(seq, "\"negotiated\": \"%#llx\", ", vdev.features);
	seq_printf(seq, "\"status\": %u,\n", soft_get_status(&vdev));
	seq_puts(seq, "  \"cmdq\": ");
	soft_queue_show(seq, &queues[VIRTIO_SCMI_VQ_TX]);
	seq_puts(seq, ",\n  \"eventq\": ");
	soft_queue_show(seq, &queues[VIRTIO_SCMI_VQ_RX]);
	seq_puts(seq, " }\n");
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counts);

static void soft_release(struct device *dev)
{
	complete(&released);
}

static int __init soft_virtio_init(void)
{
	unsigned int i;
	int ret;

	if (ring_size < 2 || ring_size > MAX_RING ||
	    !is_power_of_2(ring_size)) {
		pr_err("invalid value '%u' for ring_size (a power of two "
		       "from 2 to %u)\n",
		       ring_size, MAX_RING);
		return -EINVAL;
	}
	if (packed && (indirect || event_index || in_order)) {
		pr_err("packed= excludes indirect=, event_index= and "
		       "in_order=\n");
		return -EINVAL;
	}
	ret = scmi_statistics_init();
	if (ret)
		return ret;
	parent = root_device_register(KBUILD_MODNAME);
	if (IS_ERR(parent)) {
		scmi_statistics_exit();
		return PTR_ERR(parent);
	}
	for (i = 0; i < ARRAY_SIZE(queues); i++)
		soft_queue_prepare(&queues[i], needs_reset, NULL);
	/*
	 * Errors are ignored: without debugfs, only the counters are missing.
	 */
	directory = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_file("counts", 0400, directory, NULL, &counts_fops);

	vdev.dev.parent = parent;
	vdev.dev.release = soft_release;
	vdev.id.device = VIRTIO_ID_SCMI;
	vdev.id.vendor = VENDOR;
	vdev.config = &soft_config_ops;
	ret = register_virtio_device(&vdev);
	if (!ret)
		return 0;
	put_device(&vdev.dev);
	wait_for_completion(&released);
	debugfs_remove(directory);
	root_device_unregister(parent);
	scmi_statistics_exit();
	return ret;
}
module_init(soft_virtio_init);

static void __exit soft_virtio_exit(void)
{
	unregister_virtio_device(&vdev);
	wait_for_completion(&released);
	debugfs_remove(directory);
	root_device_unregister(parent);
	scmi_statistics_exit();
}
module_exit(soft_virtio_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software virtio SCMI device over scmi_platform");
