/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Selects the messages to measure; applied in the kernel when a transfer
 * begins.
 */
#ifndef SCMI_PERF_MESSAGE_FILTER_H
#define SCMI_PERF_MESSAGE_FILTER_H

#include <linux/types.h>
#include <stdbool.h>

#define FILTER_MESSAGES	 32
#define FILTER_RESOURCES 16
#define FILTER_FUNCTION	 32 /* with the NUL */

/*
 * A command, or with a flag: a notification, or any message of its protocol. The
 * other bits are those of a series' key.
 */
#define FILTER_NOTIFICATION 0x1000000u
#define FILTER_ANY_MESSAGE  0x10000u
#define FILTER_MESSAGE(protocol, message) \
	((__u32)(protocol) << 8 | (__u32)(message))

static inline bool filter_matches(__u32 message, __u64 key)
{
	const __u32 protocol = 0xff00;

	if (message & FILTER_ANY_MESSAGE)
		return !((message ^ key) & protocol);
	return !((message ^ key) & (protocol | 0xff | FILTER_NOTIFICATION));
}

/* A resource + 1 of messages; see filter_matches(). */
struct rec_resource {
	__u32 message; /* FILTER_ANY_MESSAGE and a protocol; 0: any */
	__u32 plus;    /* 0: any */
};

/* @resource_plus: that of a key. */
static inline bool filter_has_resource(const volatile struct rec_resource *r,
				       __u64 key, __u32 resource_plus)
{
	return resource_plus && (!r->plus || r->plus == resource_plus) &&
	       (!r->message || filter_matches(r->message, key));
}

/* All-zero selects everything. */
struct rec_filter {
	__u32 n_messages; /* 0: any */
	__u32 message[FILTER_MESSAGES];
	__u32 n_resources; /* 0: any, or none */
	struct rec_resource resource[FILTER_RESOURCES];
	__u32 instance_plus; /* number of the SCMI instance + 1; 0: any */
	char function
		[FILTER_FUNCTION]; /* that sends on the transport; "": any */
};

#endif
