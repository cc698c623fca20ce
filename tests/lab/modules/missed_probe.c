// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls _dev_err() from a kprobe, @count times. The kernel skips kprobes of that
 * function then, because one kprobe does not interrupt another.
 */
#include <linux/device.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static int count = 7;
module_param(count, int, 0444);
MODULE_PARM_DESC(count, "number of calls (default 7)");

static noinline void probed(void)
{
	barrier();
}

static int call_dev_err(struct kprobe *p, struct pt_regs *regs)
{
	_dev_err(NULL, "called from a kprobe\n");
	return 0;
}

static struct kprobe outer = {
	.addr = (kprobe_opcode_t *)probed,
	.pre_handler = call_dev_err,
};

static int __init missed_probe_init(void)
{
	const int err = register_kprobe(&outer);

	if (err)
		return err;
	for (int i = 0; i < count; i++)
		probed();
	unregister_kprobe(&outer);
	return 0;
}
module_init(missed_probe_init);

static void __exit missed_probe_exit(void)
{
}
module_exit(missed_probe_exit);

MODULE_DESCRIPTION("Calls a function from a kprobe");
MODULE_LICENSE("GPL");
