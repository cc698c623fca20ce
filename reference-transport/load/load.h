/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scmi_load.ko: what its files share. Data flows one way: a specification
 * (spec.c) becomes a run (run.c), the probes write the run's samples (stamp.c),
 * the samples become a text (stats.c), and the user reads it (main.c).
 */
#ifndef SCMI_LOAD_H
#define SCMI_LOAD_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

#define LOAD_MAX_THREADS   64
#define LOAD_MAX_TRANSFERS (4U << 20) /* 96 MiB of samples, 32 MiB to sort */
#define LOAD_MAX_GAP_US	   1000000U
#define LOAD_MAX_SPEC	   128 /* characters, with the terminating NUL */

/**
 * struct load_spec - what to do
 * @text: as the user wrote it, without the newline
 * @protocol: SCMI_PROTOCOL_SENSOR or SCMI_PROTOCOL_CLOCK
 * @transfers: in all, split over the threads; the first get one more
 * @threads: that send, each waiting for its own reply
 * @gap_us: between a thread's transfers
 */
struct load_spec {
	char text[LOAD_MAX_SPEC];
	u8 protocol;
	u32 transfers;
	u32 threads;
	u32 gap_us;
};

/**
 * load_spec_parse() - read PROTO:N[,threads=T][,gap=US]
 * @spec: filled in on success
 * @text: NUL-terminated, shorter than LOAD_MAX_SPEC, without newline
 *
 * Says in the kernel log what is wrong and where.
 *
 * Return: 0; -E2BIG for more than LOAD_MAX_TRANSFERS; -EINVAL for all else.
 */
int load_spec_parse(struct load_spec *spec, const char *text);

/* "sensor" or "clock" */
const char *load_protocol_name(u8 protocol);

/**
 * struct load_device - a protocol of an SCMI instance, while it is bound
 * @node: in the list of devices
 * @protocol: SCMI_PROTOCOL_SENSOR or SCMI_PROTOCOL_CLOCK
 * @sensor: operations, if it is the Sensor protocol
 * @clock: operations, if it is the Clock protocol
 * @ph: first argument of the operations
 * @gone: it is being unbound; no run may go on
 */
struct load_device {
	struct list_head node;
	u8 protocol;
	union {
		const struct scmi_sensor_proto_ops *sensor;
		const struct scmi_clk_proto_ops *clock;
	};
	struct scmi_protocol_handle *ph;
	bool gone;
};

/**
 * struct load_sample - one transfer; ns of CLOCK_MONOTONIC, 0 if it did not be
 * @begin: scmi_xfer_begin
 * @rx: scmi_rx_done
 * @end: scmi_xfer_end, unless the transfer timed out
 */
struct load_sample {
	u64 begin;
	u64 rx;
	u64 end;
};

/**
 * struct load_thread - one sending thread; written by that thread only
 * @run: the run it belongs to
 * @task: NULL until created
 * @samples: its own part of the run's samples
 * @quota: transfers to do, and elements of @samples
 * @begun: samples that have begun
 * @failures: transfers that the driver API returned an error for
 * @timeouts: those of them that ended with -ETIMEDOUT
 * @unsampled: transfers that began beyond @quota
 */
struct load_thread {
	struct load_run *run;
	struct task_struct *task;
	struct load_sample *samples;
	u32 quota;
	u32 begun;
	u32 failures;
	u32 timeouts;
	u32 unsampled;
};

/**
 * struct load_run - one run
 * @spec: what to do
 * @device: what to do it with
 * @samples: of all threads, one thread after the other
 * @in_flight: for each thread the transfer it waits for, see stamp.c
 * @threads: the first spec.threads are used
 * @go: lets the threads begin
 * @done: the last thread has ended
 * @alive: threads that have not
 * @stop: the threads shall end early
 * @error: why: 0 or a negative errno
 * @started: when the threads were let go, in ns of CLOCK_MONOTONIC
 * @finished: when the last had ended
 */
struct load_run {
	struct load_spec spec;
	struct load_device *device;
	struct load_sample *samples;
	atomic64_t in_flight[LOAD_MAX_THREADS];
	struct load_thread threads[LOAD_MAX_THREADS];
	struct completion go;
	struct completion done;
	atomic_t alive;
	bool stop;
	int error;
	u64 started;
	u64 finished;
};

/**
 * load_run_create() - prepare a run; nothing moves yet
 * @spec: what to do
 * @device: what to do it with; has to stay bound until load_run_join()
 *
 * Return: the run, or ERR_PTR(). Context: may sleep.
 */
struct load_run *load_run_create(const struct load_spec *spec,
				 struct load_device *device);

/* load_run_go() - let the threads begin */
void load_run_go(struct load_run *run);

/**
 * load_run_stop() - make the threads end early
 * @run: a run that has not been joined
 * @error: why, a negative errno
 *
 * Does not wait: each thread still gets the reply that it waits for. Context:
 * may be called by another task than the others, but serialised with itself
 * and with load_run_join() by the caller.
 */
void load_run_stop(struct load_run *run, int error);

/* load_run_join() - wait for the threads' end; the device is free after it */
void load_run_join(struct load_run *run);

/* load_run_free() - after load_run_join() */
void load_run_free(struct load_run *run);

/* What the threads execute; its address tells them from all other tasks. */
int load_thread_main(void *data);

/* load_stamp_attach() - register the probes; -ENOENT if the kernel has none */
int load_stamp_attach(void);
void load_stamp_detach(void);

/* load_stamp_run() - whose replies to look for; NULL waits for probes to end */
void load_stamp_run(struct load_run *run);

/* No transfer is in flight: an identifier that no transfer has. */
#define LOAD_NOT_IN_FLIGHT (-1LL)

/**
 * load_stats_format() - the figures of a run that has been joined, as JSON
 * @run: the run
 *
 * Return: NUL-terminated text for kfree(), or ERR_PTR(-ENOMEM). Context: sleeps,
 * and sorts for seconds if there are millions of samples.
 */
char *load_stats_format(const struct load_run *run);

#endif
