/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU's machine "virt" with virtualization=on, as the firmware sees it at EL2.
 * The MMU is off: all memory is of type Device, so no access may be unaligned.
 */
#ifndef SCMI_REF_MACHINE_H
#define SCMI_REF_MACHINE_H

#include "../platform/types.h"

/* Memory; lab/dt/smc.dtsi reserves all of it. */
#define MACHINE_RAM	0x40000000ul /* QEMU's first instructions of Linux */
#define MACHINE_AREA	0x5f000000ul /* the shared memory area */
#define MACHINE_FAST	0x5f003000ul /* fast channels */
#define MACHINE_CONTROL 0x5f100000ul /* struct firmware_control */
#define MACHINE_UART	0x09000000ul

/* The interrupt controller, a GIC-400. */
#define MACHINE_GICD 0x08000000ul
#define MACHINE_GICC 0x08010000ul

#define GICD_CTLR	  0x000
#define GICD_ISENABLER	  0x100
#define GICD_ISPENDR	  0x200
#define GICD_SGIR	  0xf00
#define GICC_CTLR	  0x000
#define GICC_PMR	  0x004
#define GICC_IAR	  0x00c
#define GICC_EOIR	  0x010
#define GIC_ID_MASK	  0x3ffu
#define GIC_FIRST_SPI	  32
#define MACHINE_NR_CPUS	  8 /* at most, of this interrupt controller */
#define MACHINE_A2P	  (GIC_FIRST_SPI + 200) /* interrupts = <0 200 1> */
#define MACHINE_WAKE_SGI  0
#define MACHINE_EL2_TIMER 26

#define read_reg(name)                                             \
	({                                                         \
		u64 value_;                                        \
		__asm__ volatile("mrs %0, " #name : "=r"(value_)); \
		value_;                                            \
	})
#define write_reg(name, value) \
	__asm__ volatile("msr " #name ", %0" : : "r"((u64)(value)) : "memory")

static inline u32 machine_read(unsigned long address)
{
	return *(volatile u32 *)address;
}

static inline void machine_write(unsigned long address, u32 value)
{
	*(volatile u32 *)address = value;
}

/* The system counter, not read ahead of time. */
static inline u64 machine_now(void)
{
	__asm__ volatile("isb" : : : "memory");
	return read_reg(cntpct_el0);
}

/* At most 2^63 ns at any frequency below 4 GHz. */
static inline u64 machine_ticks(u64 ns)
{
	u64 frequency = read_reg(cntfrq_el0);

	return ns / 1000000000u * frequency +
	       ns % 1000000000u * frequency / 1000000000u;
}

#endif
