// SPDX-License-Identifier: GPL-2.0-only
/*
 * For the debug kernel only. For each performance domain without level
 * indexing, Linux 6.12 destroys an xarray (opps_by_idx) that it has never
 * initialised. A zeroed xarray is harmless, but lockdep prints "trying to
 * register non-static key" and stops all its checks. So this module initialises
 * the xarray before it is destroyed.
 */
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/xarray.h>

#ifdef CONFIG_DEBUG_LOCK_ALLOC
static int initialise(struct kprobe *probe, struct pt_regs *regs)
{
	struct xarray *xa = (struct xarray *)regs_get_kernel_argument(regs, 0);

	if (!xa->xa_head && !xa->xa_lock.rlock.dep_map.name)
		xa_init(xa);
	return 0;
}

static struct kprobe probe = {
	.symbol_name = "xa_destroy",
	.pre_handler = initialise,
};

static int __init perf_xa_quirk_init(void)
{
	return register_kprobe(&probe);
}

static void __exit perf_xa_quirk_exit(void)
{
	unregister_kprobe(&probe);
}
module_exit(perf_xa_quirk_exit);
#else
static int __init perf_xa_quirk_init(void)
{
	return -ENODEV;
}
#endif
module_init(perf_xa_quirk_init);

MODULE_DESCRIPTION(
	"Initialises a lock of Linux 6.12, so that lockdep stays on");
MODULE_LICENSE("GPL");
