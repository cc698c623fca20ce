// SPDX-License-Identifier: GPL-2.0-only
/*
 * A run: threads that call the public SCMI driver API and wait for replies.
 *
 * Lifetime: the threads exist until load_run_join() reaps them, each after its
 * last transfer. So no thread runs this module's code or uses a protocol handle
 * after that function has returned.
 */
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../compat.h"
#include "load.h"

/* Sleeps for, or until, a time in ns; or until load_run_stop(). */
static void sleep_ns(const struct load_run *run, u64 ns, enum hrtimer_mode mode)
{
	ktime_t time = ns_to_ktime(ns);

	set_current_state(TASK_IDLE);
	if (!READ_ONCE(run->stop))
		schedule_hrtimeout_range(&time, 0, mode);
	__set_current_state(TASK_RUNNING);
}

/* Sleeps before the thread's transfer @i, unless it is due already. */
static void pause_before(const struct load_thread *thread, u32 i)
{
	const struct load_run *run = thread->run;
	u64 due;

	if (run->spec.rate) {
		due = load_run_due(run, thread, i);
		if (due > ktime_get_ns())
			sleep_ns(run, due, HRTIMER_MODE_ABS);
	} else if (i && run->spec.gap_us) {
		sleep_ns(run, (u64)run->spec.gap_us * NSEC_PER_USEC,
			 HRTIMER_MODE_REL);
	}
}

static void transfer(struct load_thread *thread, u32 i)
{
	struct load_run *run = thread->run;
	const struct load_device *device =
		run->on.devices[load_run_device(run, thread, i)];
	u32 of = load_work_resource(device, &run->spec, i);
	int ret;

	if (run->spec.each && of < LOAD_MAX_RESOURCES)
		atomic_inc(&run->about[device->work][of]);
	ret = load_work_transfer(device, &run->spec, of, i);
	load_stamp_done(thread);
	if (!ret)
		return;
	thread->failures++;
	/* The transfer itself ended in time. */
	if (ret == -ETIMEDOUT && i < thread->nr_started &&
	    thread->samples[i].end)
		thread->delayed_timeouts++;
}

static void wait_to_be_reaped(void)
{
	for (;;) {
		set_current_state(TASK_IDLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

int load_thread_main(void *data)
{
	struct load_thread *thread = data;
	struct load_run *run = thread->run;
	u32 i;

	wait_for_completion(&run->go);
	for (i = 0; i < thread->quota && !READ_ONCE(run->stop); i++) {
		pause_before(thread, i);
		transfer(thread, i);
		/*
		 * A thread whose reply has already arrived does not sleep, so
		 * it yields here. need_resched() comes first, because an
		 * unconditional call would add to the cost of a loop.
		 */
		if (need_resched())
			cond_resched();
	}
	if (atomic_dec_and_test(&run->alive)) {
		run->finished = ktime_get_ns();
		complete_all(&run->done);
	}
	wait_to_be_reaped();
	return 0;
}

static int create_threads(struct load_run *run)
{
	struct load_sample *samples = run->samples;
	u32 i, n = run->spec.threads;

	for (i = 0; i < n; i++) {
		struct load_thread *thread = &run->threads[i];
		struct task_struct *task;

		thread->run = run;
		thread->samples = samples;
		thread->quota =
			run->spec.transfers / n + (i < run->spec.transfers % n);
		samples += thread->quota;
		task = kthread_create(load_thread_main, thread,
				      LOAD_THREAD_PREFIX "%u", i);
		if (IS_ERR(task))
			return PTR_ERR(task);
		thread->task = task;
	}
	return 0;
}

/* A thread that was never woken ends without running. */
static void reap_threads(struct load_run *run)
{
	u32 i;

	for (i = 0; i < run->spec.threads; i++)
		if (run->threads[i].task)
			kthread_stop(run->threads[i].task);
}

struct load_run *load_run_create(const struct load_spec *spec,
				 const struct load_devices *on)
{
	struct load_run *run = kzalloc(sizeof(*run), GFP_KERNEL);
	u32 i;
	int ret = -ENOMEM;

	if (!run)
		return ERR_PTR(-ENOMEM);
	run->spec = *spec;
	run->on = *on;
	for (i = 0; i < on->count; i++)
		run->protocols |= load_protocol_bit(on->devices[i]->protocol);
	init_completion(&run->go);
	init_completion(&run->done);
	atomic_set(&run->alive, spec->threads);
	for (i = 0; i < LOAD_MAX_THREADS; i++)
		atomic64_set(&run->in_flight[i], LOAD_NOT_IN_FLIGHT);

	run->samples = vcalloc(spec->transfers, sizeof(*run->samples));
	if (run->samples)
		ret = create_threads(run);
	if (ret) {
		reap_threads(run);
		load_run_free(run);
		return ERR_PTR(ret);
	}
	return run;
}

void load_run_go(struct load_run *run)
{
	u32 i;

	load_stamp_run(run);
	for (i = 0; i < run->spec.threads; i++)
		wake_up_process(run->threads[i].task);
	run->started = ktime_get_ns();
	complete_all(&run->go);
}

void load_run_stop(struct load_run *run, int error)
{
	u32 i;

	run->error = error;
	WRITE_ONCE(run->stop, true);
	for (i = 0; i < run->spec.threads; i++)
		wake_up_process(run->threads[i].task);
}

void load_run_join(struct load_run *run)
{
	wait_for_completion(&run->done);
	reap_threads(run);
	load_stamp_run(NULL);
}

void load_run_free(struct load_run *run)
{
	load_notify_free(run->notify);
	vfree(run->samples);
	kfree(run);
}
