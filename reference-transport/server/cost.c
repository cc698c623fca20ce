// SPDX-License-Identifier: GPL-2.0-only
/*
 * The platform's own cost of a message: from accepting a request until its
 * reply is armed, and from the deadline until the reply's memory is back in its
 * pool, without the time in the front end and without waiting for the lock. All
 * of it runs with interrupts off, so in a guest whose clock counts instructions
 * the cost is a number of instructions.
 *
 * The time from the request to the reply is summed up, too: a front end adds
 * only the time of its own interrupt.
 *
 * Off unless enabled (parameter measure=). Only replies without a fault count.
 */
#include <linux/minmax.h>
#include <linux/moduleparam.h>

#include "cost.h"

DEFINE_STATIC_KEY_FALSE(cost_is_measured);

static bool measure;

static int set_measure(const char *value, const struct kernel_param *param)
{
	int ret = param_set_bool(value, param);

	if (ret)
		return ret;
	if (measure)
		static_branch_enable(&cost_is_measured);
	else
		static_branch_disable(&cost_is_measured);
	return 0;
}

static const struct kernel_param_ops measure_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_measure,
	.get = param_get_bool,
};
module_param_cb(measure, &measure_ops, &measure, 0644);
MODULE_PARM_DESC(measure,
		 "measure the platform's own cost of a message (default no)");

/*
 * If measuring was enabled while the message was in flight, half of its cost is
 * missing, so the message is not counted.
 */
void cost_count_locked(struct server_message *m, u64 since)
{
	struct server_cost *cost = &m->server->cost;
	u64 ns = m->accepted + m->delivered + ktime_get_ns() - since;

	if (m->accepted && m->delivered) {
		cost->min = min(cost->min ?: ns, ns);
		cost->max = max(cost->max, ns);
		cost->sum += ns;
		cost->answers += m->answer;
		cost->messages++;
	}
	m->accepted = 0;
	m->delivered = 0;
}
