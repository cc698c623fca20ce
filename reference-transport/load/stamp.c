// SPDX-License-Identifier: GPL-2.0-only
/*
 * The probes record when a transfer of this module starts, receives its reply,
 * and ends. They are registered when the module is loaded, so they run before
 * the probes of any later observer.
 *
 * At its start, a transfer is recognised by its task. The reply comes in an
 * interrupt, so from then on the transfer_id is the key. Other users can use
 * the same SCMI instance, or another one, at the same time.
 *
 * Locking: none. For each thread, in_flight[] has the transfer that it waits
 * for and the index of its sample in one word, which only that thread writes.
 * The interrupt reads the word once and writes to that sample. A reply that
 * comes after the end of its transfer finds another word. If it has read the
 * old word just before, it stamps the old sample, which is not read before the
 * run has been joined. Probes run with preemption off. So after active_run is
 * set to NULL, tracepoint_synchronize_unregister() waits for all probes that
 * still use the run.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>
#include <trace/events/scmi.h>

#include "../compat.h"
#include "load.h"

/* msg_type of scmi_rx_done */
#define COMMAND		 0 /* a synchronous reply */
#define DELAYED_RESPONSE 2

static struct load_run *active_run;

static s64 in_flight_word(int transfer_id, u32 sample)
{
	return (s64)((u64)(u32)transfer_id << 32 | sample);
}

static struct load_thread *own_thread(void)
{
	if (likely(!scmi_thread_runs(load_thread_main, LOAD_THREAD_PREFIX)))
		return NULL;
	return kthread_data(current);
}

static atomic64_t *own_in_flight(struct load_thread *thread)
{
	return &thread->run->in_flight[thread - thread->run->threads];
}

static void on_begin(void *data, int transfer_id, u8 msg_id, u8 protocol_id,
		     u16 seq, bool poll SCMI_INFLIGHT_ARGUMENT)
{
	struct load_thread *thread = own_thread();
	u32 n;

	if (!thread)
		return;
	n = thread->nr_started;
	if (n >= thread->quota) {
		thread->unsampled++;
		return;
	}
	thread->nr_started = n + 1;
	atomic64_set(own_in_flight(thread), in_flight_word(transfer_id, n));
	/* Last, to exclude the probe's own cost from the transfer. */
	thread->samples[n].begin = ktime_get_mono_fast_ns();
}

static void stamp_rx(struct load_sample *sample, u8 msg_type, u64 now)
{
	if (msg_type == COMMAND)
		sample->rx = now;
	else if (msg_type == DELAYED_RESPONSE)
		sample->delayed = now;
}

static void on_rx_done(void *data, int transfer_id, u8 msg_id, u8 protocol_id,
		       u16 seq, u8 msg_type)
{
	u64 now = ktime_get_mono_fast_ns();
	struct load_run *run = READ_ONCE(active_run);
	u32 i;

	if (!run || !(run->protocols & load_protocol_bit(protocol_id)))
		return;
	for (i = 0; i < run->spec.threads; i++) {
		u64 word = atomic64_read(&run->in_flight[i]);

		if (word != LOAD_NOT_IN_FLIGHT &&
		    word >> 32 == (u32)transfer_id) {
			stamp_rx(&run->threads[i].samples[(u32)word], msg_type,
				 now);
			return;
		}
	}
}

static void on_end(void *data, int transfer_id, u8 msg_id, u8 protocol_id,
		   u16 seq, int status SCMI_INFLIGHT_ARGUMENT)
{
	u64 now = ktime_get_mono_fast_ns();
	struct load_thread *thread = own_thread();
	u64 word;

	if (!thread)
		return;
	word = atomic64_read(own_in_flight(thread));
	if (word == LOAD_NOT_IN_FLIGHT || word >> 32 != (u32)transfer_id)
		return;
	/* The delayed response still has to find its transfer. */
	if (status || !thread->run->spec.async)
		load_stamp_done(thread);
	if (status == -ETIMEDOUT)
		thread->timeouts++;
	else
		thread->samples[(u32)word].end = now;
}

void load_stamp_done(struct load_thread *thread)
{
	atomic64_set(own_in_flight(thread), LOAD_NOT_IN_FLIGHT);
}

static struct {
	const char *name;
	void *function;
	struct tracepoint *tracepoint;
} probes[] = {
	{"scmi_xfer_begin", on_begin},
	{"scmi_rx_done", on_rx_done},
	{"scmi_xfer_end", on_end},
};

/* Never called: the compiler compares the arguments with the kernel's. */
static void __maybe_unused check_arguments(void)
{
	check_trace_callback_type_scmi_xfer_begin(on_begin);
	check_trace_callback_type_scmi_rx_done(on_rx_done);
	check_trace_callback_type_scmi_xfer_end(on_end);
}

/* The SCMI tracepoints are not exported, but they can be found by name. */
static void find_tracepoint(struct tracepoint *tracepoint, void *data)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (!strcmp(tracepoint->name, probes[i].name))
			probes[i].tracepoint = tracepoint;
}

/* The SCMI core's module, with a reference; NULL: the core is built in. */
static struct module *core;

/* Finds the tracepoints of a core that is a module. */
static int find_in_module(struct notifier_block *unused, unsigned long state,
			  void *data)
{
	struct module *module = ((struct tp_module *)data)->mod;
	unsigned int i;

	/* All are going when the notifier is unregistered. */
	if (state != MODULE_STATE_COMING || probes[0].tracepoint)
		return NOTIFY_DONE;
	for (i = 0; i < module->num_tracepoints; i++)
		find_tracepoint(
			tracepoint_ptr_deref(&module->tracepoints_ptrs[i]),
			NULL);
	if (probes[0].tracepoint && try_module_get(module))
		core = module;
	return NOTIFY_DONE;
}

static int find_tracepoints(void)
{
	static struct notifier_block notifier = {.notifier_call =
							 find_in_module};
	int ret;

	for_each_kernel_tracepoint(find_tracepoint, NULL)
		;
	/* Calls it for each module that has tracepoints. */
	ret = register_tracepoint_module_notifier(&notifier);
	if (!ret)
		unregister_tracepoint_module_notifier(&notifier);
	return ret;
}

static void unregister(int count)
{
	while (count--)
		tracepoint_probe_unregister(probes[count].tracepoint,
					    probes[count].function, NULL);
	tracepoint_synchronize_unregister();
	if (core)
		module_put(core);
}

int load_stamp_attach(void)
{
	int i, ret = find_tracepoints();

	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(probes) && !ret; i++) {
		if (probes[i].tracepoint)
			ret = tracepoint_probe_register(
				probes[i].tracepoint, probes[i].function, NULL);
		else
			ret = -ENOENT;
		if (ret)
			pr_err("cannot probe the tracepoint %s: %pe; is the "
			       "SCMI core loaded?\n",
			       probes[i].name, ERR_PTR(ret));
	}
	if (ret)
		unregister(i - 1);
	return ret;
}

void load_stamp_detach(void)
{
	unregister(ARRAY_SIZE(probes));
}

void load_stamp_run(struct load_run *run)
{
	WRITE_ONCE(active_run, run);
	if (!run)
		tracepoint_synchronize_unregister();
}
