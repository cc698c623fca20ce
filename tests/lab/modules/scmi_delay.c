// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_delay.ko: keeps the processor busy for a known time in each sensor
 * reading, so that a test can check in which phase that time appears.
 *
 *   how=irq      in an interrupt, so with interrupts masked
 *   how=softirq  in a softirq, which interrupts, but no task, can interrupt
 *   how=task     in a task with a realtime priority
 *   how=reply    between the interrupt of the reply and the end of its handling
 *
 * The first three start after_us after the start of the transfer. how=none does
 * nothing. For one transfer at a time, on one processor.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>
#include <trace/events/scmi.h>

#include "../compat.h"

#define SENSOR		   0x15
#define SENSOR_READING_GET 6

static char *how = "none";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "irq, softirq, task, reply, or none");

static uint after_us = 30;
module_param(after_us, uint, 0444);
MODULE_PARM_DESC(after_us, "from the start of the transfer (default 30)");

static uint busy_us = 40;
module_param(busy_us, uint, 0444);
MODULE_PARM_DESC(busy_us, "how long to be busy (default 40)");

/* The results: how often, and the sum of the times from start to end of busy. */
static ulong runs, until_ns;
module_param(runs, ulong, 0444);
module_param(until_ns, ulong, 0444);

static u64 begun_ns;
static struct hrtimer timer;
static struct task_struct *task;

static void be_busy(void)
{
	u64 until = ktime_get_mono_fast_ns() + busy_us * 1000ULL, now;

	do {
		now = ktime_get_mono_fast_ns();
	} while (now < until);
	runs++;
	until_ns += now - begun_ns;
}

static void softirq_is_busy(struct tasklet_struct *unused)
{
	be_busy();
}
static DECLARE_TASKLET(tasklet, softirq_is_busy);

static int task_is_busy(void *unused)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		if (!kthread_should_stop())
			be_busy();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static enum hrtimer_restart start_busy(struct hrtimer *unused)
{
	if (task)
		wake_up_process(task);
	else if (!strcmp(how, "softirq"))
		tasklet_hi_schedule(&tasklet);
	else if (!strcmp(how, "irq"))
		be_busy();
	return HRTIMER_NORESTART;
}

static bool is_one_of(const char *a, const char *b, const char *c)
{
	return !strcmp(how, a) || !strcmp(how, b) || !strcmp(how, c);
}

static void on_begin(void *data, int transfer_id, u8 msg_id, u8 protocol_id,
		     u16 seq, bool poll SCMI_INFLIGHT_ARGUMENT)
{
	u64 after_ns;

	if (protocol_id != SENSOR || msg_id != SENSOR_READING_GET)
		return;
	begun_ns = ktime_get_mono_fast_ns();
	/* Always start the timer, so that all ways cost a transfer the same. */
	after_ns = is_one_of("irq", "softirq", "task") ? after_us * 1000ULL
						       : NSEC_PER_SEC;
	hrtimer_start(&timer, ns_to_ktime(after_ns),
		      HRTIMER_MODE_REL_PINNED_HARD);
}

/* The core reports a reply here before scmi_rx_done. */
static void on_dump(void *data, int id, u8 channel_id, u8 protocol_id,
		    u8 msg_id, unsigned char *tag, u16 seq, int status,
		    void *buf, size_t len)
{
	if (protocol_id == SENSOR && msg_id == SENSOR_READING_GET &&
	    !strcmp(tag, "RESP") && !strcmp(how, "reply"))
		be_busy();
}

static struct {
	const char *name;
	void *function;
	struct tracepoint *tracepoint;
} probes[] = {
	{"scmi_xfer_begin", on_begin},
	{"scmi_msg_dump", on_dump},
};

/* Never called: the compiler compares the arguments with the kernel's. */
static void __maybe_unused check_arguments(void)
{
	check_trace_callback_type_scmi_xfer_begin(on_begin);
	check_trace_callback_type_scmi_msg_dump(on_dump);
}

static void find_tracepoint(struct tracepoint *tracepoint, void *data)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (!strcmp(tracepoint->name, probes[i].name))
			probes[i].tracepoint = tracepoint;
}

static void detach(int count)
{
	while (count--)
		tracepoint_probe_unregister(probes[count].tracepoint,
					    probes[count].function, NULL);
	tracepoint_synchronize_unregister();
	hrtimer_cancel(&timer);
	tasklet_kill(&tasklet);
	if (task)
		kthread_stop(task);
}

static int start_task(void)
{
	struct task_struct *new = kthread_run(task_is_busy, NULL, "scmi-busy");

	if (IS_ERR(new))
		return PTR_ERR(new);
	sched_set_fifo(new);
	task = new;
	return 0;
}

static int __init scmi_delay_init(void)
{
	int i, ret = 0;

	if (!is_one_of("irq", "softirq", "task") &&
	    !is_one_of("reply", "none", "none"))
		return -EINVAL;
	hrtimer_setup(&timer, start_busy, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
	for_each_kernel_tracepoint(find_tracepoint, NULL)
		;
	if (!strcmp(how, "task"))
		ret = start_task();
	for (i = 0; i < ARRAY_SIZE(probes) && !ret; i++) {
		if (probes[i].tracepoint)
			ret = tracepoint_probe_register(
				probes[i].tracepoint, probes[i].function, NULL);
		else
			ret = -ENOENT;
	}
	if (ret)
		detach(i ? i - 1 : 0);
	return ret;
}
module_init(scmi_delay_init);

static void __exit scmi_delay_exit(void)
{
	detach(ARRAY_SIZE(probes));
}
module_exit(scmi_delay_exit);

MODULE_DESCRIPTION("Keeps the processor busy during SCMI transfers");
MODULE_LICENSE("GPL");
