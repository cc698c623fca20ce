/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware: Linux runs at EL1, this at EL2, where it traps SMC. Each of the
 * machine's processors starts in start.S. The last one is the firmware's own, the
 * system controller: it sends the replies that an interrupt brings. The others are
 * Linux's; a message without interrupt is served in the call, on the processor
 * that sent it, to which it is one long instruction.
 *
 *   call.c        calls of Linux: messages, settings, PSCI
 *   controller.c  the system controller
 *   channel.c     the messages; freestanding, and without a clock
 *   memory.c      the functions that a compiler may call
 *   start.S       entry, exception vectors
 *
 * Locking: a spinlock guards the channel and the control memory. It is not held
 * while the service time of a message passes. Exceptions are masked at EL2.
 */
#ifndef SCMI_REF_FIRMWARE_H
#define SCMI_REF_FIRMWARE_H

#include "channel.h"
#include "control.h"

/**
 * struct firmware - the state of the firmware
 * @lock: 1: taken
 * @cpu: number of the system controller's processor; 0: none
 * @channel: to Linux
 * @due: the time at which the controller replies to the message in service
 * @doorbell: ticks that a call spins before its message is accepted
 * @stamp: of the message in service
 * @nr_stamps: messages since the last reset
 */
struct firmware {
	u32 lock;
	u32 cpu;
	struct smc_channel channel;
	u64 due;
	u64 doorbell;
	struct firmware_stamp *stamp;
	u64 nr_stamps;
};

extern struct firmware firmware;

/* Where a processor of Linux starts; start.S reads it. */
struct linux_entry {
	u64 pc;
	u64 x0;
};

/* The entry of each processor, in start.S, which calls the next three. */
extern char _start[];

/* Does not return on the system controller's processor. */
const struct linux_entry *firmware_start(u64 cpu);

/* An exception from EL1. @x: the registers x0 to x18. */
void firmware_trap(u64 *x);

/* An exception that may not occur. Prints it, and hangs. */
void firmware_panic(void);

void firmware_lock(void);
void firmware_unlock(void);

/* Resets the channel, with this service time. The caller holds the lock. */
void firmware_reset(const struct scmi_service *service);

/* Sends the reply of the message in service. The caller holds the lock. */
void firmware_reply(void);

/* Starts the system controller, on the last processor that can be started. */
void controller_start(void);

/* The system controller: never returns. */
void controller_main(void);

/* There is work for it. */
void controller_wake(void);

#define PSCI_CPU_ON 0xc4000003u

/* A call of QEMU's own PSCI. */
u64 psci_call(u64 function, u64 a1, u64 a2, u64 a3);

#endif
