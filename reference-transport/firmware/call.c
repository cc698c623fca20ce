// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of Linux. SCMI and the control of the firmware are served here; PSCI is
 * QEMU's, to which other calls are passed on by SMC. Linux sends SCMI by SMC only
 * if there is SMCCC 1.1, of which QEMU's PSCI knows nothing.
 */
#include "firmware.h"
#include "machine.h"

#define SMCCC_VERSION	    0x80000000u
#define SMCCC_1_1	    0x10001u
#define SMCCC_SUCCESS	    0ull
#define SMCCC_NOT_SUPPORTED (~0ull)
#define PSCI_FEATURES	    0x8400000au
#define PSCI_INVALID	    (~0ull - 1)

#define ESR_CLASS(esr) ((esr) >> 26 & 0x3f)
#define CLASS_SMC64    0x17

#define SCTLR_EL1_RESET 0x30d00800u /* the bits that are one, the MMU is off */
#define HCR_TSC		(1u << 19)  /* trap SMC */
#define HCR_HCD		(1u << 29)  /* Linux has no HVC */
#define HCR_RW		(1u << 31)  /* EL1 is AArch64 */
#define CPTR_EL2_RES1	0x33ffu	    /* no trap */
#define CNTHCTL_EL1	3u     /* EL1 may use the physical counter, timer */
#define SPSR_EL1H	0x3c5u /* all exceptions are masked */

static struct linux_entry entries[MACHINE_NR_CPUS] = {{.pc = MACHINE_RAM}};

struct firmware firmware;
static struct firmware_control *const control = (void *)MACHINE_CONTROL;

extern char vectors[];

void firmware_lock(void)
{
	while (__atomic_exchange_n(&firmware.lock, 1, __ATOMIC_ACQUIRE))
		;
}

void firmware_unlock(void)
{
	__atomic_store_n(&firmware.lock, 0, __ATOMIC_RELEASE);
}

static void spin_until(u64 time)
{
	while (machine_now() < time)
		;
}

void firmware_reset(const struct scmi_service *service)
{
	channel_reset(&firmware.channel, service);
	scmi_platform_set_fast(&firmware.channel.platform, (void *)MACHINE_FAST,
			       MACHINE_FAST);
	firmware.nr_stamps = 0;
}

/* Accepts the message in the area. */
static enum channel_verdict accept(u64 entry)
{
	struct smc_channel *channel = &firmware.channel;
	enum channel_verdict verdict = channel_accept(channel);
	struct firmware_stamp *stamp;

	if (verdict == CHANNEL_EMPTY)
		return verdict;
	stamp = &control->stamps[firmware.nr_stamps++ % FIRMWARE_STAMPS];
	stamp->entry = entry;
	stamp->exit = 0;
	stamp->reply = 0;
	stamp->hdr = channel->decision.hdr;
	stamp->interrupt = channel->interrupt;
	firmware.stamp = stamp;
	return verdict;
}

/* Serves a message in the call: its reply is there when this returns. */
static void reply_now(u64 due)
{
	spin_until(due);
	firmware_lock();
	firmware_reply();
	firmware_unlock();
}

static u64 scmi_call(u64 entry)
{
	struct smc_channel *channel = &firmware.channel;
	enum channel_verdict verdict;
	struct firmware_stamp *stamp;
	bool later;
	u64 due;

	spin_until(entry + firmware.doorbell);
	firmware_lock();
	verdict = accept(entry);
	stamp = firmware.stamp;
	due = entry + firmware.doorbell + machine_ticks(channel->decision.ns);
	/* An interrupt that is due at once is raised in the call, too. */
	later = channel->interrupt && channel->decision.ns;
	if (verdict == CHANNEL_ACCEPTED)
		firmware.due = later ? due : ~0ull;
	firmware_unlock();

	if (verdict == CHANNEL_EMPTY)
		return SMCCC_SUCCESS;
	if (verdict == CHANNEL_ACCEPTED && !later)
		reply_now(due);
	if (channel->interrupt)
		controller_wake();
	stamp->exit = machine_now();
	return verdict == CHANNEL_REFUSED ? SMCCC_NOT_SUPPORTED : SMCCC_SUCCESS;
}

/* The channel is named by its address, its capability, or not at all. */
static bool names_channel(u64 a1, u64 a2)
{
	return (!a1 && !a2) || a1 == FIRMWARE_CAPABILITY ||
	       (a1 == MACHINE_AREA >> 12 && a2 == (MACHINE_AREA & 0xfff));
}

static void read_counts(void)
{
	struct smc_channel *channel = &firmware.channel;

	control->plan = channel->plan;
	scmi_platform_poll_fast(&channel->platform);
	control->counts = channel->counts;
	scmi_count_levels(&control->counts, &channel->platform);
	control->empty_doorbells = channel->empty_doorbells;
	control->frequency = read_reg(cntfrq_el0);
	control->nr_stamps = firmware.nr_stamps;
}

