// SPDX-License-Identifier: GPL-2.0-only
/*
 * The channels: ownership of their areas, reading and writing them, and
 * interrupts to the agent. See soft_mailbox.c for an overview.
 */
#include <linux/delay.h>
#include <linux/mailbox_controller.h>

#include "soft_mailbox.h"

void soft_mailbox_reset_area(const struct mailbox_area *area)
{
	memset_io(area->base, 0, AREA_PAYLOAD + area->room);
	area_set_status(area, AREA_STATUS_FREE);
}

static void raise_interrupt(struct soft_mailbox *mb,
			    const struct mailbox_channel *channel)
{
	if (mb->irq)
		soft_mailbox_raise_line(mb, channel - mb->channels);
	else
		mbox_chan_received_data(channel->chan, NULL);
}

/*
 * Accepts the message in an A2P area. Returns the server, which is not closed before
 * the doorbell returns; NULL if the area has no new message.
 */
static struct scmi_server *accept_message(struct soft_mailbox *mb,
					  struct mailbox_channel *channel)
{
	const struct mailbox_area *area = &channel->area;
	struct scmi_server *server = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&mb->lock, flags);
	mb->counts.doorbells++;
	if (mb->server && !channel->in_service && !area_is_free(area)) {
		server = mb->server;
		channel->in_service = true;
		channel->interrupt = area_read(area, AREA_FLAGS) &
				     AREA_FLAG_INTERRUPT;
		mb->counts.polled += !channel->interrupt;
	} else {
		mb->counts.empty_doorbells++;
	}
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	return server;
}

/* Copies the payload, because the agent can change it; returns its length. */
static size_t copy_message(struct soft_mailbox *mb,
			   const struct mailbox_area *area, u8 *payload)
{
	u32 len = area_read(area, AREA_LENGTH);
	unsigned long flags;

	if (len < AREA_HEADER_LEN || len > AREA_HEADER_LEN + PAYLOAD_MAX) {
		raw_spin_lock_irqsave(&mb->lock, flags);
		mb->counts.bad_lengths++;
		raw_spin_unlock_irqrestore(&mb->lock, flags);
		len = AREA_HEADER_LEN + PAYLOAD_MAX;
	}
	len -= AREA_HEADER_LEN;
	memcpy_fromio(payload, area->base + AREA_PAYLOAD, len);
	return len;
}

/* Returns an A2P area to the agent. */
static void release_message(struct mailbox_channel *channel)
{
	channel->in_service = false;
	area_set_status(&channel->area, AREA_STATUS_FREE);
}

static void soft_mailbox_reply(void *context, void *cookie, u32 hdr,
			       const void *payload, size_t len,
			       unsigned int how)
{
	struct soft_mailbox *mb = context;
	struct mailbox_channel *channel = cookie;
	unsigned long flags;
	bool interrupt;

	raw_spin_lock_irqsave(&mb->lock, flags);
	area_fill(&channel->area, hdr, payload, len);
	interrupt = channel->interrupt && !(how & SCMI_SERVER_SILENT);
	mb->counts.interrupts[A2P] += interrupt;
	release_message(channel);
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	if (interrupt)
		raise_interrupt(mb, channel);
}

/*
 * Returns the area to the agent without an interrupt. An agent that polls would
 * mistake its own request for the reply, so the token is changed.
 */
static void soft_mailbox_drop(void *context, void *cookie)
{
	struct soft_mailbox *mb = context;
	struct mailbox_channel *channel = cookie;
	const struct mailbox_area *area = &channel->area;
	unsigned long flags;

	raw_spin_lock_irqsave(&mb->lock, flags);
	iowrite32(area_read(area, AREA_HEADER) ^ AREA_HEADER_TOKEN,
		  area->base + AREA_HEADER);
	release_message(channel);
	raw_spin_unlock_irqrestore(&mb->lock, flags);
}

/*
 * While a message is in service, the platform owns the area and can write the
 * stray into it, unless the agent reads that only later, in a thread. Otherwise it
 * can only interrupt again for the last reply, if the area still has it.
 */
static bool soft_mailbox_stray(void *context, void *cookie, u32 hdr,
			       const void *payload, size_t len,
			       unsigned int how)
{
	struct soft_mailbox *mb = context;
	const struct mailbox_channel *channel = cookie;
	const struct mailbox_area *area = &channel->area;
	unsigned long flags;
	bool owned;

	raw_spin_lock_irqsave(&mb->lock, flags);
	owned = channel->in_service;
	if (owned ? mb->irq : area_read(area, AREA_HEADER) != hdr) {
		raw_spin_unlock_irqrestore(&mb->lock, flags);
		return false;
	}
	if (owned) {
		area_fill(area, hdr, payload, len);
		area_set_status(area, AREA_STATUS_FREE);
	}
	mb->counts.interrupts[A2P] += !(how & SCMI_SERVER_SILENT);
	raw_spin_unlock_irqrestore(&mb->lock, flags);

	if (!(how & SCMI_SERVER_SILENT))
		raise_interrupt(mb, channel);
	raw_spin_lock_irqsave(&mb->lock, flags);
	/* The message in service still needs the area for its reply. */
	if (owned && channel->in_service)
		area_set_status(area, 0);
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	return true;
}

