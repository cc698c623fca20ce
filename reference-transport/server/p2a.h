/* SPDX-License-Identifier: GPL-2.0-only */
/* The P2A channel: delayed responses and notifications. */
#ifndef SCMI_REF_P2A_H
#define SCMI_REF_P2A_H

#include "server.h"

/* Arms the follow-up that the platform left after the command of @reply. */
void p2a_follow_up_locked(struct scmi_server *server,
			  struct server_message *reply);

/* Returns false without room. Call without the lock. */
bool p2a_send_event(struct scmi_server *server, u32 hdr, const void *payload,
		    size_t len);

/* Turn @m into a delayed response; send it. Call both without the lock. */
void p2a_complete(struct server_message *m);
void p2a_deliver_delayed(struct server_message *m);
void p2a_deliver_notification(struct server_message *m);
/* Sends an event that has no message, and counts it. */
void p2a_send_notification(struct scmi_server *server,
			   const struct scmi_event *event);

/* Callbacks of the server's own work and timers. */
void p2a_offer(struct irq_work *work);
enum hrtimer_restart p2a_offer_again(struct hrtimer *timer);
enum hrtimer_restart p2a_update(struct hrtimer *timer);

/* Carries out what the agent has written to fast channels. */
void p2a_poll_fast_locked(struct scmi_server *server);

#endif