static u64 control_call(u32 function)
{
	firmware_lock();
	switch (function) {
	case FIRMWARE_START:
		firmware_reset(&control->service);
		firmware.doorbell = machine_ticks(control->doorbell_ns);
		break;
	case FIRMWARE_SET_PLAN:
		firmware.channel.plan = control->plan;
		break;
	case FIRMWARE_READ:
		read_counts();
		break;
	}
	firmware_unlock();
	return SMCCC_SUCCESS;
}

u64 psci_call(u64 function, u64 a1, u64 a2, u64 a3)
{
	register u64 x0 __asm__("x0") = function;
	register u64 x1 __asm__("x1") = a1;
	register u64 x2 __asm__("x2") = a2;
	register u64 x3 __asm__("x3") = a3;

	__asm__ volatile("smc #0"
			 : "+r"(x0)
			 : "r"(x1), "r"(x2), "r"(x3)
			 : "memory");
	return x0;
}

/* Another processor of Linux also starts in start.S, because it needs us. */
static u64 cpu_on(u64 cpu, u64 pc, u64 x0)
{
	if (cpu >= MACHINE_NR_CPUS || cpu == firmware.cpu)
		return PSCI_INVALID;
	entries[cpu].pc = pc;
	entries[cpu].x0 = x0;
	return psci_call(PSCI_CPU_ON, cpu, (u64)_start, 0);
}

static u64 serve_call(const u64 *x, u64 entry)
{
	switch ((u32)x[0]) {
	case FIRMWARE_SCMI:
	case FIRMWARE_SCMI64:
		return names_channel(x[1], x[2]) ? scmi_call(entry)
						 : SMCCC_NOT_SUPPORTED;
	case FIRMWARE_START:
	case FIRMWARE_SET_PLAN:
	case FIRMWARE_READ:
		return control_call((u32)x[0]);
	case SMCCC_VERSION:
		return SMCCC_1_1;
	case PSCI_FEATURES:
		if ((u32)x[1] == SMCCC_VERSION)
			return SMCCC_SUCCESS;
		break;
	case PSCI_CPU_ON:
		return cpu_on(x[1], x[2], x[3]);
	}
	return psci_call(x[0], x[1], x[2], x[3]);
}

static void print(const char *text, u64 value)
{
	int shift;

	for (; *text; text++)
		machine_write(MACHINE_UART, (u8)*text);
	for (shift = 60; shift >= 0; shift -= 4)
		machine_write(MACHINE_UART,
			      (u8) "0123456789abcdef"[value >> shift & 15]);
	machine_write(MACHINE_UART, '\n');
}

void firmware_panic(void)
{
	print("\nfirmware: unexpected exception, ESR_EL2 ", read_reg(esr_el2));
	print("firmware: ELR_EL2 ", read_reg(elr_el2));
	for (;;)
		__asm__ volatile("wfi");
}

void firmware_trap(u64 *x)
{
	u64 entry = machine_now();

	if (ESR_CLASS(read_reg(esr_el2)) != CLASS_SMC64)
		firmware_panic();
	/* A trapped SMC was not carried out. */
	write_reg(elr_el2, read_reg(elr_el2) + 4);
	x[0] = serve_call(x, entry);
}

static void init_el2(u64 pc)
{
	write_reg(vbar_el2, vectors);
	write_reg(hcr_el2, HCR_RW | HCR_HCD | HCR_TSC);
	write_reg(cptr_el2, CPTR_EL2_RES1);
	write_reg(hstr_el2, 0);
	write_reg(cnthctl_el2, CNTHCTL_EL1);
	write_reg(cntvoff_el2, 0);
	write_reg(vttbr_el2, 0);
	write_reg(vpidr_el2, read_reg(midr_el1));
	write_reg(vmpidr_el2, read_reg(mpidr_el1));
	write_reg(sctlr_el1, SCTLR_EL1_RESET);
	write_reg(elr_el2, pc);
	write_reg(spsr_el2, SPSR_EL1H);
}

/* Until FIRMWARE_START, so while Linux boots, messages take no time. */
static void init_firmware(void)
{
	static const struct scmi_service no_time;
	volatile u64 *capability =
		(void *)(MACHINE_AREA + CHANNEL_AREA_SIZE - 8);

	firmware.channel.area = (void *)MACHINE_AREA;
	*capability = FIRMWARE_CAPABILITY;
	firmware_reset(&no_time);
	controller_start();
}

const struct linux_entry *firmware_start(u64 cpu)
{
	if (!cpu)
		init_firmware();
	else if (cpu == firmware.cpu)
		controller_main();
	init_el2(entries[cpu].pc);
	return &entries[cpu];
}
