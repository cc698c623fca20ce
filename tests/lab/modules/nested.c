// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends a transfer in an interrupt, while a task is between the start of its own
 * transfer and the doorbell: for each of the first @count sensor readings. The
 * interrupt is that of an irq_work, which the CPU sends to itself. It polls for
 * a reply that cannot come before it ends, so that transfer times out.
 */
#include <linux/err.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/scmi.h>

#include "../compat.h"

static int count = 5;
module_param(count, int, 0444);
MODULE_PARM_DESC(count, "number of nested transfers (default 5)");

#define SENSOR_READING_GET 0x6

static struct tracepoint *begin;
static const struct scmi_clk_proto_ops *ops;
static struct scmi_protocol_handle *ph;

static void send_nested(struct irq_work *work)
{
	bool enabled;

	scmi_clock_state(ops, ph, 0, &enabled, true);
}

static DEFINE_IRQ_WORK(nested, send_nested);

static void on_begin(void *data, int transfer_id, u8 msg_id, u8 protocol_id,
		     u16 seq, bool poll SCMI_INFLIGHT_ARGUMENT)
{
	if (protocol_id != SCMI_PROTOCOL_SENSOR ||
	    msg_id != SENSOR_READING_GET || count <= 0)
		return;
	count--;
	irq_work_queue(&nested);
}

static void find_begin(struct tracepoint *tracepoint, void *data)
{
	if (!strcmp(tracepoint->name, "scmi_xfer_begin"))
		begin = tracepoint;
}

static int nested_probe(struct scmi_device *sdev)
{
	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_CLOCK, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	for_each_kernel_tracepoint(find_begin, NULL)
		;
	return tracepoint_probe_register(begin, on_begin, NULL);
}

static void nested_remove(struct scmi_device *sdev)
{
	tracepoint_probe_unregister(begin, on_begin, NULL);
	tracepoint_synchronize_unregister();
	irq_work_sync(&nested);
}

static const struct scmi_device_id ids[] = {{SCMI_PROTOCOL_CLOCK, "nested"},
					    {}};

static struct scmi_driver nested_driver = {
	.name = "nested",
	.probe = nested_probe,
	.remove = nested_remove,
	.id_table = ids,
};
module_scmi_driver(nested_driver);

MODULE_DESCRIPTION("Sends transfers in an interrupt of others");
MODULE_LICENSE("GPL");
