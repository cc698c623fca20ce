// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_ref_virtio.ko: SCMI over a virtio device, with exactly the features of
 * the specification (virtio 1.2, 5.17). In the cmdq, a command and the space
 * for its response are one buffer. The eventq, if the device has one, is kept
 * full of buffers for delayed responses and notifications.
 *
 * Locking: a queue's spinlock guards its virtqueue and its messages. It is not
 * held while the SCMI core receives a message. A sender kicks the device with
 * the lock held, as the upstream transport does. So kicks have the order of the
 * ring, and an observer can use virtqueue_kick() as the doorbell.
 *
 * Lifetime: the messages exist from the first setup of their channel until the
 * virtio device is unbound. The SCMI instance is created after the device, so
 * its probe is not deferred. It is removed before the device is reset. If the
 * instance alone is unbound, the device keeps its messages.
 *
 * A channel receives messages from the first send to its chan_free. Before, the
 * core has not set up everything that rx_callback uses. After, messages are
 * only put back, and a send is refused. chan_free waits for calls of
 * rx_callback in interrupts and in the worker.
 */
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <uapi/linux/virtio_scmi.h>

#include "ref_virtio.h"

/* The default for the payload without the status, in bytes. */
#define DATA_MAX   128
#define TIMEOUT_MS 60000 /* the device may be a process on a busy host */
/* A sender in atomic context spins: the default of the mailbox and SMC. */
#define ATOMIC_TIMEOUT_MS 30

static bool atomic_mode;
module_param_named(atomic, atomic_mode, bool, 0444);
MODULE_PARM_DESC(
	atomic, "allow sends from atomic context, which spin for at most 30 ms "
		"or arm,max-rx-timeout-ms (default no)");

static const struct of_device_id ref_virtio_match[] = {
	{.compatible = "scmi-perf,ref-virtio"}, {}};
MODULE_DEVICE_TABLE(of, ref_virtio_match);

struct scmi_transport_core_operations *ref_virtio_core;
struct workqueue_struct *ref_virtio_workqueue;

/* One device only: the node of an SCMI instance does not name its device. */
static struct ref_virtio_queue queues[VIRTIO_SCMI_VQ_MAX_CNT];
static unsigned int nr_queues;

static void ref_virtio_done(struct virtqueue *vq)
{
	ref_queue_drain(&queues[vq->index]);
}

/* All protocols share the queues of the instance. */
static bool ref_virtio_chan_available(struct device_node *node, int index)
{
	return index < nr_queues && of_match_node(ref_virtio_match, node);
}

static int ref_virtio_chan_setup(struct scmi_chan_info *cinfo,
				 struct device *dev, bool tx)
{
	struct ref_virtio_queue *queue =
		&queues[tx ? VIRTIO_SCMI_VQ_TX : VIRTIO_SCMI_VQ_RX];
	int ret;

	if (queue->cinfo)
		return -EBUSY;
	ret = ref_queue_fill(queue, HEADER + STATUS +
					    scmi_max_msg_size(cinfo, DATA_MAX));
	if (ret)
		return ret;
	cinfo->transport_info = queue;
	queue->cinfo = cinfo;
	return 0;
}

/* Called once for each protocol that shares the channel. */
static int ref_virtio_chan_free(int id, void *p, void *data)
{
	struct scmi_chan_info *cinfo = p;
	struct ref_virtio_queue *queue = cinfo->transport_info;

	if (queue->cinfo != cinfo)
		return 0;
	spin_lock_irq(&queue->lock);
	queue->cinfo = NULL;
	WRITE_ONCE(queue->receiver, NULL);
	spin_unlock_irq(&queue->lock);
	virtio_synchronize_cbs(queue->vq->vdev);
	flush_work(&queue->work);
	return 0;
}

static unsigned int ref_virtio_get_max_msg(struct scmi_chan_info *cinfo)
{
	struct ref_virtio_queue *queue = cinfo->transport_info;

	return queue->max_msg;
}

/*
 * The first send shows that the core is ready to receive. Returns an error if
 * the channel has been freed. The cmdq's lock is held.
 */
static int start_receiving(struct scmi_chan_info *cinfo)
{
	unsigned int i;

	if (queues[VIRTIO_SCMI_VQ_TX].cinfo != cinfo)
		return -EINVAL;
	for (i = 0; i < nr_queues; i++)
		smp_store_release(&queues[i].receiver, queues[i].cinfo);
	return 0;
}

static int ref_virtio_send_message(struct scmi_chan_info *cinfo,
				   struct scmi_xfer *xfer)
{
	struct ref_virtio_queue *queue = cinfo->transport_info;
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&queue->lock, flags);
	if (unlikely(queue->receiver != cinfo))
		ret = start_receiving(cinfo);
	if (!ret)
		ret = ref_queue_send(queue, xfer);
	spin_unlock_irqrestore(&queue->lock, flags);
	return ret;
}

/* On entry, rx.len is the size of the caller's buffer. */
static void ref_virtio_fetch_response(struct scmi_chan_info *cinfo,
				      struct scmi_xfer *xfer)
{
	const struct ref_virtio_message *msg = xfer->priv;

	if (msg->len < HEADER + STATUS) {
		xfer->hdr.status = SCMI_ERR_PROTOCOL;
		xfer->rx.len = 0;
		return;
	}
	xfer->hdr.status = le32_to_cpu(msg->response[1]);
	xfer->rx.len = min_t(size_t, xfer->rx.len, msg->len - HEADER - STATUS);
	memcpy(xfer->rx.buf, msg->response + 2, xfer->rx.len);
}