/* One caller at a time can use the P2A channel; the others try again later. */
static bool enter_p2a(struct soft_mailbox *mb)
{
	unsigned long flags;
	bool entered;

	raw_spin_lock_irqsave(&mb->lock, flags);
	entered = mb->p2a_open && !mb->p2a_ringing;
	if (entered)
		mb->p2a_ringing = true;
	else
		mb->p2a_refused = true;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	return entered;
}

static void leave_p2a(struct soft_mailbox *mb)
{
	struct scmi_server *server;
	unsigned long flags;
	bool refused;

	raw_spin_lock_irqsave(&mb->lock, flags);
	/* The server that has called us, unless it is being closed. */
	server = mb->server;
	refused = mb->p2a_refused;
	mb->p2a_refused = false;
	mb->p2a_ringing = false;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	if (refused && server)
		scmi_server_room(server);
}

static void ring_p2a(struct soft_mailbox *mb)
{
	mb->counts.interrupts[P2A]++;
	raise_interrupt(mb, &mb->channels[P2A]);
}

static bool soft_mailbox_event(void *context, u32 hdr, const void *payload,
			       size_t len, unsigned int how)
{
	struct soft_mailbox *mb = context;
	const struct mailbox_area *area = &mb->channels[P2A].area;
	bool room;

	if (!enter_p2a(mb))
		return false;
	/* The last message's interrupt was lost: raise it again. */
	if (!area_is_free(area)) {
		mb->counts.rung_again++;
		ring_p2a(mb);
	}
	room = area_is_free(area);
	if (room) {
		area_fill(area, hdr, payload, len);
		area_set_status(area, 0);
		if (!(how & SCMI_SERVER_SILENT))
			ring_p2a(mb);
	}
	leave_p2a(mb);
	return room;
}

/* Raises an interrupt without a new message. */
static void soft_mailbox_interrupt(void *context, void *cookie,
				   enum scmi_server_channel channel)
{
	struct soft_mailbox *mb = context;
	unsigned long flags;

	if (channel == SCMI_SERVER_A2P) {
		raw_spin_lock_irqsave(&mb->lock, flags);
		mb->counts.interrupts[A2P]++;
		raw_spin_unlock_irqrestore(&mb->lock, flags);
		raise_interrupt(mb, cookie);
	} else if (enter_p2a(mb)) {
		ring_p2a(mb);
		leave_p2a(mb);
	}
}

const struct scmi_server_ops soft_mailbox_server_ops = {
	.reply = soft_mailbox_reply,
	.drop = soft_mailbox_drop,
	.stray = soft_mailbox_stray,
	.event = soft_mailbox_event,
	.interrupt = soft_mailbox_interrupt,
};

void soft_mailbox_doorbell(struct soft_mailbox *mb,
			   struct mailbox_channel *channel)
{
	struct scmi_server *server = accept_message(mb, channel);
	u8 payload[PAYLOAD_MAX];
	unsigned long flags;
	size_t len;
	int ret;

	if (!server)
		return;
	len = copy_message(mb, &channel->area, payload);
	ret = scmi_server_submit(server, channel,
				 area_read(&channel->area, AREA_HEADER),
				 payload, len);
	if (ret) {
		raw_spin_lock_irqsave(&mb->lock, flags);
		mb->counts.refused++;
		raw_spin_unlock_irqrestore(&mb->lock, flags);
		soft_mailbox_drop(mb, channel);
	}
}

static void set_p2a_open(struct soft_mailbox *mb, bool open)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&mb->lock, flags);
	mb->p2a_open = open;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
}

void soft_mailbox_open_p2a(struct soft_mailbox *mb)
{
	const struct mailbox_area *area = &mb->channels[P2A].area;

	soft_mailbox_reset_area(area);
	/* Request a doorbell when the agent has read a message. */
	iowrite32(AREA_FLAG_INTERRUPT, area->base + AREA_FLAGS);
	set_p2a_open(mb, true);
}

static bool p2a_is_ringing(struct soft_mailbox *mb)
{
	unsigned long flags;
	bool ringing;

	raw_spin_lock_irqsave(&mb->lock, flags);
	ringing = mb->p2a_ringing;
	raw_spin_unlock_irqrestore(&mb->lock, flags);
	return ringing;
}

void soft_mailbox_close_p2a(struct soft_mailbox *mb)
{
	set_p2a_open(mb, false);
	/* An interrupt on another CPU uses the area; it ends soon. */
	while (p2a_is_ringing(mb))
		usleep_range(10, 100);
	soft_mailbox_disable_line(mb);
	mb->nr_events = 0;
	soft_mailbox_enable_line(mb, P2A);
}
