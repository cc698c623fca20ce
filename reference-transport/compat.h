/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels that these modules are built for. The code
 * uses the newest kernel's names. private.h has the SCMI core's own layout.
 */
#ifndef SCMI_REF_COMPAT_H
#define SCMI_REF_COMPAT_H

#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/scmi_protocol.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/version.h>

/* Moved in 6.12. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#include <asm/unaligned.h>
#else
#include <linux/unaligned.h>
#endif

/* Added in 6.13; 6.15 removed hrtimer_init(). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

/* Added in 5.11 and 5.13. */
#ifndef IRQ_WORK_INIT
#define IRQ_WORK_INIT(function) ((struct irq_work){.func = (function)})
#endif
#ifndef INIT_CSD
#define INIT_CSD(csd, function, argument) \
	(*(csd) = (call_single_data_t){.func = (function), .info = (argument)})
#endif

/*
 * True if the current task is a kthread of @function; @prefix: of its name. The
 * function is known since 5.13.
 */
static inline bool scmi_thread_runs(int (*function)(void *), const char *prefix)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 13, 0)
	return current->flags & PF_KTHREAD &&
	       !strncmp(current->comm, prefix, strlen(prefix));
#else
	return kthread_func(current) == function;
#endif
}

/*
 * Before 5.13 the operations of a protocol belong to the instance, have other
 * names, and take its handle. There are no voltages, and sensors are always on.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 13, 0)
#define scmi_protocol_handle	    scmi_handle
#define scmi_clk_proto_ops	    scmi_clk_ops
#define scmi_perf_proto_ops	    scmi_perf_ops
#define scmi_power_proto_ops	    scmi_power_ops
#define scmi_sensor_proto_ops	    scmi_sensor_ops
#define scmi_reset_proto_ops	    scmi_reset_ops
#define SCMI_PROTOCOL_VOLTAGE	    0x17
#define SCMI_EVENT_SENSOR_UPDATE    0x1
#define SCMI_VOLTAGE_LEVEL_SET_AUTO 0

/* Drivers can only use the core's own devices, of any name. */
#define SCMI_DEVICE_NAME(name) NULL

struct scmi_voltage_info {
	u32 num_levels;
	s32 *levels_uv;
};

struct scmi_voltage_proto_ops {
	int (*num_domains_get)(const struct scmi_protocol_handle *ph);
	const struct scmi_voltage_info *(*info_get)(
		const struct scmi_protocol_handle *ph, u32 domain);
	int (*level_set)(const struct scmi_protocol_handle *ph, u32 domain,
			 int flags, s32 microvolts);
	int (*level_get)(const struct scmi_protocol_handle *ph, u32 domain,
			 s32 *microvolts);
};

static inline const void *
scmi_protocol_operations(const struct scmi_device *sdev,
			 struct scmi_protocol_handle **ph)
{
	struct scmi_handle *handle = sdev->handle;

	*ph = handle;
	switch (sdev->protocol_id) {
	case SCMI_PROTOCOL_CLOCK:
		return handle->clk_ops;
	case SCMI_PROTOCOL_PERF:
		return handle->perf_ops;
	case SCMI_PROTOCOL_POWER:
		return handle->power_ops;
	case SCMI_PROTOCOL_SENSOR:
		return handle->sensor_ops;
	case SCMI_PROTOCOL_RESET:
		return handle->reset_ops;
	default:
		return NULL;
	}
}

static inline void scmi_sensor_enable(const struct scmi_sensor_proto_ops *ops,
				      const struct scmi_protocol_handle *ph,
				      u32 sensor)
{
}

static inline bool scmi_may_be_atomic(const struct scmi_handle *handle)
{
	return false;
}

#define event_notifier_register	  register_event_notifier
#define event_notifier_unregister unregister_event_notifier
#else
#define SCMI_DEVICE_NAME(name) name

static inline const void *
scmi_protocol_operations(struct scmi_device *sdev,
			 struct scmi_protocol_handle **ph)
{
	return sdev->handle->devm_protocol_get(sdev, sdev->protocol_id, ph);
}

/* Errors are ignored: before protocol 2.0 a sensor has no such state. */
static inline void scmi_sensor_enable(const struct scmi_sensor_proto_ops *ops,
				      const struct scmi_protocol_handle *ph,
				      u32 sensor)
{
	u32 config;

	if (ops->config_get(ph, sensor, &config) ||
	    config & SCMI_SENS_CFG_SENSOR_ENABLED_MASK)
		return;
	config |= SCMI_SENS_CFG_SENSOR_ENABLED_MASK;
	ops->config_set(ph, sensor, config);
}

static inline bool scmi_may_be_atomic(const struct scmi_handle *handle)
{
	return handle->is_transport_atomic(handle, NULL);
}
#endif

/* Added in 6.6. */
#ifndef __counted_by
#define __counted_by(member)
#endif

/*
 * Before 6.12 a driver can ask neither for a clock's state nor for the number
 * of performance domains. It can only try the first domain.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define SCMI_HAS_CLOCK_STATE 0
static inline int scmi_clock_state(const struct scmi_clk_proto_ops *ops,
				   const struct scmi_protocol_handle *ph,
				   u32 clock, bool *enabled, bool poll)
{
	return -EOPNOTSUPP;
}

static inline int scmi_perf_domains(const struct scmi_perf_proto_ops *ops,
				    const struct scmi_protocol_handle *ph)
{
	u32 level;

	return ops->level_get(ph, 0, &level, false) ?: 1;
}
#else
#define SCMI_HAS_CLOCK_STATE 1
static inline int scmi_clock_state(const struct scmi_clk_proto_ops *ops,
				   const struct scmi_protocol_handle *ph,
				   u32 clock, bool *enabled, bool poll)
{
	return ops->state_get(ph, clock, enabled, poll);
}

static inline int scmi_perf_domains(const struct scmi_perf_proto_ops *ops,
				    const struct scmi_protocol_handle *ph)
{
	return ops->num_domains_get(ph);
}
#endif

/*
 * The domain with fast channels names its levels by index. Since 6.7 the core
 * translates; before it passes on what a driver gives.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#define SCMI_PERF_INDEXED(level) ((level) / 200)
#else
#define SCMI_PERF_INDEXED(level) (level)
#endif

/*
 * The number of drivers that @ids device ids need: the core of 6.1 uses only
 * the first device id of a driver. Before 5.13 it uses all.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 13, 0)
#define SCMI_DRIVERS_FOR(ids) 1
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define SCMI_DRIVERS_FOR(ids) (ids)
#else
#define SCMI_DRIVERS_FOR(ids) 1
#endif

/*
 * The last argument of scmi_xfer_begin and scmi_xfer_end: which 7.2 has and
 * 6.12 does not. load/stamp.c makes the compiler check it.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0)
#define SCMI_INFLIGHT_ARGUMENT
#else
#define SCMI_INFLIGHT_ARGUMENT , int inflight
#endif

#endif