static void ref_virtio_fetch_notification(struct scmi_chan_info *cinfo,
					  size_t max_len,
					  struct scmi_xfer *xfer)
{
	const struct ref_virtio_message *msg = xfer->priv;

	xfer->rx.len = min_t(size_t, max_len, msg->len - HEADER);
	memcpy(xfer->rx.buf, msg->response + 1, xfer->rx.len);
}

static bool ref_virtio_poll_done(struct scmi_chan_info *cinfo,
				 struct scmi_xfer *xfer)
{
	return ref_queue_poll(cinfo->transport_info, xfer);
}

static void ref_virtio_mark_txdone(struct scmi_chan_info *cinfo, int ret,
				   struct scmi_xfer *xfer)
{
	if (xfer->hdr.poll_completion)
		ref_queue_end_poll(cinfo->transport_info, xfer);
}

static const struct scmi_transport_ops ref_virtio_ops = {
	.chan_available = ref_virtio_chan_available,
	.chan_setup = ref_virtio_chan_setup,
	.chan_free = ref_virtio_chan_free,
	.get_max_msg = ref_virtio_get_max_msg,
	.send_message = ref_virtio_send_message,
	.mark_txdone = ref_virtio_mark_txdone,
	.fetch_response = ref_virtio_fetch_response,
	.fetch_notification = ref_virtio_fetch_notification,
	.poll_done = ref_virtio_poll_done,
};

/* By @atomic_mode. The core may change the timeout of a descriptor. */
static struct scmi_desc ref_virtio_descs[] = {
	[false] = {.ops = &ref_virtio_ops,
		   .max_rx_timeout_ms = TIMEOUT_MS,
		   .max_msg_size = DATA_MAX},
	[true] = {.ops = &ref_virtio_ops,
		  .max_rx_timeout_ms = ATOMIC_TIMEOUT_MS,
		  .max_msg_size = DATA_MAX,
		  .atomic_enabled = true},
};

DEFINE_SCMI_TRANSPORT_DRIVER(scmi_ref_virtio, scmi_ref_virtio_driver,
			     ref_virtio_descs[atomic_mode], ref_virtio_match,
			     ref_virtio_core);

/* Detaches unanswered buffers, because del_vqs does not free their tables. */
static void delete_queues(struct virtio_device *vdev)
{
	struct virtqueue *vq;

	virtio_reset_device(vdev);
	destroy_workqueue(ref_virtio_workqueue);
	virtio_device_for_each_vq(vdev, vq)
		while (virtqueue_detach_unused_buf(vq))
			;
	vdev->config->del_vqs(vdev);
	nr_queues = 0;
}

static void ref_virtio_remove(struct virtio_device *vdev)
{
	platform_driver_unregister(&scmi_ref_virtio_driver);
	delete_queues(vdev);
}

static int ref_virtio_probe(struct virtio_device *vdev)
{
	struct virtqueue_info info[] = {{"cmdq", ref_virtio_done},
					{"eventq", ref_virtio_done}};
	struct virtqueue *vqs[VIRTIO_SCMI_VQ_MAX_CNT];
	unsigned int i, n;
	int ret;

	if (nr_queues)
		return -EBUSY;
	n = virtio_has_feature(vdev, VIRTIO_SCMI_F_P2A_CHANNELS) ? 2 : 1;
	ret = virtio_find_vqs(vdev, n, vqs, info, NULL);
	if (ret)
		return ret;
	ref_virtio_workqueue =
		alloc_workqueue("scmi-ref-virtio", WQ_UNBOUND | WQ_HIGHPRI, 0);
	if (!ref_virtio_workqueue) {
		vdev->config->del_vqs(vdev);
		return -ENOMEM;
	}
	for (i = 0; i < n; i++)
		ref_queue_init(&queues[i], vqs[i]);
	/* From here on, the device can interrupt. */
	virtio_device_ready(vdev);
	nr_queues = n;
	ret = platform_driver_register(&scmi_ref_virtio_driver);
	if (ret)
		delete_queues(vdev);
	return ret;
}

/* The ring's byte order and the layout of messages are those of virtio 1. */
static int ref_virtio_validate(struct virtio_device *vdev)
{
	if (virtio_has_feature(vdev, VIRTIO_F_VERSION_1))
		return 0;
	dev_err(&vdev->dev, "the device is refused, because it does not offer "
			    "VIRTIO_F_VERSION_1\n");
	return -EINVAL;
}

static const struct virtio_device_id ref_virtio_ids[] = {
	{VIRTIO_ID_SCMI, VIRTIO_DEV_ANY_ID}, {}};
MODULE_DEVICE_TABLE(virtio, ref_virtio_ids);

static const unsigned int ref_virtio_features[] = {
	VIRTIO_SCMI_F_P2A_CHANNELS,
};

static struct virtio_driver ref_virtio_driver = {
	.driver.name = "scmi-ref-virtio",
	.id_table = ref_virtio_ids,
	.feature_table = ref_virtio_features,
	.feature_table_size = ARRAY_SIZE(ref_virtio_features),
	.validate = ref_virtio_validate,
	.probe = ref_virtio_probe,
	.remove = ref_virtio_remove,
};
module_virtio_driver(ref_virtio_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Minimal SCMI transport over virtio");
