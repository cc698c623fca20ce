// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_vendor_protocol.ko: the kernel's side of the protocol that the platform has
 * as a vendor's (platform/vendor.c). An SCMI instance has it if its node names it.
 */
#include <linux/module.h>
#include <linux/scmi_protocol.h>

#include "../compat.h"
#include "arm_scmi/protocols.h"
#include "vendor_protocol.h"

#define VENDOR_ECHO 0x3
#define ECHO_LEN    8

static int vendor_echo(const struct scmi_protocol_handle *ph, u32 number)
{
	struct scmi_xfer *xfer;
	int ret = ph->xops->xfer_get_init(ph, VENDOR_ECHO, ECHO_LEN, ECHO_LEN,
					  &xfer);

	if (ret)
		return ret;
	put_unaligned_le32(number, xfer->tx.buf);
	put_unaligned_le32(~number, xfer->tx.buf + 4);
	ret = ph->xops->do_xfer(ph, xfer);
	if (!ret && (xfer->rx.len != ECHO_LEN ||
		     get_unaligned_le32(xfer->rx.buf) != number ||
		     get_unaligned_le32(xfer->rx.buf + 4) != ~number))
		ret = -EPROTO;
	ph->xops->xfer_put(ph, xfer);
	return ret;
}

static const struct vendor_proto_ops ops = {
	.echo = vendor_echo,
};

static int vendor_init(const struct scmi_protocol_handle *ph)
{
	return 0;
}

static const struct scmi_protocol vendor_protocol = {
	.id = VENDOR_PROTOCOL,
	.owner = THIS_MODULE,
	.instance_init = vendor_init,
	.ops = &ops,
	.supported_version = 0x10000,
	.vendor_id = "scmi-perf", /* of any sub-vendor */
};
module_scmi_protocol(vendor_protocol);

MODULE_DESCRIPTION("The platform's own SCMI protocol");
MODULE_LICENSE("GPL");
