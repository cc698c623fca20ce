// SPDX-License-Identifier: GPL-2.0-only
/*
 * The system controller: a processor that sleeps until Linux sends a message, or
 * until a reply is due. It has its own interface to the interrupt controller and
 * its own timer, which Linux neither sees nor changes.
 */
#include "firmware.h"
#include "machine.h"

/* Time between two looks at an interrupt that Linux has not taken yet. */
#define LOOK_AGAIN_NS 1000

void controller_start(void)
{
	u32 cpu;

	for (cpu = MACHINE_NR_CPUS - 1; cpu; cpu--) {
		firmware.cpu = cpu;
		if (!psci_call(PSCI_CPU_ON, cpu, (u64)_start, 0))
			return;
	}
	firmware.cpu = 0;
}

void controller_wake(void)
{
	machine_write(MACHINE_GICD + GICD_SGIR,
		      1u << (16 + firmware.cpu) | MACHINE_WAKE_SGI);
}

static void raise_interrupt(void)
{
	machine_write(MACHINE_GICD + GICD_ISPENDR + MACHINE_A2P / 32 * 4,
		      1u << MACHINE_A2P % 32);
}

/* Linux has not taken the last interrupt yet. */
static bool interrupt_is_pending(void)
{
	return machine_read(MACHINE_GICD + GICD_ISPENDR +
			    MACHINE_A2P / 32 * 4) &
	       1u << MACHINE_A2P % 32;
}

void firmware_reply(void)
{
	bool interrupt = channel_reply(&firmware.channel);

	if (firmware.channel.decision.fault != SCMI_FAULT_DROP)
		firmware.stamp->reply = machine_now();
	if (interrupt)
		raise_interrupt();
}

/* Does what is due. Returns the time of the next work; 0: there is none. */
static u64 work(u64 now)
{
	struct smc_channel *channel = &firmware.channel;

	if (channel->again != SCMI_FAULT_NR_KINDS) {
		if (interrupt_is_pending())
			return now + machine_ticks(LOOK_AGAIN_NS);
		channel_ring_again(channel);
		raise_interrupt();
	}
	if (!channel->in_service || !channel->interrupt)
		return 0;
	if (now < firmware.due)
		return firmware.due;
	firmware_reply();
	return channel->again == SCMI_FAULT_NR_KINDS
		       ? 0
		       : now + machine_ticks(LOOK_AGAIN_NS);
}

static void work_and_set_timer(void)
{
	u64 next;

	firmware_lock();
	next = work(machine_now());
	firmware_unlock();
	if (next)
		write_reg(cnthp_cval_el2, next);
	write_reg(cnthp_ctl_el2, next ? 1 : 0);
	__asm__ volatile("isb");
}

void controller_main(void)
{
	machine_write(MACHINE_GICD + GICD_CTLR, 1);
	machine_write(MACHINE_GICD + GICD_ISENABLER,
		      1u << MACHINE_EL2_TIMER | 1u << MACHINE_WAKE_SGI);
	machine_write(MACHINE_GICC + GICC_PMR, 0xff);
	machine_write(MACHINE_GICC + GICC_CTLR, 1);
	for (;;) {
		u32 id;

		__asm__ volatile("wfi" : : : "memory");
		id = machine_read(MACHINE_GICC + GICC_IAR);
		if ((id & GIC_ID_MASK) >= GIC_FIRST_SPI)
			continue; /* nothing is pending */
		work_and_set_timer();
		machine_write(MACHINE_GICC + GICC_EOIR, id);
	}
}
