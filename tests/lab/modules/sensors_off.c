// SPDX-License-Identifier: GPL-2.0-only
/* Switches off all sensors of each SCMI instance when it is loaded. */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>

static int sensors_off_probe(struct scmi_device *sdev)
{
	const struct scmi_sensor_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	int sensor, ret = 0;

	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SENSOR, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	for (sensor = ops->count_get(ph); !ret && sensor--;)
		ret = ops->config_set(ph, sensor, 0);
	return ret;
}

static const struct scmi_device_id ids[] = {
	{SCMI_PROTOCOL_SENSOR, "sensors-off"}, {}};

static struct scmi_driver sensors_off_driver = {
	.name = "sensors-off",
	.probe = sensors_off_probe,
	.id_table = ids,
};
module_scmi_driver(sensors_off_driver);

MODULE_DESCRIPTION("Switches off all sensors");
MODULE_LICENSE("GPL");
