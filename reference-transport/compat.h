/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels that these modules are built for. The code
 * uses the newest kernel's names. private.h has the SCMI core's own layout.
 */
#ifndef SCMI_REF_COMPAT_H
#define SCMI_REF_COMPAT_H

#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/scmi_protocol.h>
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
 * the first device id of a driver.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
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
