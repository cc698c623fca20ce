// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends sensor readings of up to a channel's longest payload, with sleeping and
 * with polling senders, and checks the replies. The platform must reject their
 * length, and its fault plan must make each reply @reply bytes long with its
 * fault "oversize". Writes "ok" or the first error to the kernel log.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>

#include "arm_scmi/protocols.h"

#define SENSOR_READING_GET 0x6
#define STATUS		   sizeof(__le32)
#define PADDING		   0xa5 /* of "oversize" */

static unsigned int longest = 512;
module_param(longest, uint, 0444);
MODULE_PARM_DESC(longest, "longest payload of the channel (default 512)");

static unsigned int reply = 512;
module_param(reply, uint, 0444);
MODULE_PARM_DESC(reply, "bytes of each reply, with its status (default 512)");

static bool is_whole(const struct scmi_xfer *xfer)
{
	return xfer->rx.len == reply - STATUS &&
	       !memchr_inv(xfer->rx.buf, PADDING, xfer->rx.len);
}

static bool send(const struct scmi_protocol_handle *ph, size_t len, bool poll)
{
	struct scmi_xfer *xfer;
	int ret =
		ph->xops->xfer_get_init(ph, SENSOR_READING_GET, len, 0, &xfer);
	bool ok;

	if (ret) {
		pr_info("%zu bytes: %d\n", len, ret);
		return false;
	}
	memset(xfer->tx.buf, 0x55, len);
	xfer->hdr.poll_completion = poll;
	ret = ph->xops->do_xfer(ph, xfer);
	/* The core's translation of PROTOCOL_ERROR. */
	ok = ret == -EPROTO && is_whole(xfer);
	if (!ok)
		pr_info("%zu bytes, poll %d: %d, reply of %zu\n", len, poll,
			ret, xfer->rx.len);
	ph->xops->xfer_put(ph, xfer);
	return ok;
}

static bool send_all(const struct scmi_protocol_handle *ph)
{
	static const size_t lengths[] = {4, 128, 129, 300};
	struct scmi_xfer *xfer;
	unsigned int poll, i;

	for (poll = 0; poll < 2; poll++) {
		for (i = 0; i < ARRAY_SIZE(lengths); i++)
			if (!send(ph, lengths[i], poll))
				return false;
		if (!send(ph, longest, poll))
			return false;
	}
	if (ph->xops->xfer_get_init(ph, SENSOR_READING_GET, longest + 1, 0,
				    &xfer) != -ERANGE) {
		pr_info("a payload of %u bytes is not refused\n", longest + 1);
		return false;
	}
	return true;
}

static int long_messages_probe(struct scmi_device *sdev)
{
	struct scmi_protocol_handle *ph;
	const void *ops = sdev->handle->devm_protocol_get(
		sdev, SCMI_PROTOCOL_SENSOR, &ph);

	if (IS_ERR(ops))
		return PTR_ERR(ops);
	if (send_all(ph))
		pr_info("ok\n");
	return 0;
}

static const struct scmi_device_id long_messages_ids[] = {
	{SCMI_PROTOCOL_SENSOR, "long-messages"}, {}};

static struct scmi_driver long_messages_driver = {
	.name = "scmi-long-messages",
	.probe = long_messages_probe,
	.id_table = long_messages_ids,
};
module_scmi_driver(long_messages_driver);

MODULE_DESCRIPTION("Sends the longest messages of a channel");
MODULE_LICENSE("GPL");
