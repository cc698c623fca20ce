// SPDX-License-Identifier: GPL-2.0-only
/*
 * A queue's messages: in the ring, free, and polled for.
 *
 * A sender that polls may hold locks, so it never passes another message to the
 * core: a worker does that. While a sender polls, the queue's interrupts are
 * off, because the poller finds the used buffers before the interrupt would. If
 * the scheduler preempts the poller, the responses of sleeping senders wait
 * until it runs again.
 *
 * A message that the device owns is not free. So it cannot be used again before
 * the device returns it, even if its transfer has timed out: a timeout reduces
 * the number of free messages.
 */
#include <linux/minmax.h>
#include <uapi/linux/virtio_scmi.h>

#include "ref_virtio.h"

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

static struct ref_virtio_message *find_polled(struct ref_virtio_queue *queue,
					      const struct scmi_xfer *xfer)
{
	struct ref_virtio_message *msg = queue->polled;

	while (msg && msg->xfer != xfer)
		msg = msg->next;
	return msg;
}

/* From here on, @msg is as if its sender slept. */
static void end_polling(struct ref_virtio_queue *queue,
			struct ref_virtio_message *msg)
{
	struct ref_virtio_message **link = &queue->polled;

	while (*link != msg)
		link = &(*link)->next;
	*link = msg->next;
	msg->xfer = NULL;
}

/* Returns true if @msg stays with its poller: it is the response to its command. */
static bool answers_poller(struct ref_virtio_queue *queue,
			   struct ref_virtio_message *msg)
{
	if (msg->len >= HEADER && msg->response[0] == msg->request[0]) {
		msg->answered = true;
		return true;
	}
	end_polling(queue, msg);
	return false;
}

/* Returns the next message for the core, or NULL. */
static struct ref_virtio_message *get_used(struct ref_virtio_queue *queue)
{
	struct ref_virtio_message *msg;
	u32 len;

	while ((msg = virtqueue_get_buf(queue->vq, &len))) {
		/* The device may report more than it can have written. */
		msg->len = min_t(size_t, len, queue->size);
		if (likely(!msg->xfer) || !answers_poller(queue, msg))
			break;
	}
	return msg;
}

static struct ref_virtio_message *get_pending(struct ref_virtio_queue *queue)
{
	struct ref_virtio_message *msg = queue->pending;

	queue->pending = msg->next;
	if (!queue->pending)
		queue->pending_end = &queue->pending;
	return msg;
}

/* A message without a header is ignored. Call without the lock. */
static void receive(struct ref_virtio_queue *queue,
		    struct ref_virtio_message *msg)
{
	/* Pairs with the release in start_receiving(). */
	struct scmi_chan_info *receiver = smp_load_acquire(&queue->receiver);

	if (unlikely(msg->len < HEADER))
		dev_warn_ratelimited(&queue->vq->vdev->dev,
				     "empty message on the %s\n",
				     queue->vq->name);
	else if (likely(receiver))
		ref_virtio_core->rx_callback(
			receiver, le32_to_cpu(msg->response[0]), msg);
}

void ref_queue_drain(struct ref_virtio_queue *queue)
{
	struct ref_virtio_message *msg;
	unsigned long flags;
	bool kick;

	spin_lock_irqsave(&queue->lock, flags);
	do {
		virtqueue_disable_cb(queue->vq);
		while ((msg = unlikely(queue->pending) ? get_pending(queue)
						       : get_used(queue))) {
			spin_unlock_irqrestore(&queue->lock, flags);
			receive(queue, msg);
			spin_lock_irqsave(&queue->lock, flags);
			recycle(queue, msg);
		}
	} while (!queue->pollers && !virtqueue_enable_cb(queue->vq));
	kick = queue->vq->index == VIRTIO_SCMI_VQ_RX &&
	       virtqueue_kick_prepare(queue->vq);
	spin_unlock_irqrestore(&queue->lock, flags);
	if (kick)
		virtqueue_notify(queue->vq);
}

static void drain_later(struct work_struct *work)
{
	ref_queue_drain(container_of(work, struct ref_virtio_queue, work));
}

static struct ref_virtio_message *new_message(struct device *dev, size_t size)
{
	struct ref_virtio_message *msg =
		devm_kzalloc(dev, sizeof(*msg), GFP_KERNEL);

	if (!msg)
		return NULL;
	/* Not in @msg, because the device writes to the memory of @response. */
	msg->request = devm_kzalloc(dev, size, GFP_KERNEL);
	msg->response = devm_kzalloc(dev, size, GFP_KERNEL);
	if (!msg->request || !msg->response)
		return NULL;
	sg_init_one(&msg->out, msg->request, size);
	sg_init_one(&msg->in, msg->response, size);
	return msg;
}

