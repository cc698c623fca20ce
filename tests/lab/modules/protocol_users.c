// SPDX-License-Identifier: GPL-2.0-only
/*
 * A user for each protocol that the SCMI core implements and no driver of the
 * stock kernel uses: System Power, Power Capping, Pin Control, and for the axes of
 * sensors. Its devices bind only if the core's own functions work with the platform.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>
#include <linux/version.h>

static int failed(const char *what, int ret)
{
	pr_err("%s: error %d\n", what, ret);
	return ret < 0 ? ret : -EPROTO;
}

/* The core subscribes to the platform's requests when the user registers. */
static int on_system_event(struct notifier_block *block, unsigned long event,
			   void *report)
{
	return NOTIFY_OK;
}

static struct notifier_block system_block = {.notifier_call = on_system_event};

static int use_system(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	int ret = handle->devm_protocol_acquire(sdev, SCMI_PROTOCOL_SYSTEM);

	if (ret)
		return failed("system power", ret);
	/*
	 * Without a channel for notifications: -EINVAL, and since a later core
	 * asks the protocol first, -EOPNOTSUPP.
	 */
	ret = handle->notify_ops->devm_event_notifier_register(
		sdev, SCMI_PROTOCOL_SYSTEM,
		SCMI_EVENT_SYSTEM_POWER_STATE_NOTIFIER, NULL, &system_block);
	if (ret && ret != -EINVAL && ret != -EOPNOTSUPP)
		return failed("system power notifications", ret);
	return 0;
}

/* Reads the axes of a sensor, which no driver of the stock kernel does. */
static int use_axes(const struct scmi_sensor_proto_ops *ops,
		    const struct scmi_protocol_handle *ph,
		    const struct scmi_sensor_info *info)
{
	struct scmi_sensor_reading value[3];
	int ret = ops->reading_get_timestamped(ph, info->id, 3, value);

	if (ret || value[1].value - value[0].value != 1000 ||
	    value[2].value - value[1].value != 1000 || info->axis[2].id != 2 ||
	    info->axis[2].type != METERS_SEC_SQUARED)
		return failed(info->name, ret);
	pr_info("%s: %s is %lld\n", info->name, info->axis[2].name,
		value[2].value);
	return 0;
}

static int use_sensors(struct scmi_device *sdev)
{
	const struct scmi_sensor_proto_ops *ops;
	const struct scmi_sensor_info *info;
	struct scmi_protocol_handle *ph;
	int i, count;

	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SENSOR, &ph);
	if (IS_ERR(ops))
		return failed("sensors", PTR_ERR(ops));
	count = ops->count_get(ph);
	for (i = 0; i < count; i++) {
		info = ops->info_get(ph, i);
		if (info && info->num_axis == 3)
			return use_axes(ops, ph, info);
	}
	return failed("a sensor with three axes", count);
}

/* Sets a cap and an interval of each domain, and reads them back. */
static int use_powercap_domain(const struct scmi_powercap_proto_ops *ops,
			       const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap_info *info = ops->info_get(ph, id);
	u32 cap, pai, power, pai_of_power;
	int ret;

	if (!info)
		return failed("power capping domain", 0);
	ret = ops->cap_set(ph, id, info->max_power_cap, false);
	ret = ret ?: ops->pai_set(ph, id, info->max_pai);
	ret = ret ?: ops->cap_get(ph, id, &cap);
	ret = ret ?: ops->pai_get(ph, id, &pai);
	ret = ret ?: ops->measurements_get(ph, id, &power, &pai_of_power);
	if (ret || cap != info->max_power_cap || pai != info->max_pai ||
	    pai_of_power != pai || power != cap / 2)
		return failed(info->name, ret);
	pr_info("%s: %u mW of %u mW\n", info->name, power, cap);
	return 0;
}

static int use_powercap(struct scmi_device *sdev)
{
	const struct scmi_powercap_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	int id, count, ret = 0;

	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_POWERCAP,
					      &ph);
	if (IS_ERR(ops))
		return failed("power capping", PTR_ERR(ops));
	count = ops->num_domains_get(ph);
	for (id = 0; !ret && id < count; id++)
		ret = use_powercap_domain(ops, ph, id);
	return count > 0 ? ret : failed("power capping", count);
}

/* Pin Control came with 6.11. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
/* Configures a pin and a group, and reads the pin's configuration back. */
static int use_pins(const struct scmi_pinctrl_proto_ops *ops,
		    const struct scmi_protocol_handle *ph)
{
	enum scmi_pinctrl_conf_type type = SCMI_PIN_DRIVE_STRENGTH;
	u32 set = 8, get = 0;
	int ret = ops->pin_request(ph, 0);

	ret = ret ?: ops->mux_set(ph, 1, 0);
	ret = ret ?: ops->settings_conf(ph, 0, PIN_TYPE, 1, &type, &set);
	ret = ret ?: ops->settings_get_one(ph, 0, PIN_TYPE, type, &get);
	ret = ret ?: ops->pin_free(ph, 0);
	return ret || get != set ? failed("pins", ret) : 0;
}

static int use_pinctrl(struct scmi_device *sdev)
{
	const struct scmi_pinctrl_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	const unsigned int *pins, *groups;
	unsigned int nr_pins, nr_groups;
	const char *name;
	int ret;

	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_PINCTRL, &ph);
	if (IS_ERR(ops))
		return failed("pin control", PTR_ERR(ops));
	ret = ops->name_get(ph, 1, PIN_TYPE, &name);
	ret = ret ?: ops->group_pins_get(ph, 1, &pins, &nr_pins);
	ret = ret ?: ops->function_groups_get(ph, 1, &nr_groups, &groups);
	ret = ret ?: use_pins(ops, ph);
	if (ret)
		return failed("pin control", ret);
	pr_info("%s is in a group of %u pins; its function has %u groups\n",
		name, nr_pins, nr_groups);
	return 0;
}
#endif

static const struct scmi_device_id system_ids[] = {
	{SCMI_PROTOCOL_SYSTEM, "system-user"}, {}};
static const struct scmi_device_id sensor_ids[] = {
	{SCMI_PROTOCOL_SENSOR, "axes-user"}, {}};
static const struct scmi_device_id powercap_ids[] = {
	{SCMI_PROTOCOL_POWERCAP, "powercap-user"}, {}};
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
static const struct scmi_device_id pinctrl_ids[] = {
	{SCMI_PROTOCOL_PINCTRL, "pinctrl-user"}, {}};
#endif

static struct scmi_driver users[] = {
	{.name = "system-user", .probe = use_system, .id_table = system_ids},
	{.name = "axes-user", .probe = use_sensors, .id_table = sensor_ids},
	{.name = "powercap-user",
	 .probe = use_powercap,
	 .id_table = powercap_ids},
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	{.name = "pinctrl-user", .probe = use_pinctrl, .id_table = pinctrl_ids},
#endif
};

static void unregister_users(int count)
{
	while (count--)
		scmi_unregister(&users[count]);
}

static int __init protocol_users_init(void)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(users); i++) {
		ret = scmi_register(&users[i]);
		if (ret) {
			unregister_users(i);
			return ret;
		}
	}
	return 0;
}
module_init(protocol_users_init);

static void __exit protocol_users_exit(void)
{
	unregister_users(ARRAY_SIZE(users));
}
module_exit(protocol_users_exit);

MODULE_DESCRIPTION(
	"Users of SCMI protocols that the stock kernel has none for");
MODULE_LICENSE("GPL");
