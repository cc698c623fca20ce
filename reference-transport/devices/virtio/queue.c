// SPDX-License-Identifier: GPL-2.0-only
/*
 * A queue of the software virtio device.
 *
 * Locking: a queue's raw spinlock guards its ring. It is held while a command
 * is submitted to the server, whose own lock nests in it. It is never held
 * while the driver is interrupted, because the driver kicks with its own lock
 * held and takes that lock in its interrupt. For the same reason a kick never
 * interrupts directly: an irq_work (on PREEMPT_RT its thread) interrupts the
 * driver and reports free event buffers to the server.
 *
 * Lifetime: the server delivers replies and events until it is closed, after
 * soft_queue_stop() and before soft_queue_destroy().
 */
#include "queue.h"

#include <linux/virtio_scmi.h>

#include "../../platform/platform.h"
#include "shared_regions.h"

/* 64-bit types differ between kernel and host. */
#define LLU(v) ((unsigned long long)(v))

#define HEADER sizeof(__le32)
#define STATUS sizeof(__le32)
/* One word more than any request, so that the platform sees a wrong length. */
#define REQUEST_MAX (HEADER + SCMI_SERVER_REPLY_MAX + sizeof(__le32))

static const char *fault_name(unsigned int fault)
{
	switch (fault) {
	case SOFT_QUEUE_NO_HEADER:
		return "no_header";
	case SOFT_QUEUE_NO_ROOM:
		return "no_room";
	case SOFT_QUEUE_REPLY_SIZE:
		return "reply_size";
	case SOFT_QUEUE_READABLE:
		return "readable";
	case SOFT_QUEUE_EVENT_SIZE:
		return "event_size";
	}
	return scmi_vring_fault_name(fault);
}

static void return_chain(struct soft_queue *queue,
			 struct scmi_vring_chain *chain, size_t written)
{
	scmi_vring_done(&queue->ring, chain, written);
	queue->used++;
}

/* Returns true if the driver needs an interrupt. The lock is held. */
static bool wants_interrupt(struct soft_queue *queue)
{
	bool wants = scmi_vring_wants_interrupt(&queue->ring);

	queue->unsignalled = false;
	if (wants)
		queue->interrupts++;
	else
		queue->suppressed++;
	return wants;
}

static void fail_chain(struct soft_queue *queue, struct scmi_vring_chain *chain,
		       unsigned int fault)
{
	queue->faults[fault]++;
	return_chain(queue, chain, 0);
	queue->unsignalled = true;
	irq_work_queue(&queue->work);
}

/*
 * Returns the next good chain, or NULL. @budget limits the entries that a
 * caller reads, because the driver can add entries as fast as the device reads
 * them.
 */
static struct scmi_vring_chain *next_chain(struct soft_queue *queue,
					   unsigned int *budget)
{
	struct scmi_vring_chain *chain;
	enum scmi_vring_fault fault;

	while (*budget) {
		--*budget;
		switch (scmi_vring_next(&queue->ring, &chain, &fault)) {
		case SCMI_VRING_EMPTY:
			return NULL;
		case SCMI_VRING_CHAIN:
			queue->chains++;
			return chain;
		case SCMI_VRING_FAILED:
			queue->used++;
			queue->unsignalled = true;
			break;
		case SCMI_VRING_IGNORED:
			break;
		case SCMI_VRING_BROKEN:
			queue->broken = true;
			break;
		}
		queue->faults[fault]++;
		irq_work_queue(&queue->work);
	}
	irq_work_queue(&queue->work);
	return NULL;
}

/*
 * Returns false if the server has no slot; the chain is then back in the ring.
 */
static bool submit(struct soft_queue *queue, struct scmi_vring_chain *chain)
{
	u8 request[REQUEST_MAX];
	size_t len;
	u32 hdr;
	int ret;

	if (chain->readable < HEADER) {
		fail_chain(queue, chain, SOFT_QUEUE_NO_HEADER);
		return true;
	}
	if (chain->writable < HEADER + STATUS) {
		fail_chain(queue, chain, SOFT_QUEUE_NO_ROOM);
		return true;
	}
	len = scmi_vring_read(chain, request, sizeof(request));
	hdr = get_unaligned_le32(request);
	if (queue->statistics)
		chain->user = scmi_statistics_subject(hdr, request + HEADER,
						      len - HEADER);
	ret = scmi_server_submit(queue->server, chain, hdr, request + HEADER,
				 len - HEADER);
	if (!ret)
		return true;
	scmi_vring_unget(&queue->ring, chain);
	queue->chains--;
	queue->stalled = true;
	return false;
}

static void park(struct soft_queue *queue, struct scmi_vring_chain *chain)
{
	chain->next = queue->parked;
	queue->parked = chain;
}

