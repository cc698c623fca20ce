// SPDX-License-Identifier: GPL-2.0-only
/*
 * other_virtio.ko: a virtqueue of a block device, whose doorbell and interrupt do
 * nothing. When it is loaded, it measures them: the instructions of the kernel's
 * functions, with what hooks them, if a nanosecond is an instruction.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/timekeeping.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_ring.h>

#define DESCRIPTORS 16
#define TIMES	    1000

/* The results: the mean times, in ns. */
static ulong kick_ns, interrupt_ns;
module_param(kick_ns, ulong, 0444);
module_param(interrupt_ns, ulong, 0444);

static struct virtio_device device;

static bool notify(struct virtqueue *vq)
{
	return true;
}

static void callback(struct virtqueue *vq)
{
}

static void kick(struct virtqueue *vq)
{
	virtqueue_kick(vq);
}

static void interrupt(struct virtqueue *vq)
{
	vring_interrupt(0, vq);
}

/* Returns the mean time of a call, with the same addition for all. */
static ulong measure(void (*call)(struct virtqueue *vq), struct virtqueue *vq)
{
	unsigned long flags;
	u64 start;

	local_irq_save(flags);
	start = ktime_get_mono_fast_ns();
	for (int i = 0; i < TIMES; i++)
		call(vq);
	start = ktime_get_mono_fast_ns() - start;
	local_irq_restore(flags);
	return (ulong)start / TIMES;
}

/* The ring has one buffer that the device has used, so that each interrupt is for it. */
static int __init other_virtio_init(void)
{
	void *pages = (void *)get_zeroed_page(GFP_KERNEL);
	struct virtqueue *vq;
	struct vring ring;

	if (!pages)
		return -ENOMEM;
	vring_init(&ring, DESCRIPTORS, pages, SMP_CACHE_BYTES);
	ring.used->idx = cpu_to_virtio16(&device, 1);
	device.id.device = VIRTIO_ID_BLOCK;
	INIT_LIST_HEAD(&device.vqs);
	spin_lock_init(&device.vqs_list_lock);
	vq = vring_new_virtqueue(0, DESCRIPTORS, SMP_CACHE_BYTES, &device, true,
				 false, pages, notify, callback, "other");
	if (vq) {
		kick_ns = measure(kick, vq);
		interrupt_ns = measure(interrupt, vq);
		vring_del_virtqueue(vq);
	}
	free_page((unsigned long)pages);
	return vq ? 0 : -ENOMEM;
}
module_init(other_virtio_init);

static void __exit other_virtio_exit(void)
{
}
module_exit(other_virtio_exit);

MODULE_DESCRIPTION(
	"Measures the doorbell and the interrupt of another virtio device");
MODULE_LICENSE("GPL");
