/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scmi_load.ko: declarations that its files share. Data flows one way: spec.c
 * parses a specification, run.c runs it, work.c sends the requests of each
 * protocol. The probes of stamp.c write the samples of the run, notify.c counts
 * notifications, result.c formats the samples, and load_main.c has the files
 * that a user reads and writes.
 */
#ifndef SCMI_REF_LOAD_H
#define SCMI_REF_LOAD_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/time64.h>
#include <linux/types.h>

#define LOAD_MAX_THREADS   64
#define LOAD_MAX_TRANSFERS (4U << 20) /* 128 MiB of samples, 32 to sort */
#define LOAD_MAX_NOTIFICATIONS \
	(1U << 16) /* with times; more are only counted */
#define LOAD_MAX_GAP_US	   1000000U
#define LOAD_MAX_RATE	   1000000U /* transfers a second */
#define LOAD_MAX_INSTANCES 4
#define LOAD_MAX_RESOURCES 16  /* of a protocol that requests are about */
#define LOAD_MAX_SPEC	   128 /* characters, with the terminating NUL */

/* The protocols that requests can use, in the order of mixed work. */
enum load_work {
	LOAD_SENSOR,
	LOAD_CLOCK,
	LOAD_PERF,
	LOAD_POWER,
	LOAD_RESET,
	LOAD_VOLTAGE,
	LOAD_VENDOR,
	LOAD_NR_WORKS,
	LOAD_MIXED = LOAD_NR_WORKS, /* all available ones in turn */
};

/**
 * struct load_spec - a parsed specification
 * @text: as the user wrote it, without the newline
 * @work: one protocol, or LOAD_MIXED
 * @transfers: total number, divided among the threads; the first get the
 * remainder
 * @threads: number of threads, each of which waits for its own reply
 * @gap_us: pause between a thread's transfers
 * @rate: transfers per second of all threads together, on a schedule that does
 * not wait for replies; 0: each follows the thread's last reply
 * @async: use commands with a delayed response, where the protocol has one
 * @poll: poll for completion, where the protocol's driver API offers it
 * @notify: receive notifications during the run
 * @fast: use fast channels, which are not transfers
 * @each: each request is about the next sensor, clock or domain
 * @all: use all SCMI instances: each thread one of them, in turn
 * @instance_plus: use this instance, by the order of binding, + 1; 0: the first
 * that has the protocol
 */
struct load_spec {
	char text[LOAD_MAX_SPEC];
	enum load_work work;
	u32 transfers;
	u32 threads;
	u32 gap_us;
	u32 rate;
	bool async;
	bool poll;
	bool notify;
	bool fast;
	bool each;
	bool all;
	u32 instance_plus;
};

/**
 * load_spec_parse() - read WORK:N[,threads=T][,gap=US][,rate=R][,async][,poll]
 * [,notify][,fast][,each][,all][,instance=I]
 * @spec: filled in on success
 * @text: NUL-terminated, shorter than LOAD_MAX_SPEC, without newline
 *
 * Prints an error and its position to the kernel log.
 *
 * Return: 0; -E2BIG for more than LOAD_MAX_TRANSFERS; -EINVAL for other errors.
 */
int load_spec_parse(struct load_spec *spec, const char *text);

/**
 * struct load_device - a protocol of an SCMI instance, while it is bound
 * @node: in the list of devices
 * @work: kind of its requests
 * @protocol: identifier of its protocol
 * @handle: the instance
 * @ops: the protocol's operations
 * @ph: first argument of @ops
 * @sync_source: the sensor to read synchronously; otherwise 0
 * @async_source: the sensor to read with a delayed response, or -1
 * @nr_resources: sensors, clocks or domains that requests can be about, from
 * @sync_source on
 * @busy: a run uses it
 * @gone: it is being unbound, so its run must stop
 */
struct load_device {
	struct list_head node;
	enum load_work work;
	u8 protocol;
	const struct scmi_handle *handle;
	const void *ops;
	struct scmi_protocol_handle *ph;
	int sync_source;
	int async_source;
	u32 nr_resources;
	bool busy;
	bool gone;
};

/**
 * load_work_open() - get a protocol's operations
 * @device: all but @node is filled in
 *
 * Return: 0; -ENODEV if the protocol has no sensor, clock or domain; another
 * error of the SCMI core.
 */
int load_work_open(struct scmi_device *sdev, struct load_device *device);

