/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access to memory that the driver can write at the same time: little-endian,
 * with barriers. One variant is for the kernel, the other for tests on a host.
 */
#ifndef SCMI_REF_ACCESS_H
#define SCMI_REF_ACCESS_H

#ifdef __KERNEL__

#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/virtio_ring.h>

#define vring_mb()	    virt_mb()
#define vring_acquire(p)    virt_load_acquire(p)
#define vring_release(p, v) virt_store_release(p, v)
#define vring_load(p)	    READ_ONCE(*(p))
#define vring_store(p, v)   WRITE_ONCE(*(p), v)

#define get_le16(v) le16_to_cpu((__force __le16)(v))
#define get_le32(v) le32_to_cpu((__force __le32)(v))
#define get_le64(v) le64_to_cpu((__force __le64)(v))
#define put_le16(v) ((__force __virtio16)cpu_to_le16(v))
#define put_le32(v) ((__force __virtio32)cpu_to_le32(v))
#define put_le64(v) ((__force __virtio64)cpu_to_le64(v))

/* Nobody takes over a ring in the kernel. */
#define vring_track(ring, event, ...) ((void)(ring))

#else

#include <endian.h>
#include <linux/virtio_ring.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#undef __always_inline
#define __always_inline	    inline __attribute__((always_inline))
#define barrier()	    __asm__ volatile("" ::: "memory")
#define vring_mb()	    __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define vring_acquire(p)    __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define vring_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define vring_load(p)	    __atomic_load_n(p, __ATOMIC_RELAXED)
#define vring_store(p, v)   __atomic_store_n(p, v, __ATOMIC_RELAXED)

#define get_le16(v) le16toh(v)
#define get_le32(v) le32toh(v)
#define get_le64(v) le64toh(v)
#define put_le16(v) htole16(v)
#define put_le32(v) htole32(v)
#define put_le64(v) htole64(v)

#define vring_track(ring, event, ...)                                         \
	do {                                                                  \
		struct scmi_vring_tracker *tracker_ = (ring)->config.tracker; \
                                                                              \
		if (tracker_)                                                 \
			tracker_->event(tracker_, __VA_ARGS__);               \
	} while (0)

#endif

#endif
