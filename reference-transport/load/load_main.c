// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi_load.ko: sends SCMI messages on demand and measures the time of each.
 *
 *   /sys/kernel/debug/scmi_load/run     write a specification (load.h); returns
 *                                       when the run is over
 *   /sys/kernel/debug/scmi_load/result  the figures of the last run, as JSON
 *
 * Locking: run_mutex is held during a run; a second writer gets -EBUSY.
 * state_lock guards the list of devices, their @busy and @gone, @running and
 * @result. It is never held during a transfer.
 *
 * Lifetime: removing a device (its driver is unbound, its transport removed)
 * stops the run that uses it and waits for the threads of the run. So this
 * module has no transfer in flight when the SCMI core removes the instance. An
 * open file in debugfs pins this module, so it cannot be unloaded during a run:
 * end the writer with a signal first, which stops the run.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "../compat.h"
#include "load.h"
#include "vendor_protocol.h"

static DEFINE_MUTEX(run_mutex);
static DEFINE_MUTEX(state_lock);
static DECLARE_WAIT_QUEUE_HEAD(device_idle);
static LIST_HEAD(devices);
static struct load_run *running; /* from start() to finish() */
static char *result;
static struct dentry *directory;

/* Fills in the instances, in the order of their first device; returns their number. */
static u32 find_instances(const struct scmi_handle *handles[LOAD_MAX_INSTANCES])
{
	const struct load_device *device;
	u32 i, n = 0;

	list_for_each_entry(device, &devices, node) {
		for (i = 0; i < n && handles[i] != device->handle; i++)
			;
		if (i == n && n < LOAD_MAX_INSTANCES)
			handles[n++] = device->handle;
	}
	return n;
}

static struct load_device *choose_device(const struct scmi_handle *handle,
					 enum load_work work)
{
	struct load_device *device;

	list_for_each_entry(device, &devices, node)
		if (device->handle == handle && device->work == work)
			return device;
	return NULL;
}

/* Adds an instance's devices that the work needs. */
static void acquire_of_instance(struct load_devices *selected,
				const struct scmi_handle *handle,
				enum load_work work)
{
	u32 before = selected->count;
	int i;

	for (i = 0; i < LOAD_NR_WORKS; i++) {
		struct load_device *device = NULL;

		if (work == i || work == LOAD_MIXED)
			device = choose_device(handle, i);
		if (!device)
			continue;
		device->busy = true;
		selected->devices[selected->count++] = device;
	}
	if (selected->count > before)
		selected->first[++selected->nr_instances] = selected->count;
}

/*
 * Acquires the devices that the specification needs, until release_devices(), and
 * discards the last result.
 */
static int acquire_devices(struct load_devices *selected,
			   const struct load_spec *spec)
{
	const struct scmi_handle *handles[LOAD_MAX_INSTANCES];
	u32 i, n;

	memset(selected, 0, sizeof(*selected));
	mutex_lock(&state_lock);
	n = find_instances(handles);
	for (i = 0; i < n; i++)
		if (spec->instance_plus ? spec->instance_plus == i + 1
					: spec->all || !selected->count)
			acquire_of_instance(selected, handles[i], spec->work);
	kfree(result);
	result = NULL;
	mutex_unlock(&state_lock);
	return selected->count ? 0 : -ENODEV;
}

/* load_remove() waits without a lock, so the release orders all uses before. */
static void release_devices(struct load_devices *selected)
{
	u32 i;

	for (i = 0; i < selected->count; i++)
		smp_store_release(&selected->devices[i]->busy, false);
	wake_up_all(&device_idle);
}

static bool uses(const struct load_run *run, const struct load_device *device)
{
	u32 i;

	for (i = 0; i < run->on.count; i++)
		if (run->on.devices[i] == device)
			return true;
	return false;
}

static bool any_gone(const struct load_run *run)
{
	u32 i;

	for (i = 0; i < run->on.count; i++)
		if (run->on.devices[i]->gone)
			return true;
	return false;
}

/*
 * Starts the threads, which exist and have to end. If preparing the run has
 * failed with @error, or a device was removed meanwhile, the run is stopped at
 * once.
 */