/* "sensor", "clock", … or "mixed" */
const char *load_work_name(enum load_work work);

/* True if the driver API can do it for this protocol, on any platform. */
bool load_work_has_async(enum load_work work);
bool load_work_has_poll(enum load_work work);
bool load_work_has_fast(enum load_work work);

/* True if this platform has a delayed response for this protocol. */
bool load_device_has_async(const struct load_device *device);

/* Returns the sensor, clock or domain of the thread's transfer @n. */
u32 load_work_resource(const struct load_device *device,
		       const struct load_spec *spec, u32 n);

/**
 * load_work_transfer() - do one transfer of a specification
 * @of: from load_work_resource()
 * @n: number of the transfer; consecutive numbers set different values
 *
 * In mixed work, a protocol without async or poll ignores the flag in @spec.
 * Return: 0 or the driver API's error. Context: may sleep.
 */
int load_work_transfer(const struct load_device *device,
		       const struct load_spec *spec, u32 of, u32 n);

/**
 * struct load_sample - times of a transfer in ns of CLOCK_MONOTONIC, 0 if
 * missing
 * @begin: scmi_xfer_begin
 * @rx: scmi_rx_done
 * @end: scmi_xfer_end, unless the transfer timed out
 * @delayed: scmi_rx_done of the delayed response
 */
struct load_sample {
	u64 begin;
	u64 rx;
	u64 end;
	u64 delayed;
};

/**
 * struct load_thread - one sending thread; written by that thread only
 * @run: the run it belongs to
 * @task: NULL until created
 * @samples: the thread's part of the run's samples
 * @quota: number of transfers to do, and of elements of @samples
 * @nr_started: transfers that have reached scmi_xfer_begin, at most @quota
 * @failures: transfers that the driver API returned an error for
 * @timeouts: those of them that ended with -ETIMEDOUT
 * @delayed_timeouts: those of them whose delayed response timed out
 * @unsampled: transfers that started beyond @quota
 */
struct load_thread {
	struct load_run *run;
	struct task_struct *task;
	struct load_sample *samples;
	u32 quota;
	u32 nr_started;
	u32 failures;
	u32 timeouts;
	u32 delayed_timeouts;
	u32 unsampled;
};

/* The events for which the platform has notifications. */
enum load_event {
	LOAD_SENSOR_TRIP_POINT,
	LOAD_SENSOR_UPDATE,
	LOAD_PERF_LIMITS,
	LOAD_PERF_LEVEL,
	LOAD_NR_EVENTS,
};

/**
 * struct load_notifier - one kind of event
 * @block: the SCMI core calls it from a work queue, one call at a time
 * @notify: counts of the run
 * @registered: @block is registered
 * @received: notifications received
 */
struct load_notifier {
	struct notifier_block block;
	struct load_notify *notify;
	bool registered;
	u32 received;
};

/**
 * struct load_notify - notifications received during a run
 * @handle: the instance they come from
 * @notifiers: by event
 * @received: total of all events, including those without a sample
 * @ns: times from the interrupt to the notifier, of the first
 * LOAD_MAX_NOTIFICATIONS
 */
struct load_notify {
	const struct scmi_handle *handle;
	struct load_notifier notifiers[LOAD_NR_EVENTS];
	atomic_t received;
	u64 *ns;
};

/**
 * load_notify_start() - register for all notifications of an instance
 * @handle: an SCMI instance that stays until load_notify_stop()
 *
 * Return: the counters, for load_notify_free(); ERR_PTR(-EOPNOTSUPP) if the
 * platform or the transport has no notifications; another error.
 */
struct load_notify *load_notify_start(const struct scmi_handle *handle);

/* load_notify_stop() - unregister; on return all notifications are counted */
void load_notify_stop(struct load_notify *notify);

/*
 * load_notify_free() - free the counters after load_notify_stop(); accepts NULL
 */
void load_notify_free(struct load_notify *notify);

/* "sensor_update" and so on */
const char *load_event_name(enum load_event event);

/* Devices of a run: protocols of instances. */
#define LOAD_MAX_DEVICES (LOAD_NR_WORKS * LOAD_MAX_INSTANCES)

/**
 * struct load_devices - the devices of a run, those of an instance side by side
 * @devices: the devices
 * @count: of @devices
 * @first: by instance, the index of its first device; then @count
 * @nr_instances: at least 1
 */
