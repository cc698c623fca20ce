// SPDX-License-Identifier: GPL-2.0-only
/*
 * For the debug kernel only. Linux 6.12 destroys an xarray of each performance
 * domain that it has never initialised (opps_by_idx, without level indexing).
 * All of it is zero, which does no harm, but lockdep ends all its checks there:
 * "trying to register non-static key". So it is initialised when it is about to be
 * destroyed.
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

MODULE_DESCRIPTION("Lets lockdep live where Linux does not initialise a lock");
MODULE_LICENSE("GPL");
