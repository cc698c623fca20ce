// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the scenario run=NAME when it probes the device, and writes "ok: NAME"
 * or "not ok: …" to the kernel log.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include "rogue.h"

static char *run = "";
module_param(run, charp, 0444);
MODULE_PARM_DESC(run, "name of the scenario");

static bool p2a = true;
module_param(p2a, bool, 0444);
MODULE_PARM_DESC(p2a, "negotiate VIRTIO_SCMI_F_P2A_CHANNELS (default yes)");

static bool shared_memory;
module_param(shared_memory, bool, 0444);
MODULE_PARM_DESC(shared_memory,
		 "negotiate VIRTIO_SCMI_F_SHARED_MEMORY (default no)");

static struct rogue rogue;

static void cmdq_done(struct virtqueue *vq)
{
	atomic_inc(&rogue.cmdq.interrupts);
}

static void eventq_done(struct virtqueue *vq)
{
	atomic_inc(&rogue.eventq.interrupts);
}

static void config_changed(struct virtio_device *vdev)
{
	pr_info("the device's configuration has changed\n");
}

static bool set_up(struct rogue_queue *queue, struct virtqueue *vq)
{
	queue->vq = vq;
	queue->ring = virtqueue_get_vring(vq);
	queue->mem = alloc_pages_exact(queue->ring->num * SLOT,
				       GFP_KERNEL | __GFP_ZERO);
	return queue->mem;
}

static void tear_down(struct rogue_queue *queue)
{
	if (queue->mem)
		free_pages_exact(queue->mem, queue->ring->num * SLOT);
	queue->mem = NULL;
}

static bool run_scenario(void)
{
	const struct rogue_scenario *const all[] = {
		good_scenarios, bad_scenarios, event_scenarios};
	const struct rogue_scenario *s;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		for (s = all[i]; s->name; s++)
			if (!strcmp(s->name, run))
				return s->run(&rogue);
	pr_info("not ok: unknown scenario '%s'\n", run);
	return false;
}

static int rogue_probe(struct virtio_device *vdev)
{
	struct virtqueue_info info[] = {{"cmdq", cmdq_done},
					{"eventq", eventq_done}};
	struct virtqueue *vqs[2];
	int ret;

	rogue.vdev = vdev;
	if (!p2a && virtio_find_vqs(vdev, 2, vqs, info, NULL) != -ENOENT) {
		rogue.unasked_eventq = true;
		vdev->config->del_vqs(vdev);
	}
	ret = virtio_find_vqs(vdev, p2a ? 2 : 1, vqs, info, NULL);
	if (ret)
		return ret;
	if (set_up(&rogue.cmdq, vqs[0]) &&
	    (!p2a || set_up(&rogue.eventq, vqs[1])) && run_scenario())
		pr_info("ok: %s\n", run);
	return 0;
}

static void rogue_remove(struct virtio_device *vdev)
{
	virtio_reset_device(vdev);
	/* Before the queues are deleted, because their rings have the size. */
	tear_down(&rogue.cmdq);
	tear_down(&rogue.eventq);
	vdev->config->del_vqs(vdev);
}

static const struct virtio_device_id rogue_ids[] = {
	{VIRTIO_ID_SCMI, VIRTIO_DEV_ANY_ID}, {}};

static unsigned int features[2];

static struct virtio_driver rogue_driver = {
	.driver.name = "scmi-rogue",
	.id_table = rogue_ids,
	.feature_table = features,
	.probe = rogue_probe,
	.remove = rogue_remove,
	.config_changed = config_changed,
};

static int __init rogue_init(void)
{
	if (p2a)
		features[rogue_driver.feature_table_size++] =
			VIRTIO_SCMI_F_P2A_CHANNELS;
	if (shared_memory)
		features[rogue_driver.feature_table_size++] =
			VIRTIO_SCMI_F_SHARED_MEMORY;
	return register_virtio_driver(&rogue_driver);
}
module_init(rogue_init);

static void __exit rogue_exit(void)
{
	unregister_virtio_driver(&rogue_driver);
}
module_exit(rogue_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("SCMI virtio driver that misbehaves on purpose");