struct load_devices {
	struct load_device *devices[LOAD_MAX_DEVICES];
	u32 count;
	u32 first[LOAD_MAX_INSTANCES + 1];
	u32 nr_instances;
};

/**
 * struct load_run - one run
 * @spec: the specification
 * @on: its devices; for mixed work each available protocol of an instance
 * @protocols: their protocols as bits, see load_protocol_bit()
 * @notify: received notifications, or NULL
 * @samples: of all threads, one thread after the other
 * @in_flight: for each thread the transfer that it waits for, see stamp.c
 * @about: requests by protocol and sensor, clock or domain, if spec.each
 * @threads: the first spec.threads are used
 * @go: starts the threads
 * @done: the last thread has ended
 * @alive: number of threads that have not ended
 * @stop: the threads must end early
 * @error: the reason for @stop, a negative errno; otherwise 0
 * @started: start time of the threads, in ns of CLOCK_MONOTONIC
 * @finished: end time of the last thread
 */
struct load_run {
	struct load_spec spec;
	struct load_devices on;
	u32 protocols;
	struct load_notify *notify;
	struct load_sample *samples;
	atomic64_t in_flight[LOAD_MAX_THREADS];
	atomic_t about[LOAD_NR_WORKS][LOAD_MAX_RESOURCES];
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
 * load_run_create() - prepare a run without starting it
 * @spec: the specification
 * @on: its devices, which must stay bound until load_run_join()
 *
 * Return: the run, or ERR_PTR(). Context: may sleep.
 */
struct load_run *load_run_create(const struct load_spec *spec,
				 const struct load_devices *on);

/* A protocol's bit in load_run.protocols: the last one for vendors' protocols. */
static inline u32 load_protocol_bit(u8 protocol)
{
	return BIT(min_t(u8, protocol - SCMI_PROTOCOL_BASE, 31));
}

/*
 * load_run_device() - index of the device for the thread's transfer @i
 *
 * The threads take turns in the instances; a thread takes turns in its instance's
 * devices.
 */
static inline u32 load_run_device(const struct load_run *run,
				  const struct load_thread *thread, u32 i)
{
	const struct load_devices *on = &run->on;
	u32 number = thread - run->threads;
	u32 instance = number % on->nr_instances;
	u32 first = on->first[instance];

	return first + (number / on->nr_instances + i) %
			       (on->first[instance + 1] - first);
}

/*
 * load_run_due() - when the thread's transfer @i is due, in ns of CLOCK_MONOTONIC
 *
 * The threads take turns in the schedule. It is absolute, so a late reply delays
 * the following transfers, but not their due times. Only for runs with a rate.
 */
static inline u64 load_run_due(const struct load_run *run,
			       const struct load_thread *thread, u32 i)
{
	u64 number = (u64)i * run->spec.threads + (thread - run->threads) + 1;

	return run->started + div_u64(number * NSEC_PER_SEC, run->spec.rate);
}

/* load_run_go() - start the threads */
void load_run_go(struct load_run *run);

/**
 * load_run_stop() - make the threads end early
 * @run: a run that has not been joined
 * @error: the reason, a negative errno
 *
 * Does not wait: each thread still receives its current reply. Context: any
 * task; the caller serialises it with itself and with load_run_join().
 */
void load_run_stop(struct load_run *run, int error);

/* load_run_join() - wait for the threads; then the devices are unused */
void load_run_join(struct load_run *run);

/* load_run_free() - free a run, after load_run_join() */
void load_run_free(struct load_run *run);

/* The function of the threads; its address, or their name, identifies them. */
#define LOAD_THREAD_PREFIX "scmi-load/"
int load_thread_main(void *data);

/* load_stamp_attach() - register the probes; -ENOENT without a tracepoint */
int load_stamp_attach(void);
void load_stamp_detach(void);

/*
 * load_stamp_done() - the thread's transfer and its delayed response have ended
 */
void load_stamp_done(struct load_thread *thread);

/*
 * load_stamp_run() - set the run to sample; NULL also waits for running probes
 */
void load_stamp_run(struct load_run *run);

/* No transfer is in flight: a word that no transfer has. */
#define LOAD_NOT_IN_FLIGHT (-1LL)

/**
 * load_result_format() - format the figures of a joined run as JSON
 * @run: the run
 *
 * Return: NUL-terminated text for kfree(), or ERR_PTR(-ENOMEM). Context: may
 * sleep; sorting millions of samples needs seconds.
 */
char *load_result_format(const struct load_run *run);

#endif
