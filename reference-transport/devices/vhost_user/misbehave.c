// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults of a plan that only a device can make. The server names them right before the
 * reply of their command; the reply itself, or what follows, is then wrong.
 */
#include "misbehave.h"

#include <linux/virtio_scmi.h>

#include "../../platform/plan.h"
#include "vhost_device.h"

static struct vhost_device *device_of(void *context)
{
	return container_of(context, struct vhost_device, queues);
}

static struct soft_queue *commands(struct vhost_device *device)
{
	return &device->queues[VIRTIO_SCMI_VQ_TX];
}

static struct virtqueue *commands_vq(struct vhost_device *device)
{
	return &device->rings[VIRTIO_SCMI_VQ_TX].vq;
}

static enum hrtimer_restart hear_kick(struct hrtimer *timer)
{
	struct vhost_device *device =
		container_of(timer, struct vhost_device, misbehaviour.kick);

	soft_queue_notify(commands_vq(device));
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart raise_late(struct hrtimer *timer)
{
	struct vhost_device *device = container_of(timer, struct vhost_device,
						   misbehaviour.interrupt);

	if (scmi_vring_wants_interrupt(&commands(device)->ring))
		vring_interrupt(0, commands_vq(device));
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart read_again(struct hrtimer *timer)
{
	struct vhost_device *device =
		container_of(timer, struct vhost_device, misbehaviour.read);
	struct soft_queue *queue = commands(device);

	soft_queue_start(queue, device->server);
	irq_work_queue(&queue->work);
	return HRTIMER_NORESTART;
}

void misbehave_open(struct vhost_device *device)
{
	struct misbehaviour *m = &device->misbehaviour;

	*m = (struct misbehaviour){.next = SCMI_FAULT_NR_KINDS};
	hrtimer_setup(&m->kick, hear_kick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_setup(&m->interrupt, raise_late, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	hrtimer_setup(&m->read, read_again, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}

void misbehave_stop(struct vhost_device *device)
{
	struct misbehaviour *m = &device->misbehaviour;

	hrtimer_cancel(&m->kick);
	hrtimer_cancel(&m->interrupt);
	hrtimer_cancel(&m->read);
	m->mute_until = 0;
	m->lost_kicks = 0;
	m->late_kick_ns = 0;
}

bool misbehave_hears(struct vhost_device *device)
{
	struct misbehaviour *m = &device->misbehaviour;

	if (m->lost_kicks) {
		m->lost_kicks--;
		return false;
	}
	if (m->late_kick_ns) {
		hrtimer_start(&m->kick, ns_to_ktime(m->late_kick_ns),
			      HRTIMER_MODE_REL);
		m->late_kick_ns = 0;
		return false;
	}
	return true;
}

bool misbehave_is_mute(const struct vhost_device *device)
{
	const u64 until = device->misbehaviour.mute_until;

	return until && ktime_get_ns() < until;
}

/* Notes the fault of the next reply, or begins one that lasts. */
static void misbehave(void *context, enum scmi_fault_kind fault, s32 value,
		      u64 ns)
{
	struct vhost_device *device = device_of(context);
	struct misbehaviour *m = &device->misbehaviour;

	m->next = fault;
	m->value = value;
	m->ns = ns;
	switch (fault) {
	case SCMI_FAULT_LOST_KICK:
		m->lost_kicks++;
		break;
	case SCMI_FAULT_LATE_KICK:
		m->late_kick_ns = ns;
		break;
	case SCMI_FAULT_NO_INTERRUPTS:
		m->mute_until = ktime_get_ns() + ns;
		break;
	case SCMI_FAULT_STOP_READING:
		soft_queue_stop(commands(device));
		hrtimer_start(&m->read, ns_to_ktime(ns), HRTIMER_MODE_REL);
		break;
	case SCMI_FAULT_DISCONNECT:
		m->leave_ns = max(ns, 1ULL);
		break;
	default:
		break;
	}
}

/* Writes a reply, but returns its chain with another number or length. */
static void return_wrong(struct vhost_device *device,
			 struct scmi_vring_chain *chain, u32 hdr,
			 const void *payload, size_t len)
{
	struct soft_queue *queue = commands(device);
	const struct misbehaviour *m = &device->misbehaviour;
	const u32 header = cpu_to_le32(hdr);
	const u32 id = (u32)(chain - queue->ring.config.chains);

	scmi_vring_write(chain, 0, &header, sizeof(header));
	scmi_vring_write(chain, sizeof(header), payload, len);
	/* With a wrong number the driver never gets the chain back. */
	if (m->next == SCMI_FAULT_USED_LENGTH)
		scmi_vring_done(&queue->ring, chain, (u32)m->value);
	else
		scmi_vring_push_used(&queue->ring, id + queue->ring.config.num,
				     (u32)(sizeof(header) + len));
	queue->used++;
	vring_interrupt(0, commands_vq(device));
}

static void return_twice(struct vhost_device *device,
			 const struct scmi_vring_chain *chain, size_t len)
{
	struct soft_queue *queue = commands(device);

	scmi_vring_push_used(&queue->ring,
			     (u32)(chain - queue->ring.config.chains),
			     (u32)(sizeof(u32) + len));
	vring_interrupt(0, commands_vq(device));
}

static void reply(void *context, void *cookie, u32 hdr, const void *payload,
		  size_t len, unsigned int flags)
{
	struct vhost_device *device = device_of(context);
	struct misbehaviour *m = &device->misbehaviour;
	const enum scmi_fault_kind fault = m->next;

	if (fault == SCMI_FAULT_USED_RANGE || fault == SCMI_FAULT_USED_LENGTH) {
		return_wrong(device, cookie, hdr, payload, len);
		m->next = SCMI_FAULT_NR_KINDS;
		return;
	}
	if (fault == SCMI_FAULT_LATE_DOORBELL || misbehave_is_mute(device))
		flags |= SCMI_SERVER_SILENT;
	soft_queue_ops.reply(context, cookie, hdr, payload, len, flags);
	m->next = SCMI_FAULT_NR_KINDS;
	if (fault == SCMI_FAULT_USED_TWICE) {
		return_twice(device, cookie, len);
	} else if (fault == SCMI_FAULT_USED_JUMP) {
		scmi_vring_jump(&commands(device)->ring, (u16)m->value);
		vring_interrupt(0, commands_vq(device));
	} else if (fault == SCMI_FAULT_LATE_DOORBELL) {
		hrtimer_start(&m->interrupt, ns_to_ktime(m->ns),
			      HRTIMER_MODE_REL);
	}
}

static void drop(void *context, void *cookie)
{
	soft_queue_ops.drop(context, cookie);
}

static bool event(void *context, u32 hdr, const void *payload, size_t len,
		  unsigned int flags)
{
	if (misbehave_is_mute(device_of(context)))
		flags |= SCMI_SERVER_SILENT;
	return soft_queue_ops.event(context, hdr, payload, len, flags);
}

static void interrupt(void *context, void *cookie,
		      enum scmi_server_channel channel)
{
	soft_queue_ops.interrupt(context, cookie, channel);
}

const struct scmi_server_ops misbehave_ops = {
	.reply = reply,
	.drop = drop,
	.event = event,
	.interrupt = interrupt,
	.misbehave = misbehave,
};
