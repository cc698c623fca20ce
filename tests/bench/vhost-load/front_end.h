/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A front end of vhost-user without a guest: shares memory with a back end, and is the
 * driver of both rings in it. As Linux' driver does, it sends each command as an
 * indirect descriptor, and uses the event indexes.
 */
#ifndef SCMI_PERF_FRONT_END_H
#define SCMI_PERF_FRONT_END_H

#include <linux/virtio_ring.h>
#include <sys/types.h>

#include "vhost_message.h"

#define FRONT_END_DEPTH 64u /* commands in flight at most */

/**
 * struct front_end - a front end
 * @socket: to the back end
 * @pid: the back end's process
 * @kick: eventfd of the ring of commands
 * @call: eventfd for its interrupts, which is waited for
 * @vring: the ring of commands
 * @avail: commands offered so far
 * @used: replies removed so far
 */
struct front_end {
	int socket;
	pid_t pid;
	int kick;
	int call;
	struct vring vring;
	u16 avail;
	u16 used;
	u8 *memory;
	int memfd;
};

/* Connects and starts the rings. An error ends the program with a message. */
void front_end_open(struct front_end *f, const char *path);

/* Offers command @slot: @hdr and two words. The back end is kicked if it wants that. */
void front_end_offer(struct front_end *f, unsigned int slot, u32 hdr,
		     const u32 words[2]);
void front_end_kick(struct front_end *f, u16 before);

/*
 * Waits for a reply and removes it. Returns its slot. A reply that is not a success
 * ends the program.
 */
unsigned int front_end_wait(struct front_end *f);

/* Returns the slot of a reply that is there, or -1. */
int front_end_poll(struct front_end *f);

/* Ends the program with a message. */
_Noreturn void front_end_fail(const char *what);

#endif