#ifndef __KERNEL__ /* with a second caller, submit() would cost more there */
void soft_queue_again(struct soft_queue *queue, u16 head)
{
	struct scmi_vring_chain *chain;
	enum scmi_vring_fault fault;

	raw_spin_lock_irq(&queue->lock);
	if (scmi_vring_again(&queue->ring, head, &chain, &fault) !=
	    SCMI_VRING_CHAIN) {
		queue->faults[fault]++;
	} else if (queue->vq->index == VIRTIO_SCMI_VQ_RX) {
		queue->chains++;
		park(queue, chain);
	} else {
		queue->chains++;
		submit(queue, chain);
	}
	raw_spin_unlock_irq(&queue->lock);
}
#endif

static void submit_commands(struct soft_queue *queue)
{
	unsigned int budget = queue->ring.config.num;
	struct scmi_vring_chain *chain;

	do {
		while ((chain = next_chain(queue, &budget)))
			if (!submit(queue, chain)) {
				/* An event index shows what was read. */
				scmi_vring_kicks_on(&queue->ring);
				return;
			}
	} while (budget && scmi_vring_kicks_on(&queue->ring));
}

bool soft_queue_notify(struct virtqueue *vq)
{
	struct soft_queue *queue = vq->priv;
	unsigned long flags;

	raw_spin_lock_irqsave(&queue->lock, flags);
	queue->kicks++;
	if (!queue->running) {
		queue->early_kicks++;
	} else if (vq->index == VIRTIO_SCMI_VQ_TX) {
		submit_commands(queue);
	} else if (queue->starved) {
		queue->starved = false;
		queue->room = true;
		scmi_vring_kicks_off(&queue->ring);
		irq_work_queue(&queue->work);
	}
	raw_spin_unlock_irqrestore(&queue->lock, flags);
	return true;
}

static void do_work(struct irq_work *work)
{
	struct soft_queue *queue = container_of(work, struct soft_queue, work);
	bool interrupt = false, room, broken;
	unsigned long flags;

	raw_spin_lock_irqsave(&queue->lock, flags);
	if (queue->running && queue->vq->index == VIRTIO_SCMI_VQ_TX) {
		queue->stalled = false;
		submit_commands(queue);
	}
	if (queue->unsignalled)
		interrupt = wants_interrupt(queue);
	room = queue->running && queue->room;
	queue->room = false;
	broken = queue->broken;
	queue->broken = false;
	raw_spin_unlock_irqrestore(&queue->lock, flags);

	if (interrupt)
		vring_interrupt(0, queue->vq);
	if (room)
		scmi_server_room(queue->server);
	if (broken)
		queue->on_broken(queue->device);
}

/* Returns a message's chain to the driver; true if that needs an interrupt. */
static bool finish(struct soft_queue *queue, struct scmi_vring_chain *chain,
		   u32 hdr, const void *payload, size_t len, unsigned int flags)
{
	__le32 header = cpu_to_le32(hdr);

	scmi_vring_write(chain, 0, &header, HEADER);
	scmi_vring_write(chain, HEADER, payload, len);
	return_chain(queue, chain, HEADER + len);
	return !(flags & SCMI_SERVER_SILENT) && wants_interrupt(queue);
}

static void reply(void *context, void *cookie, u32 hdr, const void *payload,
		  size_t len, unsigned int flags)
{
	struct soft_queue *queue = context;
	struct scmi_vring_chain *chain = cookie;
	__le32 error = cpu_to_le32(SCMI_STATUS_COMMS_ERROR);
	unsigned long irq_flags;
	bool interrupt;

	raw_spin_lock_irqsave(&queue->lock, irq_flags);
	if (HEADER + len > chain->writable) {
		queue->faults[SOFT_QUEUE_REPLY_SIZE]++;
		payload = &error;
		len = sizeof(error);
	}
	if (chain->user)
		scmi_statistics_update(hdr, chain->user, payload, len);
	interrupt = finish(queue, chain, hdr, payload, len, flags);
	/* The server frees this reply's slot only after this callback. */
	if ((queue->stalled || queue->limited) && queue->running)
		irq_work_queue(&queue->work);
	raw_spin_unlock_irqrestore(&queue->lock, irq_flags);
	if (interrupt)
		vring_interrupt(0, queue->vq);
}

/* The device keeps the chain until a reset. */
static void drop(void *context, void *cookie)
{
	struct soft_queue *queue = context;
	unsigned long flags;

	raw_spin_lock_irqsave(&queue->lock, flags);
	queue->dropped++;
	if ((queue->stalled || queue->limited) && queue->running)
		irq_work_queue(&queue->work);
	raw_spin_unlock_irqrestore(&queue->lock, flags);
}

static struct scmi_vring_chain *unpark(struct soft_queue *queue, size_t len)
{
	struct scmi_vring_chain **link = &queue->parked, *chain;

	while ((chain = *link) && chain->writable < len)
		link = &chain->next;
	if (chain)
		*link = chain->next;
	return chain;
}

/*
 * Finds a buffer for @len bytes; if none fits, requests a kick for the next
 * one.
 */
