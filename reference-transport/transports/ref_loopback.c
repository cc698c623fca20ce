// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_ref_loopback.ko: an empty transport. A function call passes a request to
 * the platform, and another one returns the reply. So the time of a transfer
 * without its service time is the cost of the SCMI core itself.
 *
 * One A2P and one P2A channel serve all protocols.
 *
 * Locking: none. The SCMI core matches replies to transfers by token under its
 * own locks, and the server accepts calls from any context.
 *
 * Lifetime: the A2P channel has a server from chan_setup to chan_free. The P2A
 * channel is set up before the first request and freed after the server.
 *
 * When this module is removed or its device is unbound, the driver core first
 * unbinds the SCMI drivers, which are consumers of the SCMI instance. It waits
 * for their remove functions; after that, no transfer can start. The SCMI core
 * then frees the channel. scmi_server_close() waits for replies in rx_callback
 * and drops the others, whose transfers have timed out. After that the core
 * frees transfers and channels, and at last this module's operations and
 * descriptor go. A driver that sends after its remove function has returned
 * breaks this, as with every transport.
 */
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "../server/scmi_server.h"
#include "private.h"

/* More transfers than the threads of load/ can have in flight. */
#define DEPTH	   128
#define TIMEOUT_MS 100

/* The SCMI core does not count the status as data. */
#define STATUS_LEN sizeof(__le32)
#define DATA_MAX   (SCMI_SERVER_REPLY_MAX - STATUS_LEN)

/* A reply, passed through rx_callback to fetch_response. */
struct loopback_message {
	const u8 *payload;
	size_t len;
};

static const struct of_device_id loopback_match[] = {
	{.compatible = "scmi-perf,ref-loopback"}, {}};
MODULE_DEVICE_TABLE(of, loopback_match);

static struct scmi_transport_core_operations *core;

/* One SCMI instance; lives as long as its device is bound. */
struct loopback {
	struct scmi_chan_info *a2p;
	struct scmi_chan_info *p2a;
};

/* Channel 0 is A2P, 1 is P2A; protocols have no channel of their own. */
static bool loopback_chan_available(struct device_node *node, int index)
{
	return index <= 1 && of_match_node(loopback_match, node);
}

/* A silent reply is lost, because no caller polls for replies. */
static void receive(struct scmi_chan_info *cinfo, u32 hdr, const void *payload,
		    size_t len, unsigned int flags)
{
	struct loopback_message reply = {.payload = payload, .len = len};

	if (!(flags & SCMI_SERVER_SILENT))
		core->rx_callback(cinfo, hdr, &reply);
}

static void loopback_reply(void *context, void *cookie, u32 hdr,
			   const void *payload, size_t len, unsigned int flags)
{
	const struct loopback *loopback = context;

	receive(loopback->a2p, hdr, payload, len, flags);
}

/* A request has no buffer to release. */
static void loopback_drop(void *context, void *cookie)
{
}

static bool loopback_event(void *context, u32 hdr, const void *payload,
			   size_t len, unsigned int flags)
{
	const struct loopback *loopback = context;

	receive(loopback->p2a, hdr, payload, len, flags);
	return true;
}

static bool loopback_stray(void *context, void *cookie, u32 hdr,
			   const void *payload, size_t len, unsigned int flags)
{
	const struct loopback *loopback = context;

	receive(loopback->a2p, hdr, payload, len, flags);
	return true;
}

static const struct scmi_server_ops loopback_server_ops = {
	.reply = loopback_reply,
	.drop = loopback_drop,
	.event = loopback_event,
	.stray = loopback_stray,
};

static void loopback_release(struct device *dev, void *resource)
{
}

/* Returns the instance of @dev, which the first call allocates; or NULL. */
static struct loopback *loopback_of(struct device *dev)
{
	struct loopback *loopback =
		devres_find(dev, loopback_release, NULL, NULL);

	if (loopback)
		return loopback;
	loopback =
		devres_alloc(loopback_release, sizeof(*loopback), GFP_KERNEL);
	if (loopback)
		devres_add(dev, loopback);
	return loopback;
}

static int loopback_chan_setup(struct scmi_chan_info *cinfo, struct device *dev,
			       bool tx)
{
	struct loopback *loopback = loopback_of(dev);
	struct scmi_server *server;

	if (!loopback)
		return -ENOMEM;
	if (!tx) {
		loopback->p2a = cinfo;
		return 0;
	}
	loopback->a2p = cinfo;
	/*
	 * Twice the depth, because the core can reuse a transfer that timed out
	 * while its message is still in the server.
	 */
	server = scmi_server_open("loopback", 2 * DEPTH, &loopback_server_ops,
				  loopback);
	if (IS_ERR(server))
		return PTR_ERR(server);
	cinfo->transport_info = server;
	return 0;
}

/* Called once for each protocol that shares the channel. P2A has no server. */
static int loopback_chan_free(int id, void *p, void *data)
{
	struct scmi_chan_info *cinfo = p;
	struct scmi_server *server = cinfo->transport_info;
	unsigned int dropped;

	if (!server)
		return 0;
	cinfo->transport_info = NULL;
	dropped = scmi_server_close(server);
	if (dropped)
		dev_info(cinfo->dev,
			 "channel closed with %u messages in service\n",
			 dropped);
	return 0;
}

static int loopback_send_message(struct scmi_chan_info *cinfo,
				 struct scmi_xfer *xfer)
{
	return scmi_server_submit(cinfo->transport_info, NULL,
				  pack_scmi_header(&xfer->hdr), xfer->tx.buf,
				  xfer->tx.len);
}

/*
 * On entry, rx.len is the size of the caller's buffer. A reply without a status
 * is an error of the platform.
 */
static void loopback_fetch_response(struct scmi_chan_info *cinfo,
				    struct scmi_xfer *xfer)
{
	const struct loopback_message *reply = xfer->priv;

	if (unlikely(reply->len < STATUS_LEN)) {
		xfer->hdr.status = SCMI_ERR_PROTOCOL;
		xfer->rx.len = 0;
		return;
	}
	xfer->hdr.status = get_unaligned_le32(reply->payload);
	xfer->rx.len = min(xfer->rx.len, reply->len - STATUS_LEN);
	memcpy(xfer->rx.buf, reply->payload + STATUS_LEN, xfer->rx.len);
}

static void loopback_fetch_notification(struct scmi_chan_info *cinfo,
					size_t max_len, struct scmi_xfer *xfer)
{
	const struct loopback_message *reply = xfer->priv;

	xfer->rx.len = min(max_len, reply->len);
	memcpy(xfer->rx.buf, reply->payload, xfer->rx.len);
}

static const struct scmi_transport_ops loopback_ops = {
	.chan_available = loopback_chan_available,
	.chan_setup = loopback_chan_setup,
	.chan_free = loopback_chan_free,
	.send_message = loopback_send_message,
	.fetch_response = loopback_fetch_response,
	.fetch_notification = loopback_fetch_notification,
};

static struct scmi_desc loopback_desc = {
	.ops = &loopback_ops,
	.max_rx_timeout_ms = TIMEOUT_MS,
	.max_msg = DEPTH,
	.max_msg_size = DATA_MAX,
};

DEFINE_SCMI_TRANSPORT_DRIVER(scmi_ref_loopback, scmi_ref_loopback_driver,
			     loopback_desc, loopback_match, core);
module_platform_driver(scmi_ref_loopback_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("SCMI transport over direct function calls");
