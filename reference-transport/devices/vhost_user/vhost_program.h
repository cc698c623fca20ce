/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of scmi-vhost-user that do not depend on what is behind it: signals, the
 * front end's connection, the wait of the main loop.
 */
#ifndef SCMI_REF_VHOST_PROGRAM_H
#define SCMI_REF_VHOST_PROGRAM_H

#include <poll.h>

#include "../../server/environment.h"
#include "vhost_message.h"
#include "vhost_settings.h"

/* The first file descriptors of the wait; the others are the caller's. */
enum {
	VHOST_FD_SIGNALS,
	VHOST_FD_LISTENER,
	VHOST_FD_FRONT,
	VHOST_NR_FDS,
};

/**
 * struct vhost_program - the program
 * @settings: its command line
 * @read_plan: reads the plan again and reports errors; true: it is in use
 * @write_counts: writes the counts
 * @signals: a signalfd
 * @listener: socket that a front end connects to; -1: none
 * @front: the front end's socket; -1: none
 * @reader: its next message
 * @again: connects to the front end, or accepts one again
 * @waits: the front end's messages are not read now
 * @away: no front end is accepted now
 * @done: the program has to end
 */
struct vhost_program {
	struct vhost_settings settings;
	bool (*read_plan)(struct vhost_program *p);
	void (*write_counts)(struct vhost_program *p);
	int signals;
	int listener;
	int front;
	struct vhost_reader reader;
	struct hrtimer again;
	bool waits;
	bool away;
	bool done;
};

/*
 * vhost_program_open() - listen, or begin to connect; wait for signals
 *
 * Return: false after an error, which was reported.
 */
bool vhost_program_open(struct vhost_program *p);

void vhost_program_close(struct vhost_program *p);

/**
 * vhost_program_wait() - wait until a file descriptor is ready or a timer expires
 * @fds: the caller has set the descriptors from VHOST_NR_FDS on, -1 for none
 * @nr: number of all
 *
 * Handles signals and new front ends.
 */
void vhost_program_wait(struct vhost_program *p, struct pollfd *fds,
			unsigned int nr);

/**
 * vhost_program_leave() - end the front end's connection
 * @error: -errno; -ECONNRESET: it has ended it; 0: this side ends it
 * @ns: time without a connection
 */
void vhost_program_leave(struct vhost_program *p, int error, u64 ns);

#endif
