// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_soft_tee.ko: a trusted execution environment (TEE) in software, for the
 * kernel's own OP-TEE transport.
 *
 * To Linux it is a TEE device that is an OP-TEE, and a device on the TEE bus with
 * the UUID of OP-TEE's SCMI service. The transport binds to the latter, opens a
 * session on the former, and invokes a command for each message, whose reply is
 * there when the command returns (tee_commands.c).
 *
 * Nothing that a client can write is trusted: not the parameters, not the memory
 * that they refer to, and not the message in it, which is copied once.
 *
 * Locking: see struct tee_channel. A channel's mutex is held for the whole
 * command, because a channel has one message at a time.
 *
 * Lifetime: each open context pins this module, so a transport must be unloaded
 * first. The reference is returned before the TEE core has finished with the
 * context, but tee_device_unregister() waits for that. Then the server is closed,
 * and no callback uses the channels any more. The device of the service is used
 * for some time after its removal, because Linux 7 releases device links in a
 * work, so it is waited for, too. The platform device cannot be unbound through
 * sysfs: up to Linux 7.3 at least the transport uses freed memory if its service
 * goes away while it has channels.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uuid.h>

#include "soft_tee.h"

/* OP-TEE's SCMI service. */
#define SERVICE_UUID                                                        \
	UUID_INIT(0xa8cfe406, 0xd4f5, 0x4a2e, 0x9f, 0x8d, 0xa2, 0x5d, 0xc7, \
		  0x54, 0xc0, 0x99)

#define TEE_ORIGIN_TRUSTED_APP 4

/* A command that was given up still has its message in the server. */
#define DEPTH 32

#define BUSY_MAX_US 1000000U

static unsigned int busy_us;
module_param(busy_us, uint, 0600);
MODULE_PARM_DESC(
	busy_us,
	"Time until another client of the TEE frees a thread for a call, us");

static const uuid_t service_uuid = SERVICE_UUID;

static void soft_tee_get_version(struct tee_device *device,
				 struct tee_ioctl_version_data *version)
{
	*version = (struct tee_ioctl_version_data){
		.impl_id = TEE_IMPL_ID_OPTEE,
		.impl_caps = TEE_OPTEE_CAP_TZ,
		.gen_caps = TEE_GEN_CAP_GP,
	};
}

static int soft_tee_open(struct tee_context *context)
{
	return try_module_get(THIS_MODULE) ? 0 : -ENODEV;
}

/* A client that ends without closing its sessions may leave some. */
static void soft_tee_release(struct tee_context *context)
{
	struct soft_tee *tee = tee_get_drvdata(context->teedev);
	unsigned long session;
	void *owner;

	xa_for_each(&tee->sessions, session, owner) if (owner == context)
		xa_erase(&tee->sessions, session);
	module_put(THIS_MODULE);
}

/* Kernel clients only: the TEE core allows user space no login as one of them. */
static u32 check_login(const struct tee_ioctl_open_session_arg *arg)
{
	if (memcmp(arg->uuid, service_uuid.b, sizeof(arg->uuid)))
		return TEE_ERROR_ITEM_NOT_FOUND;
	return arg->clnt_login == TEE_IOCTL_LOGIN_REE_KERNEL
		       ? TEE_SUCCESS
		       : TEE_ERROR_ACCESS_DENIED;
}

static int soft_tee_open_session(struct tee_context *context,
				 struct tee_ioctl_open_session_arg *arg,
				 struct tee_param *param)
{
	struct soft_tee *tee = tee_get_drvdata(context->teedev);

	arg->ret_origin = TEE_ORIGIN_TRUSTED_APP;
	arg->ret = check_login(arg);
	if (arg->ret)
		return 0;
	return xa_alloc(&tee->sessions, &arg->session, context, xa_limit_31b,
			GFP_KERNEL);
}

static bool owns_session(const struct tee_context *context, u32 session)
{
	struct soft_tee *tee = tee_get_drvdata(context->teedev);

	return xa_load(&tee->sessions, session) == context;
}

static int soft_tee_close_session(struct tee_context *context, u32 session)
{
	struct soft_tee *tee = tee_get_drvdata(context->teedev);

	if (!owns_session(context, session))
		return -EINVAL;
	xa_erase(&tee->sessions, session);
	return 0;
}

/* There is no thread of the secure world to reserve for it. */
static int soft_tee_system_session(struct tee_context *context, u32 session)
{
	return owns_session(context, session) ? 0 : -EINVAL;
}

/*
 * As OP-TEE's driver does when the secure world has no thread left: waits, asleep, until
 * another client's call returns. The secure world knows nothing of this call yet.
 */
static void wait_for_thread(void)
{
	const unsigned int us = min(READ_ONCE(busy_us), BUSY_MAX_US);

	if (us)
		usleep_range(us, us);
}

static int soft_tee_invoke(struct tee_context *context,
			   struct tee_ioctl_invoke_arg *arg,
			   struct tee_param *param)
{
	if (!owns_session(context, arg->session))
		return -EINVAL;
	wait_for_thread();
	arg->ret_origin = TEE_ORIGIN_TRUSTED_APP;
	arg->ret =
		soft_tee_command(tee_get_drvdata(context->teedev), arg, param);
	return 0;
}

