/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The environment of the server and of the virtio queues: the kernel, or a program
 * of one thread on a host, so that both run the same source.
 */
#ifndef SCMI_REF_ENVIRONMENT_H
#define SCMI_REF_ENVIRONMENT_H

#ifdef __KERNEL__
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/irq_work.h>
#include <linux/jump_label.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "../compat.h"
#else
#include "host_environment.h"
#endif

#endif