static void start(struct load_run *run, int error)
{
	mutex_lock(&state_lock);
	running = run;
	load_run_go(run);
	if (any_gone(run))
		error = -ENODEV;
	if (error)
		load_run_stop(run, error);
	mutex_unlock(&state_lock);
}

/* Waits for the end of the run. A signal stops the run. */
static void finish(struct load_run *run)
{
	bool interrupted = wait_for_completion_interruptible(&run->done);

	mutex_lock(&state_lock);
	if (interrupted)
		load_run_stop(run, -EINTR);
	running = NULL;
	mutex_unlock(&state_lock);
	load_run_join(run);
}

static int publish(const struct load_run *run)
{
	char *text;

	if (run->error == -ENODEV)
		pr_err("run '%s': the SCMI device was removed; load its "
		       "transport "
		       "again\n",
		       run->spec.text);
	if (run->error)
		return run->error;
	text = load_result_format(run);
	if (IS_ERR(text)) {
		pr_err("run '%s': out of memory while sorting; use fewer "
		       "transfers\n",
		       run->spec.text);
		return PTR_ERR(text);
	}
	mutex_lock(&state_lock);
	result = text;
	mutex_unlock(&state_lock);
	return 0;
}

/* Prints why a run cannot start; nothing for a signal. */
static int print_reason(const struct load_spec *spec, int error)
{
	if (error == -ENODEV)
		pr_err("run '%s': no SCMI instance with the %s protocol; load "
		       "a transport first\n",
		       spec->text, load_work_name(spec->work));
	else if (error == -ENOMEM)
		pr_err("run '%s': out of memory; use fewer transfers\n",
		       spec->text);
	return error;
}

/* Fails if the platform or the transport lacks what the load needs. */
static int check_offer(const struct load_spec *spec,
		       const struct load_devices *selected)
{
	u32 i;

	if (spec->threads < selected->nr_instances) {
		pr_err("run '%s': each of the %u instances needs a thread\n",
		       spec->text, selected->nr_instances);
		return -EINVAL;
	}
	if (!spec->async)
		return 0;
	for (i = 0; i < selected->count; i++)
		if (load_device_has_async(selected->devices[i]))
			return 0;
	pr_err("run '%s': the platform has no delayed responses\n", spec->text);
	return -EOPNOTSUPP;
}

static int start_notifications(struct load_run *run)
{
	struct load_notify *notify;

	if (!run->spec.notify)
		return 0;
	notify = load_notify_start(run->on.devices[0]->handle);
	if (IS_ERR(notify)) {
		if (PTR_ERR(notify) == -EOPNOTSUPP)
			pr_err("run '%s': the platform or the transport has no "
			       "notifications\n",
			       run->spec.text);
		return PTR_ERR(notify);
	}
	run->notify = notify;
	return 0;
}

static int execute_with(const struct load_spec *spec,
			const struct load_devices *selected)
{
	struct load_run *run;
	int ret = check_offer(spec, selected);

	if (ret)
		return ret;
	run = load_run_create(spec, selected);
	if (IS_ERR(run))
		return print_reason(spec, PTR_ERR(run));
	ret = start_notifications(run);
	start(run, ret);
	finish(run);
	if (run->notify)
		load_notify_stop(run->notify);
	if (!ret)
		ret = publish(run);
	load_run_free(run);
	return ret;
}

static int execute(const struct load_spec *spec)
{
	struct load_devices selected;
	int ret = acquire_devices(&selected, spec);

	if (ret)
		return print_reason(spec, ret);
	ret = execute_with(spec, &selected);
	release_devices(&selected);
	return ret;
}

static int spec_from_user(struct load_spec *spec, const char __user *buf,
			  size_t len)
{
	char text[LOAD_MAX_SPEC];

	if (!len || len >= sizeof(text)) {
		pr_err("run: a specification has 1 to %zu characters, this one "
		       "has %zu\n",
		       sizeof(text) - 1, len);
		return -EINVAL;
	}
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	if (text[len - 1] == '\n')
		len--;
	text[len] = '\0';
	return load_spec_parse(spec, text);
}