static struct scmi_vring_chain *event_buffer(struct soft_queue *queue,
					     size_t len)
{
	unsigned int budget = queue->ring.config.num;
	struct scmi_vring_chain *chain = unpark(queue, len);

	if (chain)
		return chain;
	do {
		while ((chain = next_chain(queue, &budget))) {
			if (chain->readable) {
				fail_chain(queue, chain, SOFT_QUEUE_READABLE);
			} else if (chain->writable < len) {
				queue->faults[SOFT_QUEUE_EVENT_SIZE]++;
				park(queue, chain);
			} else {
				return chain;
			}
		}
	} while (budget && scmi_vring_kicks_on(&queue->ring));
	queue->starved = true;
	return NULL;
}

static bool event(void *context, u32 hdr, const void *payload, size_t len,
		  unsigned int flags)
{
	struct soft_queue *queue =
		(struct soft_queue *)context + VIRTIO_SCMI_VQ_RX;
	struct scmi_vring_chain *chain = NULL;
	unsigned long irq_flags;
	bool interrupt = false;

	raw_spin_lock_irqsave(&queue->lock, irq_flags);
	if (queue->running)
		chain = event_buffer(queue, HEADER + len);
	if (chain && ((struct soft_queue *)context)->statistics)
		scmi_statistics_event(hdr, payload, len);
	if (chain)
		interrupt = finish(queue, chain, hdr, payload, len, flags);
	raw_spin_unlock_irqrestore(&queue->lock, irq_flags);
	if (interrupt)
		vring_interrupt(0, queue->vq);
	return chain;
}

static void spurious(void *context, void *cookie,
		     enum scmi_server_channel channel)
{
	struct soft_queue *queue = context;

	if (channel == SCMI_SERVER_P2A)
		queue += VIRTIO_SCMI_VQ_RX;
	if (queue->vq)
		vring_interrupt(0, queue->vq);
}

/*
 * Without stray(): a used chain belongs to the driver, so a stray has no
 * buffer.
 */
const struct scmi_server_ops soft_queue_ops = {
	.reply = reply,
	.drop = drop,
	.event = event,
	.interrupt = spurious,
};

const struct scmi_server_ops soft_queue_no_p2a_ops = {
	.reply = reply,
	.drop = drop,
	.interrupt = spurious,
};

void soft_queue_prepare(struct soft_queue *queue,
			void (*on_broken)(void *device), void *device)
{
	raw_spin_lock_init(&queue->lock);
	/* Not HARD, because the driver takes ordinary spinlocks in it. */
	init_irq_work(&queue->work, do_work);
	queue->on_broken = on_broken;
	queue->device = device;
}

/*
 * From here on, the device needs kicks for event buffers only when it lacks
 * one. Before, it wants all kicks, so that it counts those that come too early.
 */
void soft_queue_start(struct soft_queue *queue, struct scmi_server *server)
{
	raw_spin_lock_irq(&queue->lock);
	if (queue->vq->index == VIRTIO_SCMI_VQ_RX)
		scmi_vring_kicks_off(&queue->ring);
	queue->server = server;
	queue->running = true;
	raw_spin_unlock_irq(&queue->lock);
}

void soft_queue_stop(struct soft_queue *queue)
{
	raw_spin_lock_irq(&queue->lock);
	queue->running = false;
	raw_spin_unlock_irq(&queue->lock);
	irq_work_sync(&queue->work);
}

void soft_queue_forget(struct soft_queue *queue)
{
	queue->vq = NULL;
	queue->parked = NULL;
	queue->stalled = false;
	queue->unsignalled = false;
	queue->starved = false;
	queue->room = false;
	queue->broken = false;
}

void soft_queue_show(struct seq_file *seq, struct soft_queue *queue)
{
	unsigned int i, waiting = 0;

	raw_spin_lock_irq(&queue->lock);
	/* A ring is sure to exist only while the queue runs. */
	if (queue->running)
		waiting = scmi_vring_available(&queue->ring);
	seq_printf(seq, "{ \"running\": %s, \"available\": %u,\n    ",
		   queue->running ? "true" : "false", waiting);
	seq_printf(seq, "\"kicks\": %llu, \"early_kicks\": %llu,\n",
		   LLU(queue->kicks), LLU(queue->early_kicks));
	seq_printf(seq, "    \"chains\": %llu, \"used\": %llu, ",
		   LLU(queue->chains), LLU(queue->used));
	seq_printf(seq, "\"dropped\": %llu,\n", LLU(queue->dropped));
	seq_printf(seq, "    \"interrupts\": %llu, \"suppressed\": %llu,\n",
		   LLU(queue->interrupts), LLU(queue->suppressed));
	seq_puts(seq, "    \"faults\": {");
	for (i = 0; i < SOFT_QUEUE_NR_FAULTS; i++)
		seq_printf(seq, "%s\n      \"%s\": %llu", i ? "," : "",
			   fault_name(i), LLU(queue->faults[i]));
	seq_puts(seq, " } }");
	raw_spin_unlock_irq(&queue->lock);
}
