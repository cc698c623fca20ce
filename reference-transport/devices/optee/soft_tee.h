/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files of scmi_soft_tee.ko; see soft_tee.c. */
#ifndef SCMI_REF_SOFT_TEE_H
#define SCMI_REF_SOFT_TEE_H

#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/tee_core.h>
#include <linux/tee_drv.h>
#include <linux/xarray.h>

#include "../../platform/shared_area.h"
#include "../../server/scmi_server.h"

#define NR_CHANNELS 8
#define NR_STAMPS   16384 /* a power of two */

/**
 * struct tee_message - a copy of a message, which the agent cannot change
 * @hdr: header
 * @len: bytes of @payload
 * @payload: after the header
 */
struct tee_message {
	u32 hdr;
	u32 len;
	u8 payload[SCMI_SERVER_REPLY_MAX];
};

/**
 * struct tee_channel - a channel of the service
 * @mutex: one command at a time; guards @area and @request
 * @area: shared memory, or NULL: the channel carries MSG only
 * @room: bytes for a payload in @area
 * @request: the command's message
 * @lock: guards the fields below, which the reply's interrupt uses
 * @ticket: of the command that waits, or 0
 * @last_ticket: of the latest command
 * @result: of the command, when @ticket is 0 again
 * @reply: to the command, likewise
 */
struct tee_channel {
	struct mutex mutex;
	void __iomem *area;
	size_t room;
	struct tee_message request;

	spinlock_t lock;
	u32 ticket;
	u32 last_ticket;
	u32 result;
	struct tee_message reply;
};

/**
 * struct tee_stamp - times of a message, in ns of CLOCK_MONOTONIC
 * @hdr: its header
 * @entry: the command's entry into the TEE
 * @reply: the reply is in shared memory; 0: the command failed
 * @exit: the command's return
 */
struct tee_stamp {
	u32 hdr;
	u64 entry;
	u64 reply;
	u64 exit;
};

/**
 * struct tee_counts - counts of messages
 * @smt: commands with a message in a channel's shared memory
 * @msg: commands with a message in memory of the TEE's pool
 * @failed: those of both that failed
 * @bad_lengths: of them, those whose message has an impossible length
 * @given_up: of them, those without a reply in time
 * @cut: replies that did not fit
 */
struct tee_counts {
	u64 smt;
	u64 msg;
	u64 failed;
	u64 bad_lengths;
	u64 given_up;
	u64 cut;
};

/**
 * struct soft_tee - the TEE
 * @dev: its platform device
 * @pool: allocates memory that is shared with clients
 * @tee: its TEE device
 * @client: the service, as a device on the TEE bus
 * @client_released: nobody uses @client any more
 * @server: the platform
 * @sessions: the struct tee_context of each open session
 * @channels: of the service; a channel's index is its id
 * @directory: in debugfs
 * @record_mutex: guards the fields below
 * @counts: since the device was probed
 * @nr_stamps: stamps since then
 * @stamps: the latest ones
 */
struct soft_tee {
	struct device *dev;
	struct tee_shm_pool pool;
	struct tee_device *tee;
	struct tee_client_device client;
	struct completion client_released;
	struct scmi_server *server;
	struct xarray sessions;
	struct tee_channel channels[NR_CHANNELS];
	struct dentry *directory;

	struct mutex record_mutex;
	struct tee_counts counts;
	u64 nr_stamps;
	struct tee_stamp *stamps;
};

/* GlobalPlatform's results of commands. */
#define TEE_SUCCESS		 0U
#define TEE_ERROR_GENERIC	 0xffff0000U
#define TEE_ERROR_ACCESS_DENIED	 0xffff0001U
#define TEE_ERROR_BAD_PARAMETERS 0xffff0006U
#define TEE_ERROR_ITEM_NOT_FOUND 0xffff0008U
#define TEE_ERROR_NOT_SUPPORTED	 0xffff000aU
#define TEE_ERROR_BUSY		 0xffff000dU
#define TEE_ERROR_COMMUNICATION	 0xffff000eU

/* The server's callbacks; the context is the struct soft_tee. */
extern const struct scmi_server_ops soft_tee_server_ops;

/* Initializes the channels. Those with an area in the device tree can carry SMT. */
int soft_tee_init_channels(struct soft_tee *tee);

/* Executes a command of the service; returns its result. Context: may sleep. */
u32 soft_tee_command(struct soft_tee *tee,
		     const struct tee_ioctl_invoke_arg *arg,
		     struct tee_param *param);

/* The server's folder in debugfs; removed with the device. */
int soft_tee_add_debugfs(struct soft_tee *tee);

/* Counts a command with a message, and keeps its stamp. Context: may sleep. */
void soft_tee_record(struct soft_tee *tee, const struct tee_counts *counts,
		     const struct tee_stamp *stamp);

#endif
