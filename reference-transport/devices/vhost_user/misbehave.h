/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults of a plan that only a device can make. */
#ifndef SCMI_REF_MISBEHAVE_H
#define SCMI_REF_MISBEHAVE_H

#include "../virtio/queue.h"

/**
 * struct misbehaviour - what the device does wrong, now or soon
 * @next: the fault of the next reply, SCMI_FAULT_NR_KINDS for none
 * @value: its number
 * @ns: its time
 * @mute_until: the device raises no interrupt before, in ns
 * @leave_ns: the device disconnects for so long; 0: it does not
 * @lost_kicks: kicks of commands that the device will not hear
 * @late_kick_ns: the next kick of commands is heard later by this; 0: at once
 * @kick: hears a late kick
 * @interrupt: raises a late interrupt
 * @read: reads commands again
 */
struct misbehaviour {
	enum scmi_fault_kind next;
	s32 value;
	u64 ns;
	u64 mute_until;
	u64 leave_ns;
	u32 lost_kicks;
	u64 late_kick_ns;
	struct hrtimer kick;
	struct hrtimer interrupt;
	struct hrtimer read;
};

struct vhost_device;

/* The callbacks of the server: soft_queue_ops with faults. */
extern const struct scmi_server_ops misbehave_ops;

void misbehave_open(struct vhost_device *device);

/* misbehave_stop() - behave well again: the ring of commands stops */
void misbehave_stop(struct vhost_device *device);

/* misbehave_hears() - false if the device does not hear this kick of commands now */
bool misbehave_hears(struct vhost_device *device);

/* misbehave_is_mute() - true if an interrupt must not be raised now */
bool misbehave_is_mute(const struct vhost_device *device);

#endif
