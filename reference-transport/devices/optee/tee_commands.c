// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of the SCMI service, as OP-TEE documents them (pta_scmi_client.h),
 * and the channels that they use. See soft_tee.c for an overview.
 *
 * A command with a message waits for its reply by spinning in the caller's
 * context: the processor is away from the caller as it is while a secure world
 * works. As there, interrupts are served meanwhile, and the caller can be
 * preempted. One of these interrupts brings the reply.
 */
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/of_address.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../../compat.h"
#include "soft_tee.h"

enum command {
	CMD_CAPABILITIES = 0,	 /* out value: capabilities */
	CMD_PROCESS_SMT = 1,	 /* in value: handle */
	CMD_PROCESS_SMT_MEM = 2, /* in value: handle; inout memref: area */
	CMD_GET_CHANNEL = 3,	 /* inout value: id, capability -> handle */
	CMD_PROCESS_MSG = 4,	 /* in handle; in memref; out memref: reply */
};

#define CAP_SMT BIT(0)
#define CAP_MSG BIT(1)

#define IN_VALUE     TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INPUT
#define OUT_VALUE    TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_OUTPUT
#define INOUT_VALUE  TEE_IOCTL_PARAM_ATTR_TYPE_VALUE_INOUT
#define IN_MEMREF    TEE_IOCTL_PARAM_ATTR_TYPE_MEMREF_INPUT
#define OUT_MEMREF   TEE_IOCTL_PARAM_ATTR_TYPE_MEMREF_OUTPUT
#define INOUT_MEMREF TEE_IOCTL_PARAM_ATTR_TYPE_MEMREF_INOUT

/* Not the id, so that an agent that confuses them fails. */
#define HANDLE_BASE 0x100

/* The agent has no timeout of its own, so a command must end. */
#define NO_REPLY_NS (NSEC_PER_SEC / 2)

/* --- The reply ------------------------------------------------------------- */

/* Identifies a command: its channel and its ticket. */
static void *cookie_of(const struct soft_tee *tee,
		       const struct tee_channel *channel, u32 ticket)
{
	return (void *)((unsigned long)ticket * NR_CHANNELS +
			(channel - tee->channels));
}

/* Ends the command, unless it has been given up. */
static void end_command(struct soft_tee *tee, void *cookie, u32 result, u32 hdr,
			const void *payload, size_t len)
{
	struct tee_channel *channel =
		&tee->channels[(unsigned long)cookie % NR_CHANNELS];
	unsigned long flags;

	spin_lock_irqsave(&channel->lock, flags);
	if (channel->ticket &&
	    cookie_of(tee, channel, channel->ticket) == cookie) {
		channel->result = result;
		channel->reply.hdr = hdr;
		/* The length stays: put_reply() compares it with the room. */
		channel->reply.len = len;
		memcpy(channel->reply.payload, payload,
		       min(len, sizeof(channel->reply.payload)));
		/* Pairs with wait_for_reply(). */
		smp_store_release(&channel->ticket, 0);
	}
	spin_unlock_irqrestore(&channel->lock, flags);
}

static void soft_tee_reply(void *context, void *cookie, u32 hdr,
			   const void *payload, size_t len, unsigned int how)
{
	end_command(context, cookie, TEE_SUCCESS, hdr, payload, len);
}

/* A command cannot end without a result. */
static void soft_tee_drop(void *context, void *cookie)
{
	end_command(context, cookie, TEE_ERROR_COMMUNICATION, 0, NULL, 0);
}

/* No events and no strays: the kernel's transport has one channel, without interrupt. */
const struct scmi_server_ops soft_tee_server_ops = {
	.by_call = true,
	.reply = soft_tee_reply,
	.drop = soft_tee_drop,
};

static u32 start_command(struct tee_channel *channel)
{
	unsigned long flags;
	u32 ticket;

	spin_lock_irqsave(&channel->lock, flags);
	ticket = channel->last_ticket + 1 ?: 1;
	channel->last_ticket = ticket;
	channel->ticket = ticket;
	spin_unlock_irqrestore(&channel->lock, flags);
	return ticket;
}

/* Gives up the command; if its reply has just come, returns the reply's result. */
static u32 give_up(struct tee_channel *channel, u32 result)
{
	unsigned long flags;

	spin_lock_irqsave(&channel->lock, flags);
	if (channel->ticket)
		channel->result = result;
	channel->ticket = 0;
	spin_unlock_irqrestore(&channel->lock, flags);
	return channel->result;
}

/* Not inlined, so that a profile shows the time in the TEE. */
static noinline u32 wait_for_reply(struct tee_channel *channel,
				   struct tee_counts *counts)
{
	u64 end = ktime_get_ns() + NO_REPLY_NS;
	u32 result;

	while (smp_load_acquire(&channel->ticket)) {
		if (ktime_get_ns() > end) {
			result = give_up(channel, TEE_ERROR_COMMUNICATION);
			counts->given_up += result == TEE_ERROR_COMMUNICATION;
			return result;
		}
		cond_resched();
		cpu_relax();
	}
	return channel->result;
}

