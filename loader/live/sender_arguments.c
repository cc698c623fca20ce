// SPDX-License-Identifier: GPL-2.0-only
#include "sender_arguments.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/btf.h>

#include "alloc.h"
#include "assumed_types.h"
#include "hooks.h"
#include "kernel_symbols.h"
#include "kernel_types.h"

/* Offsets in bytes, which may be negative. */
struct sender_offsets {
	int handle;   /* of the pointer to a handle, from a protocol's handle */
	int number;   /* of the number of an instance, from its handle */
	bool numbers; /* instances have numbers */
};

/*
 * Returns argument 0 or 1 of a function. Not all kernels know $arg1. A program for
 * 32-bit Arm can run on an arm64 kernel, too.
 */
static const char *argument(int n)
{
	static const char *const arm64[] = {"%x0", "%x1"};
#ifdef __arm__
	static const char *const other[] = {"%r0", "%r1"};
#else
	static const char *const other[] = {"$arg1", "$arg2"};
#endif

	return hooks_lack_registers() ? other[n] : arm64[n];
}

/* Returns the offset of a member in bytes, or -ENOENT. */
static int offset_of(const struct btf *btf, const char *structure,
		     const char *member)
{
	const int id = btf__find_by_name_kind(btf, structure, BTF_KIND_STRUCT);
	const struct btf_type *t = id > 0 ? btf__type_by_id(btf, (__u32)id)
					  : NULL;

	for (__u32 i = 0; t && i < btf_vlen(t); i++) {
		const char *name =
			btf__name_by_offset(btf, btf_members(t)[i].name_off);

		if (name && !strcmp(name, member))
			return (int)(btf_member_bit_offset(t, i) / 8);
	}
	return -ENOENT;
}

/* Sets the offsets from those of single members, below 0: unknown. */
static bool set(struct sender_offsets *o, int handle, int ph, int number,
		int info_handle)
{
	if (handle < 0 || ph < 0)
		return false;
	*o = (struct sender_offsets){
		.handle = handle - ph,
		.number = number - info_handle,
		.numbers = number >= 0 && info_handle >= 0,
	};
	return true;
}

static bool find_in(struct sender_offsets *o, const struct btf *btf)
{
	return set(o, offset_of(btf, "scmi_protocol_instance", "handle"),
		   offset_of(btf, "scmi_protocol_instance", "ph"),
		   offset_of(btf, "scmi_info", "id"),
		   offset_of(btf, "scmi_info", "handle"));
}

/* The number is at the start of an instance since there are transport drivers. */
static bool assume(struct sender_offsets *o)
{
	const bool drivers = kernel_has_transport_drivers();

	/* The offsets are those of 64-bit kernels. */
	if (sizeof(void *) != 8 && hooks_lack_registers())
		return false;
	return set(o,
		   assumed_offset("scmi_protocol_instance", "handle", drivers),
		   assumed_offset("scmi_protocol_instance", "ph", drivers),
		   drivers ? 0 : -ENOENT,
		   assumed_offset("scmi_info", "handle", drivers));
}

static bool find(struct sender_offsets *o)
{
	struct btf *btf = kernel_types_load();
	const bool found = btf && find_in(o, btf);

	kernel_types_free(btf);
	return found || assume(o);
}

/*
 * Returns the arguments for an expression of a handle. Its first member points to its
 * device, whose first member points to its name.
 */
static char *of_handle(const struct sender_offsets *o, const char *handle)
{
	char *number =
		o->numbers ? xasprintf(" number=%+d(%s):s32", o->number, handle)
			   : xstrdup("");
	char *all = xasprintf("name=+0(+0(+0(%s))):string%s", handle, number);

	free(number);
	return all;
}

bool sender_arguments_make(char **sender, char **notifier)
{
	struct sender_offsets o;
	char *handle, *instance;

	if (!find(&o))
		return false;
	handle = xasprintf("%+d(%s)", o.handle, argument(0));
	instance = of_handle(&o, handle);
	/* The number of a transfer is its first member. */
	*sender = xasprintf("id=+0(%s):u32 %s", argument(1), instance);
	*notifier = of_handle(&o, argument(0));
	free(instance);
	free(handle);
	return true;
}
