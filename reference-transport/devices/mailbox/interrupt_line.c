// SPDX-License-Identifier: GPL-2.0-only
/*
 * An interrupt line for all channels, with a threaded handler, as arm_mhu_db and
 * imx-mailbox have. The controller raises it by its pending bit in the machine's
 * interrupt controller. So a message reaches the client some time after its
 * interrupt, and the sender goes on meanwhile: unlike a direct call, raising an
 * interrupt does not make an area free.
 *
 * The thread calls the client once for each interrupt that was raised, even if the
 * line was pending already: otherwise a repeated one would be lost. The channel whose
 * interrupt has waited longest is first, so that a delayed response can come before
 * its reply. Messages for a P2A area that is in use wait in a queue.
 */
#include <linux/interrupt.h>
#include <linux/irqdomain.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "soft_mailbox.h"

static void raise_line(const struct soft_mailbox *mb)
{
	irq_set_irqchip_state(mb->irq, IRQCHIP_STATE_PENDING, true);
}

static void note_interrupt_locked(struct soft_mailbox *mb, int channel)
{
	if (!mb->raised[channel]++)
		mb->turn[channel] = mb->turns++;
}

void soft_mailbox_raise_line(struct soft_mailbox *mb, int channel)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&mb->lock, flags);
	note_interrupt_locked(mb, channel);
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	raise_line(mb);
}

/* Counts an interrupt of the P2A channel, which the caller raises without the lock. */
static bool want_p2a_interrupt_locked(struct soft_mailbox *mb)
{
	mb->counts.interrupts[P2A]++;
	note_interrupt_locked(mb, P2A);
	return true;
}

/*
 * Puts the first waiting message into the P2A area if that is free. Returns true if
 * the line is to be raised.
 */
static bool offer_event_locked(struct soft_mailbox *mb)
{
	const struct mailbox_area *area = &mb->channels[P2A].area;
	const struct waiting_event *event =
		&mb->events[mb->first_event % NR_EVENTS];

	if (!mb->p2a_open || !mb->nr_events || !area_is_free(area))
		return false;
	area_fill(area, event->hdr, event->payload, event->len);
	area_set_status(area, 0);
	mb->first_event++;
	mb->nr_events--;
	return want_p2a_interrupt_locked(mb);
}

/*
 * The interrupt of the message in the P2A area was lost if the area is in use, but
 * every interrupt was handled.
 */
static bool repeat_interrupt_locked(struct soft_mailbox *mb)
{
	if (!mb->p2a_open || area_is_free(&mb->channels[P2A].area) ||
	    mb->raised[P2A])
		return false;
	mb->counts.rung_again++;
	return want_p2a_interrupt_locked(mb);
}

static bool queue_event_locked(struct soft_mailbox *mb, u32 hdr,
			       const void *payload, size_t len)
{
	struct waiting_event *event;

	if (!mb->p2a_open)
		return false;
	if (mb->nr_events == NR_EVENTS) {
		mb->p2a_refused = true;
		return false;
	}
	event = &mb->events[(mb->first_event + mb->nr_events) % NR_EVENTS];
	event->hdr = hdr;
	event->len = min(len, sizeof(event->payload));
	memcpy(event->payload, payload, event->len);
	mb->nr_events++;
	return true;
}

bool soft_mailbox_queue_event(void *context, u32 hdr, const void *payload,
			      size_t len, unsigned int how)
{
	struct soft_mailbox *mb = context;
	unsigned long flags;
	bool queued, raise;

	raw_spin_lock_irqsave(&mb->lock, flags);
	queued = queue_event_locked(mb, hdr, payload, len);
	raise = offer_event_locked(mb) || repeat_interrupt_locked(mb);
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	if (raise)
		raise_line(mb);
	return queued;
}

/* Returns the channel whose interrupt is to be handled next; -1: none. */
static int next_channel(struct soft_mailbox *mb)
{
	unsigned long flags;
	int i, next = -1;

	raw_spin_lock_irqsave(&mb->lock, flags);
	for (i = 0; i < MAX_CHANNELS; i++)
		if (mb->raised[i] &&
		    (next < 0 || (s32)(mb->turn[i] - mb->turn[next]) < 0))
			next = i;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	return next;
}

/* The client has handled an interrupt. */
static void end_interrupt(struct soft_mailbox *mb, int channel)
{
	unsigned long flags;
	bool raise, room;

	raw_spin_lock_irqsave(&mb->lock, flags);
	mb->raised[channel]--;
	mb->turn[channel] = mb->turns++;
	raise = offer_event_locked(mb);
	room = mb->p2a_refused && mb->nr_events < NR_EVENTS;
	if (room)
		mb->p2a_refused = false;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	if (raise)
		raise_line(mb);
	/* It is not closed as long as the line is enabled; see close_a2p(). */
	if (room && mb->server)
		scmi_server_room(mb->server);
}

static irqreturn_t line_thread(int irq, void *context)
{
	struct soft_mailbox *mb = context;
	irqreturn_t handled = IRQ_NONE;
	int channel;

	while ((channel = next_channel(mb)) >= 0) {
		mbox_chan_received_data(&mb->chans[channel], NULL);
		end_interrupt(mb, channel);
		handled = IRQ_HANDLED;
	}
	return handled;
}

/* The thread calls no client and does not use the server from here on. */
void soft_mailbox_disable_line(struct soft_mailbox *mb)
{
	if (mb->irq)
		disable_irq(mb->irq);
}

/* Drops the interrupts of a channel that is closed now. */
void soft_mailbox_enable_line(struct soft_mailbox *mb, int closed)
{
	unsigned long flags;

	if (!mb->irq)
		return;
	raw_spin_lock_irqsave(&mb->lock, flags);
	mb->raised[closed] = 0;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	enable_irq(mb->irq);
}

/* Otherwise the kernel keeps it when the module is unloaded. */
static void dispose_mapping(void *context)
{
	const struct soft_mailbox *mb = context;

	irq_dispose_mapping(mb->irq);
}

int soft_mailbox_request_line(struct platform_device *pdev,
			      struct soft_mailbox *mb)
{
	int irq = platform_get_irq_optional(pdev, 0), ret;

	if (irq == -ENXIO)
		return 0;
	if (irq < 0)
		return irq;
	mb->irq = irq;
	ret = devm_add_action_or_reset(&pdev->dev, dispose_mapping, mb);
	if (ret)
		return ret;
	return devm_request_threaded_irq(&pdev->dev, irq, NULL, line_thread,
					 IRQF_ONESHOT, dev_name(&pdev->dev),
					 mb);
}