static ssize_t run_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	struct load_spec spec;
	int ret = spec_from_user(&spec, buf, len);

	if (ret)
		return ret;
	if (!mutex_trylock(&run_mutex)) {
		pr_err("run '%s': another run is under way; wait for its end\n",
		       spec.text);
		return -EBUSY;
	}
	ret = execute(&spec);
	mutex_unlock(&run_mutex);
	return ret ? ret : len;
}

static const struct file_operations run_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = run_write,
};

static int result_show(struct seq_file *seq, void *unused)
{
	int ret = 0;

	mutex_lock(&state_lock);
	if (result)
		seq_puts(seq, result);
	else
		ret = -ENODATA;
	mutex_unlock(&state_lock);
	return ret;
}
DEFINE_SHOW_ATTRIBUTE(result);

static int load_probe(struct scmi_device *sdev)
{
	struct load_device *device;
	int ret;

	if (!sdev->handle)
		return -ENODEV;
	device = devm_kzalloc(&sdev->dev, sizeof(*device), GFP_KERNEL);
	if (!device)
		return -ENOMEM;
	ret = load_work_open(sdev, device);
	if (ret)
		return ret;

	dev_set_drvdata(&sdev->dev, device);
	mutex_lock(&state_lock);
	list_add_tail(&device->node, &devices);
	mutex_unlock(&state_lock);
	return 0;
}

static void load_remove(struct scmi_device *sdev)
{
	struct load_device *device = dev_get_drvdata(&sdev->dev);

	mutex_lock(&state_lock);
	list_del(&device->node);
	device->gone = true;
	if (running && uses(running, device))
		load_run_stop(running, -ENODEV);
	mutex_unlock(&state_lock);
	wait_event(device_idle, !smp_load_acquire(&device->busy));
}

static const struct scmi_device_id load_ids[] = {
	{SCMI_PROTOCOL_SENSOR, SCMI_DEVICE_NAME("scmi-load-sensor")},
	{SCMI_PROTOCOL_CLOCK, SCMI_DEVICE_NAME("scmi-load-clock")},
	{SCMI_PROTOCOL_PERF, SCMI_DEVICE_NAME("scmi-load-perf")},
	{SCMI_PROTOCOL_POWER, SCMI_DEVICE_NAME("scmi-load-power")},
	{SCMI_PROTOCOL_RESET, SCMI_DEVICE_NAME("scmi-load-reset")},
	{SCMI_PROTOCOL_VOLTAGE, SCMI_DEVICE_NAME("scmi-load-voltage")},
	{VENDOR_PROTOCOL, SCMI_DEVICE_NAME("scmi-load-vendor")},
	{}};
MODULE_DEVICE_TABLE(scmi, load_ids);

/*
 * Each driver matches its own device id and those after it. It does not matter
 * which driver binds a device.
 */
static struct scmi_driver
	load_drivers[SCMI_DRIVERS_FOR(ARRAY_SIZE(load_ids) - 1)];

static void unregister_drivers(int count)
{
	while (count--)
		scmi_unregister(&load_drivers[count]);
}

static int register_drivers(void)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(load_drivers); i++) {
		struct scmi_driver *driver = &load_drivers[i];

		driver->name = i ? load_ids[i].name : "scmi-load";
		driver->probe = load_probe;
		driver->remove = load_remove;
		driver->id_table = &load_ids[i];
		ret = scmi_register(driver);
		if (ret) {
			unregister_drivers(i);
			return ret;
		}
	}
	return 0;
}

static int __init load_init(void)
{
	int ret = load_stamp_attach();

	if (ret)
		return ret;
	ret = register_drivers();
	if (ret) {
		load_stamp_detach();
		return ret;
	}
	/* Errors are ignored: without debugfs, only runs cannot be started. */
	directory = debugfs_create_dir("scmi_load", NULL);
	debugfs_create_file("run", 0200, directory, NULL, &run_fops);
	debugfs_create_file("result", 0400, directory, NULL, &result_fops);
	return 0;
}
module_init(load_init);

static void __exit load_exit(void)
{
	debugfs_remove(directory);
	unregister_drivers(ARRAY_SIZE(load_drivers));
	load_stamp_detach();
	kfree(result);
}
module_exit(load_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("SCMI load generator with its own time stamps");
