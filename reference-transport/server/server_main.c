// SPDX-License-Identifier: GPL-2.0-only
/* scmi_platform.ko: the module and its parameters. serve.c is the server. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "debugfs.h"
#include "serve.h"

static char *service = "20us";
module_param(service, charp, 0444);
MODULE_PARM_DESC(
	service,
	"service time: 0, 20us, uniform:10us..30us or exp:20us (default 20us)");

static ulong seed = 1;
module_param(seed, ulong, 0444);
MODULE_PARM_DESC(seed, "seed of the service times (default 1)");

/* A longer spin, maybe with interrupts off, would disturb the kernel. */
#define DOORBELL_MAX_US 1000U

struct server_settings server_settings;
DEFINE_STATIC_KEY_FALSE(doorbell_is_slow);

module_param_named(sub_vendor, server_settings.sub_vendor, charp, 0444);
MODULE_PARM_DESC(sub_vendor,
		 "sub-vendor of the Base protocol (default reference)");

module_param_named(doorbell_us, server_settings.doorbell_us, uint, 0444);
MODULE_PARM_DESC(doorbell_us,
		 "time that a submission spins before it is accepted, "
		 "0 to 1000 us (default 0)");

static int __init scmi_platform_module_init(void)
{
	struct scmi_service_error error;

	if (!scmi_service_parse(&server_settings.service, service, seed,
				&error)) {
		pr_err("invalid value '%s' for service: character %zu: %s "
		       "(one of: 0, 20us, fixed:20us, uniform:10us..30us, "
		       "exp:20us)\n",
		       service, error.at + 1, error.why);
		return -EINVAL;
	}
	if (server_settings.doorbell_us > DOORBELL_MAX_US) {
		pr_err("invalid value '%u' for doorbell_us (0 to %u)\n",
		       server_settings.doorbell_us, DOORBELL_MAX_US);
		return -EINVAL;
	}
	if (server_settings.doorbell_us)
		static_branch_enable(&doorbell_is_slow);
	debugfs_start(seed);
	return 0;
}
module_init(scmi_platform_module_init);

static void __exit scmi_platform_module_exit(void)
{
	debugfs_stop();
}
module_exit(scmi_platform_module_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Software SCMI platform with a deadline for each message");
