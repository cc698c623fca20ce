// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_ref_virtio.ko: SCMI over a virtio device, with exactly the features of
 * the specification (virtio 1.2, 5.17). In the cmdq, a command and the space
 * for its response are one buffer. The eventq, if the device has one, is kept
 * full of buffers for delayed responses and notifications.
 *
 * Locking: a queue's spinlock guards its virtqueue and its free messages. It is
 * not held while the SCMI core receives a message. A sender kicks the device
 * with the lock held, as the upstream transport does. So kicks have the order
 * of the ring, and an observer can use virtqueue_kick() as the doorbell.
 *
 * Lifetime: a message that the device owns is on no list. So it cannot be used
 * again before the device returns it, even if its transfer has timed out: a
 * timeout reduces the number of free messages. The messages exist as long as
 * the virtio device is bound.
 *
 * The SCMI instance is created after the device, so its probe is not deferred.
 * It is removed before the device is reset. If the instance alone is unbound,
 * the device keeps its messages.
 *
 * The core receives messages from the first send to the first chan_free, see
 * @live. Before, it has not set up everything that rx_callback uses. After,
 * messages are only put back, and chan_free waits for calls of rx_callback. The
 * core ensures that no send is under way by then.
 */
#include <linux/cache.h>
#include <linux/completion.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <uapi/linux/virtio_scmi.h>

#include "private.h"

#define DATA_MAX   128	 /* payload without the status, in bytes */
#define TIMEOUT_MS 60000 /* the device may be a process on a busy host */

/* Words of a message: header, status, data. */
#define WORDS (2 + DATA_MAX / sizeof(__le32))

struct ref_virtio_message {
	struct ref_virtio_message *next; /* free ones */
	u32 len;			 /* bytes in @response */
	struct scatterlist out;
	struct scatterlist in;
	__le32 request[WORDS];
	__le32 response[WORDS] __aligned(ARCH_DMA_MINALIGN);
};

struct ref_virtio_queue {
	spinlock_t lock; /* guards @vq and @free */
	struct virtqueue *vq;
	struct ref_virtio_message *free;
	struct scmi_chan_info *cinfo;
	unsigned int max_msg;
};

static const struct of_device_id ref_virtio_match[] = {
	{.compatible = "scmi-perf,ref-virtio"}, {}};
MODULE_DEVICE_TABLE(of, ref_virtio_match);

static struct scmi_transport_core_operations *core;

/* One device only: the node of an SCMI instance does not name its device. */
static struct ref_virtio_queue queues[VIRTIO_SCMI_VQ_MAX_CNT];
static unsigned int nr_queues;
static bool live;

/* Reuses a returned message. The ring has room for all messages. */
static void recycle(struct ref_virtio_queue *queue,
		    struct ref_virtio_message *msg)
{
	if (queue->vq->index == VIRTIO_SCMI_VQ_RX) {
		virtqueue_add_inbuf(queue->vq, &msg->in, 1, msg, GFP_ATOMIC);
	} else {
		msg->next = queue->free;
		queue->free = msg;
	}
}

/* A queue's interrupt. A message without a header is ignored. */
static void ref_virtio_done(struct virtqueue *vq)
{
	struct ref_virtio_queue *queue = &queues[vq->index];
	struct ref_virtio_message *msg;
	unsigned long flags;
	bool kick;
	u32 len;

	spin_lock_irqsave(&queue->lock, flags);
	while ((msg = virtqueue_get_buf(vq, &len))) {
		spin_unlock_irqrestore(&queue->lock, flags);
		msg->len = len;
		if (len < sizeof(__le32))
			dev_warn_ratelimited(&vq->vdev->dev,
					     "empty message on the %s\n",
					     vq->name);
		else if (READ_ONCE(live))
			core->rx_callback(queue->cinfo,
					  le32_to_cpu(msg->response[0]), msg);
		spin_lock_irqsave(&queue->lock, flags);
		recycle(queue, msg);
	}
	kick = vq->index == VIRTIO_SCMI_VQ_RX && virtqueue_kick_prepare(vq);
	spin_unlock_irqrestore(&queue->lock, flags);
	if (kick)
		virtqueue_notify(vq);
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

	if (queue->cinfo)
		return -EBUSY;
	queue->cinfo = cinfo;
	cinfo->transport_info = queue;
	return 0;
}

/* Called once for each protocol that shares the channel. */
static int ref_virtio_chan_free(int id, void *p, void *data)
{
	struct scmi_chan_info *cinfo = p;
	struct ref_virtio_queue *queue = cinfo->transport_info;

	if (!queue)
		return 0;
	WRITE_ONCE(live, false);
	virtio_synchronize_cbs(queue->vq->vdev);
	queue->cinfo = NULL;
	cinfo->transport_info = NULL;
	return 0;
}

static unsigned int ref_virtio_get_max_msg(struct scmi_chan_info *cinfo)
{
	struct ref_virtio_queue *queue = cinfo->transport_info;

	return queue->max_msg;
}

static int ref_virtio_send_message(struct scmi_chan_info *cinfo,
				   struct scmi_xfer *xfer)
{
	struct ref_virtio_queue *queue = cinfo->transport_info;
	struct scatterlist *sgs[2];
	struct ref_virtio_message *msg;
	unsigned long flags;
	int ret = -EBUSY;

