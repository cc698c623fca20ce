// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hangs the processor that loads it, with interrupts off: in a loop, or, with
 * stop=1, asleep and without a timer. Then no clock of the guest's advances if
 * it has no other processor.
 */
#include <linux/irqflags.h>
#include <linux/module.h>

#include <asm/barrier.h>
#include <asm/sysreg.h>

static bool stop;
module_param(stop, bool, 0);

static int __init hang_init(void)
{
	local_irq_disable();
	if (stop) {
		write_sysreg(0, cntv_ctl_el0);
		write_sysreg(0, cntp_ctl_el0);
		isb();
	}
	/* Without cpu_relax(), which is slow under QEMU. */
	for (;;)
		if (stop)
			wfi();
	return 0;
}
module_init(hang_init);

MODULE_DESCRIPTION("Hangs a processor");
MODULE_LICENSE("GPL");