/*
 * Lets the platform serve the channel's request. After success the reply, which the
 * platform makes no longer than @room, is in the channel.
 */
static u32 serve(struct soft_tee *tee, struct tee_channel *channel, size_t room,
		 struct tee_counts *counts)
{
	const struct tee_message *request = &channel->request;
	u32 ticket = start_command(channel);
	int err = scmi_server_submit_sized(
		tee->server, cookie_of(tee, channel, ticket), request->hdr,
		request->payload, request->len, room);

	if (err)
		return give_up(channel, err == -EBUSY ? TEE_ERROR_BUSY
						      : TEE_ERROR_GENERIC);
	return wait_for_reply(channel, counts);
}

/* Returns the bytes of the reply that fit into @room: a fault makes a longer one. */
static size_t reply_that_fits(const struct tee_channel *channel, size_t room,
			      struct tee_counts *counts)
{
	room = min(room, sizeof(channel->reply.payload));
	counts->cut += channel->reply.len > room;
	return min_t(size_t, channel->reply.len, room);
}

/* Sets the length of the request; @len includes the header. */
static bool set_length(struct tee_channel *channel, size_t len, size_t room,
		       struct tee_counts *counts)
{
	room = min(room, sizeof(channel->request.payload));
	if (len < AREA_HEADER_LEN || len - AREA_HEADER_LEN > room) {
		counts->bad_lengths++;
		return false;
	}
	channel->request.len = len - AREA_HEADER_LEN;
	return true;
}

/* --- SMT: a message in shared memory ---------------------------------------- */

static bool get_request(struct tee_channel *channel, struct tee_counts *counts)
{
	const void __iomem *area = channel->area;

	if (!set_length(channel, ioread32(area + AREA_LENGTH), channel->room,
			counts))
		return false;
	channel->request.hdr = ioread32(area + AREA_HEADER);
	memcpy_fromio(channel->request.payload, area + AREA_PAYLOAD,
		      channel->request.len);
	return true;
}

static void put_reply(struct tee_channel *channel, struct tee_counts *counts)
{
	void __iomem *area = channel->area;
	size_t len = reply_that_fits(channel, channel->room, counts);

	iowrite32(AREA_HEADER_LEN + len, area + AREA_LENGTH);
	iowrite32(channel->reply.hdr, area + AREA_HEADER);
	memcpy_toio(area + AREA_PAYLOAD, channel->reply.payload, len);
}

/* The agent owns the area again after any result. */
static u32 process_smt(struct soft_tee *tee, struct tee_channel *channel,
		       struct tee_counts *counts, struct tee_stamp *stamp)
{
	u32 result = TEE_ERROR_BAD_PARAMETERS;

	counts->smt++;
	if (!channel->area)
		return result;
	if (get_request(channel, counts)) {
		stamp->hdr = channel->request.hdr;
		result = serve(tee, channel, channel->room, counts);
	}
	if (!result)
		put_reply(channel, counts);
	iowrite32(AREA_STATUS_FREE, channel->area + AREA_STATUS);
	if (!result)
		stamp->reply = ktime_get_ns();
	return result;
}

/* --- MSG: messages in memory of the TEE's pool ------------------------------ */

/* Returns the bytes of a memref, or NULL if they are not all inside its memory. */
static u8 *memref(const struct tee_param *param)
{
	const struct tee_shm *shm = param->u.memref.shm;
	size_t offset = param->u.memref.shm_offs;

	if (!shm || !shm->kaddr || offset > shm->size ||
	    param->u.memref.size > shm->size - offset)
		return NULL;
	return shm->kaddr + offset;
}

/* Request and reply can share memory. */
static u32 process_msg(struct soft_tee *tee, struct tee_channel *channel,
		       struct tee_param *param, struct tee_counts *counts,
		       struct tee_stamp *stamp)
{
	const u8 *request = memref(&param[1]);
	u8 *reply = memref(&param[2]);
	size_t len = param[1].u.memref.size, room = param[2].u.memref.size;
	u32 result;

	counts->msg++;
	if (!request || !reply || room < AREA_HEADER_LEN ||
	    !set_length(channel, len, len, counts))
		return TEE_ERROR_BAD_PARAMETERS;
	room -= AREA_HEADER_LEN;
	channel->request.hdr = get_unaligned_le32(request);
	memcpy(channel->request.payload, request + AREA_HEADER_LEN,
	       channel->request.len);
	stamp->hdr = channel->request.hdr;

	result = serve(tee, channel, room, counts);
	if (result)
		return result;
	len = reply_that_fits(channel, room, counts);
	put_unaligned_le32(channel->reply.hdr, reply);
	memcpy(reply + AREA_HEADER_LEN, channel->reply.payload, len);
	param[2].u.memref.size = AREA_HEADER_LEN + len;
	stamp->reply = ktime_get_ns();
	return TEE_SUCCESS;
}

/* --- Commands --------------------------------------------------------------- */

static struct tee_channel *channel_of(struct soft_tee *tee, u64 handle)
{
	u64 i = handle - HANDLE_BASE;