static const struct tee_driver_ops tee_ops = {
	.get_version = soft_tee_get_version,
	.open = soft_tee_open,
	.release = soft_tee_release,
	.open_session = soft_tee_open_session,
	.close_session = soft_tee_close_session,
	.system_session = soft_tee_system_session,
	.invoke_func = soft_tee_invoke,
};

static const struct tee_desc tee_desc = {
	.name = "soft-tee",
	.ops = &tee_ops,
	.owner = THIS_MODULE,
};

/* Any of the kernel's pages will do, because no other world has to map them. */
static int pool_alloc(struct tee_shm_pool *pool, struct tee_shm *shm,
		      size_t size, size_t align)
{
	if (align > PAGE_SIZE)
		return -EINVAL;
	size = PAGE_ALIGN(size);
	shm->kaddr = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	if (!shm->kaddr)
		return -ENOMEM;
	shm->paddr = virt_to_phys(shm->kaddr);
	shm->size = size;
	return 0;
}

static void pool_free(struct tee_shm_pool *pool, struct tee_shm *shm)
{
	free_pages_exact(shm->kaddr, shm->size);
	shm->kaddr = NULL;
}

/* The pool is part of the struct soft_tee. */
static void pool_destroy(struct tee_shm_pool *pool)
{
}

static const struct tee_shm_pool_ops pool_ops = {
	.alloc = pool_alloc,
	.free = pool_free,
	.destroy_pool = pool_destroy,
};

static void close_server(void *data)
{
	struct soft_tee *tee = data;
	unsigned int dropped = scmi_server_close(tee->server);

	if (dropped)
		dev_info(tee->dev, "closed with %u messages in service\n",
			 dropped);
}

static int open_server(struct soft_tee *tee)
{
	tee->server =
		scmi_server_open("optee", DEPTH, &soft_tee_server_ops, tee);
	if (IS_ERR(tee->server))
		return PTR_ERR(tee->server);
	return devm_add_action_or_reset(tee->dev, close_server, tee);
}

static void unregister_tee(void *tee)
{
	tee_device_unregister(tee);
}

static int register_tee(struct soft_tee *tee)
{
	int ret;

	tee->pool.ops = &pool_ops;
	tee->tee = tee_device_alloc(&tee_desc, tee->dev, &tee->pool, tee);
	if (IS_ERR(tee->tee))
		return PTR_ERR(tee->tee);
	ret = devm_add_action_or_reset(tee->dev, unregister_tee, tee->tee);
	return ret ?: tee_device_register(tee->tee);
}

static void release_client(struct device *dev)
{
	struct soft_tee *tee = container_of(to_tee_client_device(dev),
					    struct soft_tee, client);

	complete(&tee->client_released);
}

static void unregister_client(void *data)
{
	struct soft_tee *tee = data;

	device_unregister(&tee->client.dev);
	wait_for_completion(&tee->client_released);
}

/* The transport's driver is bound at once if it is loaded. */
static int register_client(struct soft_tee *tee)
{
	struct device *dev = &tee->client.dev;
	int ret;

	init_completion(&tee->client_released);
	tee->client.id.uuid = service_uuid;
	dev->bus = &tee_bus_type;
	dev->parent = tee->dev;
	dev->release = release_client;
	device_initialize(dev);
	ret = dev_set_name(dev, "optee-ta-%pUb", &service_uuid);
	ret = ret ?: device_add(dev);
	if (ret) {
		put_device(dev);
		wait_for_completion(&tee->client_released);
		return ret;
	}
	return devm_add_action_or_reset(tee->dev, unregister_client, tee);
}

static void destroy_sessions(void *sessions)
{
	xa_destroy(sessions);
}

static int soft_tee_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct soft_tee *tee = devm_kzalloc(dev, sizeof(*tee), GFP_KERNEL);
	int ret;

	if (!tee)
		return -ENOMEM;
	tee->dev = dev;
	mutex_init(&tee->record_mutex);
	xa_init_flags(&tee->sessions, XA_FLAGS_ALLOC1);
	ret = devm_add_action_or_reset(dev, destroy_sessions, &tee->sessions);
	ret = ret ?: soft_tee_init_channels(tee);
	ret = ret ?: soft_tee_add_debugfs(tee);
	ret = ret ?: open_server(tee);
	ret = ret ?: register_tee(tee);
	return ret ?: register_client(tee);
}

static const struct of_device_id soft_tee_match[] = {
	{.compatible = "scmi-perf,soft-tee"}, {}};
MODULE_DEVICE_TABLE(of, soft_tee_match);

static struct platform_driver soft_tee_driver = {
	.probe = soft_tee_probe,
	.driver =
		{
			.name = "scmi_soft_tee",
			.of_match_table = soft_tee_match,
			.suppress_bind_attrs = true,
		},
};
module_platform_driver(soft_tee_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software TEE in front of the SCMI platform");
