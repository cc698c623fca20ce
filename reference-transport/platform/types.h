/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fixed-width types, the only definitions that the platform needs. They come
 * from the kernel, or from the compiler on a host.
 */
#ifndef SCMI_REF_TYPES_H
#define SCMI_REF_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
#endif

/* Without it, kernels zero every local variable, large ones with memset(). */
#ifdef __has_attribute
#if __has_attribute(uninitialized)
#define SCMI_UNINITIALIZED __attribute__((uninitialized))
#endif
#endif
#ifndef SCMI_UNINITIALIZED
#define SCMI_UNINITIALIZED
#endif

#endif