	return i < NR_CHANNELS ? &tee->channels[i] : NULL;
}

/* Executes a command with a message. */
static u32 process(struct soft_tee *tee, const struct tee_ioctl_invoke_arg *arg,
		   struct tee_param *param)
{
	struct tee_channel *channel = channel_of(tee, param[0].u.value.a);
	struct tee_stamp stamp = {.entry = ktime_get_ns()};
	struct tee_counts counts = {0};
	u32 result;

	if (!channel)
		return TEE_ERROR_BAD_PARAMETERS;
	mutex_lock(&channel->mutex);
	result = arg->func == CMD_PROCESS_SMT
			 ? process_smt(tee, channel, &counts, &stamp)
			 : process_msg(tee, channel, param, &counts, &stamp);
	mutex_unlock(&channel->mutex);
	counts.failed = result != TEE_SUCCESS;
	stamp.exit = ktime_get_ns();
	soft_tee_record(tee, &counts, &stamp);
	return result;
}

static void reset_area(const struct tee_channel *channel)
{
	memset_io(channel->area, 0, AREA_PAYLOAD + channel->room);
	iowrite32(AREA_STATUS_FREE, channel->area + AREA_STATUS);
}

static u32 get_channel(struct soft_tee *tee, struct tee_param *param)
{
	u64 id = param->u.value.a, capability = param->u.value.b;
	struct tee_channel *channel;

	if (id >= NR_CHANNELS)
		return TEE_ERROR_ITEM_NOT_FOUND;
	if (capability != CAP_SMT && capability != CAP_MSG)
		return TEE_ERROR_NOT_SUPPORTED;
	channel = &tee->channels[id];
	if (capability == CAP_SMT) {
		if (!channel->area)
			return TEE_ERROR_ITEM_NOT_FOUND;
		mutex_lock(&channel->mutex);
		reset_area(channel);
		mutex_unlock(&channel->mutex);
	}
	param->u.value.a = HANDLE_BASE + id;
	return TEE_SUCCESS;
}

/* Checks the number and the types of parameters; 0: no parameter. */
static bool has_params(const struct tee_ioctl_invoke_arg *arg,
		       const struct tee_param *param, u64 a, u64 b, u64 c)
{
	const u64 types[] = {a, b, c};
	unsigned int i, n = 1 + !!b + !!c;

	if (arg->num_params != n)
		return false;
	for (i = 0; i < n; i++)
		if ((param[i].attr & TEE_IOCTL_PARAM_ATTR_TYPE_MASK) !=
		    types[i])
			return false;
	return true;
}

u32 soft_tee_command(struct soft_tee *tee,
		     const struct tee_ioctl_invoke_arg *arg,
		     struct tee_param *param)
{
	switch (arg->func) {
	case CMD_CAPABILITIES:
		if (!has_params(arg, param, OUT_VALUE, 0, 0))
			break;
		param[0].u.value.a = CAP_SMT | CAP_MSG;
		param[0].u.value.b = 0;
		return TEE_SUCCESS;
	case CMD_GET_CHANNEL:
		if (!has_params(arg, param, INOUT_VALUE, 0, 0))
			break;
		return get_channel(tee, param);
	case CMD_PROCESS_SMT:
		if (!has_params(arg, param, IN_VALUE, 0, 0))
			break;
		return process(tee, arg, param);
	case CMD_PROCESS_MSG:
		if (!has_params(arg, param, IN_VALUE, IN_MEMREF, OUT_MEMREF))
			break;
		return process(tee, arg, param);
	default:
		/* Linux does not use CMD_PROCESS_SMT_MEM. */
		return TEE_ERROR_NOT_SUPPORTED;
	}
	return TEE_ERROR_BAD_PARAMETERS;
}

/* --- Channels --------------------------------------------------------------- */

/* Maps the area of channel @i, if the node has one. */
static int map_area(struct soft_tee *tee, int i)
{
	struct device_node *node =
		of_parse_phandle(tee->dev->of_node, "shmem", i);
	struct tee_channel *channel = &tee->channels[i];
	struct resource res;
	int ret;

	if (!node)
		return 0;
	ret = of_address_to_resource(node, 0, &res);
	of_node_put(node);
	if (ret)
		return ret;
	if (resource_size(&res) <= AREA_PAYLOAD)
		return -ENOSPC;
	channel->room = min_t(size_t, resource_size(&res) - AREA_PAYLOAD,
			      SCMI_SERVER_REPLY_MAX);
	channel->area =
		devm_ioremap(tee->dev, res.start, AREA_PAYLOAD + channel->room);
	return channel->area ? 0 : -ENOMEM;
}

int soft_tee_init_channels(struct soft_tee *tee)
{
	int i, ret = 0;

	for (i = 0; i < NR_CHANNELS && !ret; i++) {
		mutex_init(&tee->channels[i].mutex);
		spin_lock_init(&tee->channels[i].lock);
		ret = map_area(tee, i);
	}
	if (ret)
		return dev_err_probe(
			tee->dev, ret,
			"shmem: expected an area of more than %u bytes\n",
			AREA_PAYLOAD);
	return 0;
}
