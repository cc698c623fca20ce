/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Interrupts and their threads. A threaded handler runs some time after its
 * interrupt, so the interrupt's time is kept for it.
 */
#ifndef SCMI_PERF_INTERRUPTS_BPF_H
#define SCMI_PERF_INTERRUPTS_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>

#include "kernel.bpf.h"
#include "measure.bpf.h"

/* Whether in_interrupt() can read the count: assumed types do not have it. */
static __always_inline bool knows_interrupts(void)
{
	return bpf_core_field_exists(struct thread_info, preempt_count);
}

/* Whether an interrupt or a softirq is served now: their bits of the count. */
static __always_inline bool in_interrupt(void)
{
	const struct task_struct *task = (void *)bpf_get_current_task();
	const __u32 interrupts = 0xff0100;

	return knows_interrupts() &&
	       BPF_CORE_READ(task, thread_info.preempt_count) & interrupts;
}

static __always_inline struct rec_woken *woken_home(__u64 task)
{
	return &woken[(__u32)(task >> 7 ^ task >> 13) & (REC_WOKEN - 1)];
}

/* The first interrupt with a thread: interrupt_ns() looks for them from now on. */
RARE int expect_threads(void)
{
	for (int i = 0; i < REC_CPUS; i++)
		cpus[i].interrupt_threads = 1;
	return 0;
}

#define IRQTF_RUNTHREAD 1 /* bit 0: the thread has not begun to handle it */

/*
 * An interrupt wakes its thread. @flags: of the thread, before this. If an earlier
 * interrupt is not handled yet, the thread will handle both, and its time counts.
 */
static __always_inline int on_wake_thread(__u64 thread, __u64 flags)
{
	struct rec_woken *w = woken_home(thread);

	if (w->task == thread && (flags & IRQTF_RUNTHREAD))
		return 0;
	w->task = thread;
	w->ns = bpf_ktime_get_ns();
	if (!this_cpu()->interrupt_threads)
		expect_threads();
	return 0;
}

/* interrupt_ns() where interrupts have threads. */
RARE __u64 threaded_interrupt_ns(void)
{
	__u64 task = bpf_get_current_task();
	const struct rec_woken *w = woken_home(task);

	return w->task == task && !in_interrupt() ? w->ns : bpf_ktime_get_ns();
}

/* Returns the time of the interrupt whose handler runs on this processor. */
static __always_inline __u64 interrupt_ns(const struct rec_cpu *cpu)
{
	return cpu->interrupt_threads ? threaded_interrupt_ns()
				      : bpf_ktime_get_ns();
}

#endif