	spin_lock_irqsave(&queue->lock, flags);
	WRITE_ONCE(live, true);
	msg = queue->free;
	if (msg) {
		msg->request[0] = cpu_to_le32(pack_scmi_header(&xfer->hdr));
		memcpy(msg->request + 1, xfer->tx.buf, xfer->tx.len);
		msg->out.length = sizeof(__le32) + xfer->tx.len;
		sgs[0] = &msg->out;
		sgs[1] = &msg->in;
		ret = virtqueue_add_sgs(queue->vq, sgs, 1, 1, msg, GFP_ATOMIC);
		if (!ret) {
			queue->free = msg->next;
			virtqueue_kick(queue->vq);
		}
	}
	spin_unlock_irqrestore(&queue->lock, flags);
	return ret;
}

/* On entry, rx.len is the size of the caller's buffer. */
static void ref_virtio_fetch_response(struct scmi_chan_info *cinfo,
				      struct scmi_xfer *xfer)
{
	const struct ref_virtio_message *msg = xfer->priv;
	const u32 overhead = 2 * sizeof(__le32);

	if (msg->len < overhead) {
		xfer->hdr.status = SCMI_ERR_PROTOCOL;
		xfer->rx.len = 0;
		return;
	}
	xfer->hdr.status = le32_to_cpu(msg->response[1]);
	xfer->rx.len = min_t(size_t, xfer->rx.len, msg->len - overhead);
	memcpy(xfer->rx.buf, msg->response + 2, xfer->rx.len);
}

static void ref_virtio_fetch_notification(struct scmi_chan_info *cinfo,
					  size_t max_len,
					  struct scmi_xfer *xfer)
{
	const struct ref_virtio_message *msg = xfer->priv;

	xfer->rx.len = min_t(size_t, max_len, msg->len - sizeof(__le32));
	memcpy(xfer->rx.buf, msg->response + 1, xfer->rx.len);
}

/* A caller that polls receives all responses, including its own. */
static bool ref_virtio_poll_done(struct scmi_chan_info *cinfo,
				 struct scmi_xfer *xfer)
{
	struct ref_virtio_queue *queue = cinfo->transport_info;

	ref_virtio_done(queue->vq);
	return completion_done(&xfer->done);
}

static const struct scmi_transport_ops ref_virtio_ops = {
	.chan_available = ref_virtio_chan_available,
	.chan_setup = ref_virtio_chan_setup,
	.chan_free = ref_virtio_chan_free,
	.get_max_msg = ref_virtio_get_max_msg,
	.send_message = ref_virtio_send_message,
	.fetch_response = ref_virtio_fetch_response,
	.fetch_notification = ref_virtio_fetch_notification,
	.poll_done = ref_virtio_poll_done,
};

static struct scmi_desc ref_virtio_desc = {
	.ops = &ref_virtio_ops,
	.max_rx_timeout_ms = TIMEOUT_MS,
	.max_msg_size = DATA_MAX,
	.atomic_enabled = true,
};

DEFINE_SCMI_TRANSPORT_DRIVER(scmi_ref_virtio, scmi_ref_virtio_driver,
			     ref_virtio_desc, ref_virtio_match, core);

/*
 * Allocates as many messages as fit into the ring, at most one for each token.
 */
static int fill_queue(struct virtqueue *vq)
{
	struct ref_virtio_queue *queue = &queues[vq->index];
	unsigned int per_msg = vq->index == VIRTIO_SCMI_VQ_TX ? 2 : 1;
	struct ref_virtio_message *msg;
	unsigned int i;

	spin_lock_init(&queue->lock);
	queue->vq = vq;
	queue->free = NULL;
	queue->max_msg = min_t(unsigned int, MSG_TOKEN_MAX,
			       virtqueue_get_vring_size(vq) / per_msg);
	for (i = 0; i < queue->max_msg; i++) {
		msg = devm_kzalloc(&vq->vdev->dev, sizeof(*msg), GFP_KERNEL);
		if (!msg)
			return -ENOMEM;
		sg_init_one(&msg->out, msg->request, sizeof(msg->request));
		sg_init_one(&msg->in, msg->response, sizeof(msg->response));
		spin_lock_irq(&queue->lock);
		recycle(queue, msg);
		spin_unlock_irq(&queue->lock);
	}
	return 0;
}

/* Detaches unanswered buffers, because del_vqs does not free their tables. */
static void delete_queues(struct virtio_device *vdev)
{
	struct virtqueue *vq;

	virtio_reset_device(vdev);
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
	bool kick;
	int ret;

	if (nr_queues)
		return -EBUSY;
	n = virtio_has_feature(vdev, VIRTIO_SCMI_F_P2A_CHANNELS) ? 2 : 1;
	ret = virtio_find_vqs(vdev, n, vqs, info, NULL);
	if (ret)
		return ret;
	for (i = 0; i < n && !ret; i++)
		ret = fill_queue(vqs[i]);
	if (!ret) {
		kick = n > VIRTIO_SCMI_VQ_RX &&
		       virtqueue_kick_prepare(vqs[VIRTIO_SCMI_VQ_RX]);
		/*
		 * From here on, the device can interrupt and use the buffers.
		 */
		virtio_device_ready(vdev);
		if (kick)
			virtqueue_notify(vqs[VIRTIO_SCMI_VQ_RX]);
		nr_queues = n;
		ret = platform_driver_register(&scmi_ref_virtio_driver);
	}
	if (ret)
		delete_queues(vdev);
	return ret;
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
	.probe = ref_virtio_probe,
	.remove = ref_virtio_remove,
};
module_virtio_driver(ref_virtio_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Minimal SCMI transport over virtio");
