/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's names for a program of one thread: locks do nothing, timers and
 * interrupt work run when the program calls environment_run().
 */
#ifndef SCMI_REF_HOST_ENVIRONMENT_H
#define SCMI_REF_HOST_ENVIRONMENT_H

#include <endian.h>
#include <errno.h>
#include <linux/types.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../platform/types.h"

/* The clock of timers in ns; tests have one of their own. */
extern u64 (*environment_clock)(void);

/* environment_next() - time at which there is work, in ns; ~0: none */
u64 environment_next(void);

/*
 * environment_run() - run the work that is pending and the timers that have expired
 *
 * Work that is queued meanwhile waits for the next call.
 */
void environment_run(void);

/* Time since boot in ns. */
u64 ktime_get_boot_fast_ns(void);

#undef __always_inline
#undef __counted_by
#define __always_inline inline __attribute__((always_inline))
#define noinline	__attribute__((noinline))
#define fallthrough	__attribute__((fallthrough))
#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define __must_hold(lock)
#define __counted_by(member)
#define EXPORT_SYMBOL_GPL(name) struct host_environment_unused

#define READ_ONCE(x)	 (*(volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

#define min(a, b)	  ((a) < (b) ? (a) : (b))
#define max(a, b)	  ((a) > (b) ? (a) : (b))
#define min_t(type, a, b) min((type)(a), (type)(b))
#define ARRAY_SIZE(a)	  (sizeof(a) / sizeof(*(a)))
#define container_of(pointer, type, member) \
	((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#define BIT_ULL(n)		(1ULL << (n))
#define BUILD_BUG_ON(condition) _Static_assert(!(condition), #condition)

#define cpu_to_le16(v) htole16(v)
#define cpu_to_le32(v) htole32(v)
#define cpu_to_le64(v) htole64(v)
#define le16_to_cpu(v) le16toh(v)
#define le32_to_cpu(v) le32toh(v)
#define le64_to_cpu(v) le64toh(v)

static inline u32 get_unaligned_le32(const void *from)
{
	u32 v;

	memcpy(&v, from, sizeof(v));
	return le32toh(v);
}

static inline u64 get_unaligned_le64(const void *from)
{
	u64 v;

	memcpy(&v, from, sizeof(v));
	return le64toh(v);
}

/* Memory. */
#define PAGE_SIZE	       4096
#define get_zeroed_page(flags) ((unsigned long)calloc(1, PAGE_SIZE))
#define free_page(page)	       free((void *)(page))
#define virt_to_phys(page)     ((u64)(uintptr_t)(page))
#define GFP_KERNEL	       0
#define kvzalloc(size, flags)  calloc(1, size)
#define kzalloc(size, flags)   calloc(1, size)
#define kvfree(memory)	       free(memory)
#define kfree(memory)	       free(memory)
#define struct_size(object, array, n) \
	(sizeof(*(object)) + (n) * sizeof(*(object)->array))

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline bool IS_ERR(const void *pointer)
{
	return (uintptr_t)pointer >= (uintptr_t)-4095;
}

#define strscpy(to, from, size) snprintf(to, size, "%s", from)

/* Locks. */
typedef struct {
	char unused;
} spinlock_t, raw_spinlock_t;

#define spin_lock_init(lock)			((void)(lock))
#define raw_spin_lock_init(lock)		((void)(lock))
#define spin_lock_irqsave(lock, flags)		((void)(lock), (flags) = 0)
#define spin_unlock_irqrestore(lock, flags)	((void)(lock), (void)(flags))
#define raw_spin_lock_irqsave(lock, flags)	((void)(lock), (flags) = 0)
#define raw_spin_unlock_irqrestore(lock, flags) ((void)(lock), (void)(flags))
#define raw_spin_lock_irq(lock)			((void)(lock))
#define raw_spin_unlock_irq(lock)		((void)(lock))

/* Settings that kernel code is patched for are off. */
#define DECLARE_STATIC_KEY_FALSE(name) struct host_environment_unused
#define static_branch_unlikely(key)    false

/* Time. */
typedef long long ktime_t; /* ns */

static inline u64 ktime_get_ns(void)
{
	return environment_clock();
}

static inline ktime_t ktime_get(void)
{
	return (ktime_t)environment_clock();
}

#define ns_to_ktime(ns)	    ((ktime_t)(ns))
#define ktime_add_ns(t, ns) ((t) + (ktime_t)(ns))
#define ktime_after(a, b)   ((a) > (b))
#define ktime_to_us(t)	    ((t) / 1000)
#define udelay(us)	    ((void)(us))

/* Timers. A callback always returns HRTIMER_NORESTART. */
enum hrtimer_restart {
	HRTIMER_NORESTART
};
enum hrtimer_mode {
	HRTIMER_MODE_ABS,
	HRTIMER_MODE_REL
};

/**
 * struct hrtimer - a timer
 * @expires: when it expires, in ns
 * @order: those of one time expire in the order of their start
 * @slot: in the heap, from 1; 0: not started
 */
struct hrtimer {
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	u64 expires;
	u64 order;
	size_t slot;
};

static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *timer),
	      clockid_t clock, enum hrtimer_mode mode)
{
	(void)clock;
	(void)mode;
	*timer = (struct hrtimer){.function = function};
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode);
/* Return 1 if the timer had not expired, else 0. */
int hrtimer_cancel(struct hrtimer *timer);
#define hrtimer_try_to_cancel(timer) hrtimer_cancel(timer)
#define hrtimer_get_expires(timer)   ((ktime_t)(timer)->expires)

/* Work in an interrupt that a CPU sends to itself. */
struct irq_work {
	void (*func)(struct irq_work *work);
	bool pending;
	struct irq_work *next;
};

#define IRQ_WORK_INIT(function)	      ((struct irq_work){.func = (function)})
#define init_irq_work(work, function) (*(work) = IRQ_WORK_INIT(function))
void irq_work_queue(struct irq_work *work);
/* Unlike the kernel's, this one removes pending work. */
void irq_work_sync(struct irq_work *work);

/* A second CPU: its work follows that of this one, before any interrupt is seen. */
typedef struct {
	void (*func)(void *info);
	void *info;
} call_single_data_t;

#define INIT_CSD(csd, function, argument) \
	(*(csd) = (call_single_data_t){.func = (function), .info = (argument)})
#define num_online_cpus()	   2U
#define nr_cpu_ids		   2U
#define smp_processor_id()	   0U
#define cpumask_any_but(mask, cpu) (1U - (cpu))
#define cpu_relax()		   ((void)0)

static inline int smp_call_function_single_async(unsigned int cpu,
						 call_single_data_t *csd)
{
	(void)cpu;
	csd->func(csd->info);
	return 0;
}

typedef struct {
	int counter;
} atomic_t;

#define atomic_inc(a)  ((void)(a)->counter++)
#define atomic_dec(a)  ((void)(a)->counter--)
#define atomic_read(a) ((a)->counter)

/* Names in the kernel's structures that a program does not use. */
struct list_head {
	char unused;
};
struct dentry;

/* Text. */
struct seq_file {
	FILE *out;
	void *private;
};

#define seq_printf(seq, ...) fprintf((seq)->out, __VA_ARGS__)
#define seq_puts(seq, text)  fputs(text, (seq)->out)

#endif