/* Returns a list of @nr messages, or NULL. */
static struct ref_virtio_message *new_messages(struct device *dev,
					       unsigned int nr, size_t size)
{
	struct ref_virtio_message *list = NULL, *msg;
	void *group = devres_open_group(dev, NULL, GFP_KERNEL);

	if (!group)
		return NULL;
	while (nr--) {
		msg = new_message(dev, size);
		if (!msg) {
			devres_release_group(dev, group);
			return NULL;
		}
		msg->next = list;
		list = msg;
	}
	devres_remove_group(dev, group);
	return list;
}

int ref_queue_fill(struct ref_virtio_queue *queue, size_t size)
{
	struct device *dev = &queue->vq->vdev->dev;
	struct ref_virtio_message *list, *msg;
	bool kick;

	if (queue->size) {
		if (queue->size == size)
			return 0;
		dev_err(dev,
			"invalid value for arm,max-msg-size: the messages of "
			"this device have another size\n");
		return -EINVAL;
	}
	list = new_messages(dev, queue->max_msg, size);
	if (!list)
		return -ENOMEM;
	queue->size = size;
	spin_lock_irq(&queue->lock);
	while ((msg = list)) {
		list = msg->next;
		recycle(queue, msg);
	}
	kick = queue->vq->index == VIRTIO_SCMI_VQ_RX &&
	       virtqueue_kick_prepare(queue->vq);
	spin_unlock_irq(&queue->lock);
	if (kick)
		virtqueue_notify(queue->vq);
	return 0;
}

static void start_polling(struct ref_virtio_queue *queue,
			  struct ref_virtio_message *msg,
			  struct scmi_xfer *xfer)
{
	if (!queue->pollers++)
		virtqueue_disable_cb(queue->vq);
	msg->xfer = xfer;
	msg->answered = false;
	msg->next = queue->polled;
	queue->polled = msg;
}

int ref_queue_send(struct ref_virtio_queue *queue, struct scmi_xfer *xfer)
{
	struct ref_virtio_message *msg = queue->free;
	struct scatterlist *sgs[2];
	int ret;

	if (!msg)
		return -EBUSY;
	if (HEADER + xfer->tx.len > queue->size)
		return -EMSGSIZE;
	msg->request[0] = cpu_to_le32(pack_scmi_header(&xfer->hdr));
	memcpy(msg->request + 1, xfer->tx.buf, xfer->tx.len);
	msg->out.length = HEADER + xfer->tx.len;
	sgs[0] = &msg->out;
	sgs[1] = &msg->in;
	ret = virtqueue_add_sgs(queue->vq, sgs, 1, 1, msg, GFP_ATOMIC);
	if (ret)
		return ret;
	queue->free = msg->next;
	if (xfer->hdr.poll_completion)
		start_polling(queue, msg, xfer);
	virtqueue_kick(queue->vq);
	return 0;
}

/* Reads the used buffers up to the poller's own. */
bool ref_queue_poll(struct ref_virtio_queue *queue, struct scmi_xfer *xfer)
{
	struct ref_virtio_message *msg, *other;
	bool answered, others;
	unsigned long flags;

	spin_lock_irqsave(&queue->lock, flags);
	msg = find_polled(queue, xfer);
	while (msg && !msg->answered && (other = get_used(queue))) {
		other->next = NULL;
		*queue->pending_end = other;
		queue->pending_end = &other->next;
	}
	answered = msg && msg->answered;
	if (answered)
		xfer->priv = msg;
	others = queue->pending;
	spin_unlock_irqrestore(&queue->lock, flags);
	if (others)
		queue_work(ref_virtio_workqueue, &queue->work);
	return answered;
}

void ref_queue_end_poll(struct ref_virtio_queue *queue, struct scmi_xfer *xfer)
{
	struct ref_virtio_message *msg;
	unsigned long flags;
	bool more;

	spin_lock_irqsave(&queue->lock, flags);
	msg = find_polled(queue, xfer);
	if (msg) {
		end_polling(queue, msg);
		if (msg->answered)
			recycle(queue, msg);
	}
	more = !--queue->pollers && !virtqueue_enable_cb(queue->vq);
	spin_unlock_irqrestore(&queue->lock, flags);
	if (more)
		queue_work(ref_virtio_workqueue, &queue->work);
}

/* As many messages as fit into the ring, at most one for each token. */
void ref_queue_init(struct ref_virtio_queue *queue, struct virtqueue *vq)
{
	unsigned int per_msg = vq->index == VIRTIO_SCMI_VQ_TX ? 2 : 1;

	*queue = (struct ref_virtio_queue){
		.vq = vq,
		.max_msg = min_t(unsigned int, MSG_TOKEN_MAX,
				 virtqueue_get_vring_size(vq) / per_msg),
	};
	spin_lock_init(&queue->lock);
	queue->pending_end = &queue->pending;
	INIT_WORK(&queue->work, drain_later);
}
