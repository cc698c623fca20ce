/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The eventfds of a driver and of a device, and what passes between them. A plan loses
 * or delays doorbells and interrupts of the ring of commands: its rules name no message,
 * because none is seen here.
 */
#ifndef SCMI_REF_RELAY_H
#define SCMI_REF_RELAY_H

#include "../../server/environment.h"
#include "../../platform/counts.h"
#include "vhost_message.h"

#define RELAY_RINGS 2

/**
 * struct relay_way - one direction of a ring
 * @from: eventfd that is waited for; -1: none
 * @to: eventfd that is written; -1: none
 * @plan: rules for it, of the ring of commands only
 * @passed: events
 * @late: writes @to later
 */
struct relay_way {
	int from;
	int to;
	struct scmi_plan *plan;
	u64 passed;
	struct hrtimer late;
};

/**
 * struct relay - all eventfds of a device
 * @kicks: by ring: from the driver to the device
 * @calls: by ring: from the device to the driver
 * @kick_plan: rules for doorbells
 * @call_plan: rules for interrupts
 * @faults: by kind
 * @mute_until: no interrupt passes before, in ns
 * @leave_ns: both sides are disconnected for so long; 0: they are not
 */
struct relay {
	struct relay_way kicks[RELAY_RINGS];
	struct relay_way calls[RELAY_RINGS];
	struct scmi_plan kick_plan;
	struct scmi_plan call_plan;
	u64 faults[SCMI_FAULT_NR_KINDS];
	u64 mute_until;
	u64 leave_ns;
};

void relay_open(struct relay *relay);

/**
 * relay_set_plan() - replace the plan
 *
 * Return: NULL; or the first fault that is impossible here, with @why.
 */
const struct scmi_fault *relay_set_plan(struct relay *relay,
					const struct scmi_plan *plan,
					const char **why);

/**
 * relay_message() - replace the eventfd in a message of the front end by another one
 *
 * Return: false without memory or file descriptors.
 */
bool relay_message(struct relay *relay, struct vhost_message *message);

/* relay_event() - pass on what has come to @way, or not */
void relay_event(struct relay *relay, struct relay_way *way);

/* relay_forget() - close all eventfds */
void relay_forget(struct relay *relay);

/* relay_show() - print the counts as JSON; @relay is a struct relay */
void relay_show(struct seq_file *seq, void *relay);

#endif
