// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pin control protocol 1.0, section 4.11. Each group has two pins. Each function
 * can be selected for every group; function 0 is selected after reset.
 */
#include "protocol.h"

#define PINS_PER_GROUP (SCMI_NR_PINS / SCMI_NR_PIN_GROUPS)

/* The kind of object that an identifier is about. */
#define SELECT_PIN	0U
#define SELECT_GROUP	1U
#define SELECT_FUNCTION 2U

#define COUNT_HIGH 16 /* position of the groups in the attributes */
#define REMAINING  16 /* position in a list of associations */

#define HAS_EXTENDED_NAME (1U << 31) /* attribute of an object */

/* PINCTRL_SETTINGS_GET: attributes of the request. */
#define GET_TYPE(a)	((a)&0xff)
#define GET_SKIP(a)	((a) >> 8 & 0xff)
#define GET_SELECTOR(a) ((a) >> 16 & 3)
#define GET_KIND(a)	((a) >> 18 & 3)
#define GET_KNOWN	0xfffffU
#define KIND_ONE	0U /* the configuration of a type */
#define KIND_ALL	1U
#define KIND_FUNCTION	2U
#define GET_REMAINING	24 /* position in the reply */

/* PINCTRL_SETTINGS_CONFIGURE: attributes of the request. */
#define SET_SELECTOR(a) ((a)&3)
#define SET_COUNT(a)	((a) >> 2 & 0xff)
#define SET_FUNCTION	(1U << 10)
#define SET_KNOWN	0x7ffU
#define SET_FIXED_LEN	12U
#define SET_PAIR_LEN	8U

/* Types of configurations that a pin has; other types are not supported. */
static const u8 types[SCMI_NR_PIN_CONFIGS] = {
	4,  /* pull-up, in ohm */
	6,  /* pull-down, in ohm */
	10, /* drive strength, in mA */
};

/* Pins @first to @first + @count - 1: those of the object that is selected. */
struct pin_range {
	u32 first;
	u32 count;
};

static u32 nr_objects(u32 selector)
{
	static const u8 nr[] = {SCMI_NR_PINS, SCMI_NR_PIN_GROUPS,
				SCMI_NR_PIN_FUNCTIONS};

	return selector < NR_ELEMENTS(nr) ? nr[selector] : 0;
}

/* Checks an identifier and a selector; @range may be NULL. */
static enum scmi_status select(u32 id, u32 selector, struct pin_range *range)
{
	if (selector > SELECT_FUNCTION)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (id >= nr_objects(selector))
		return SCMI_STATUS_NOT_FOUND;
	if (!range)
		return SCMI_STATUS_SUCCESS;
	if (selector == SELECT_FUNCTION)
		return SCMI_STATUS_INVALID_PARAMETERS;
	range->count = selector == SELECT_GROUP ? PINS_PER_GROUP : 1;
	range->first = id * range->count;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status protocol_attributes(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       SCMI_NR_PIN_GROUPS << COUNT_HIGH | SCMI_NR_PINS);
	scmi_reply_u32(&call->reply, SCMI_NR_PIN_FUNCTIONS);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status object_attributes(struct scmi_call *call)
{
	static const char *const names[] = {"ref-pin", "ref-pins", "ref-mux"};
	static const u32 elements[] = {1, PINS_PER_GROUP, SCMI_NR_PIN_GROUPS};
	u32 id = scmi_get_le32(call->req);
	u32 selector = scmi_get_le32(call->req + 4);
	enum scmi_status status = select(id, selector, NULL);
	u32 extended = selector == SELECT_PIN && id == SCMI_EXTENDED_NAME_DOMAIN
			       ? HAS_EXTENDED_NAME
			       : 0;

	if (status != SCMI_STATUS_SUCCESS)
		return status;
	scmi_reply_u32(&call->reply, extended | elements[selector]);
	scmi_reply_name(&call->reply, names[selector], (int)id);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status name_get(struct scmi_call *call)
{
	u32 id = scmi_get_le32(call->req);
	u32 selector = scmi_get_le32(call->req + 4);
	enum scmi_status status = select(id, selector, NULL);

	if (status != SCMI_STATUS_SUCCESS)
		return status;
	if (selector != SELECT_PIN)
		return SCMI_STATUS_NOT_SUPPORTED;
	call->domain = id;
	return scmi_extended_name(call);
}

/* The pins of a group, or the groups of a function: two in a word. */
static enum scmi_status list_associations(struct scmi_call *call)
{
	u32 id = scmi_get_le32(call->req);
	u32 selector = scmi_get_le32(call->req + 4);
	u32 index = scmi_get_le32(call->req + 8);
	enum scmi_status status = select(id, selector, NULL);
	bool group = selector == SELECT_GROUP;
	u32 first = group ? id * PINS_PER_GROUP : 0;
	u32 total = group ? PINS_PER_GROUP : SCMI_NR_PIN_GROUPS;
	u32 i, count;

	if (status != SCMI_STATUS_SUCCESS)
		return status;
	if (selector == SELECT_PIN || index >= total)
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = total - index;
	if (count > (scmi_reply_room(&call->reply) - 4) / 4 * 2)
		count = (u32)(scmi_reply_room(&call->reply) - 4) / 4 * 2;
	scmi_reply_u32(&call->reply,
		       (total - index - count) << REMAINING | count);
	for (i = 0; i < count; i += 2) {
		u32 next = i + 1 < count ? first + index + i + 1 : 0;

		scmi_reply_u32(&call->reply, (first + index + i) | next << 16);
	}
	return SCMI_STATUS_SUCCESS;
}

/* Returns the index of a type in a pin's configurations, or their number. */
static u32 find_type(u32 type)
{
	u32 i;

	for (i = 0; i < SCMI_NR_PIN_CONFIGS; i++)
		if (types[i] == type)
			break;
	return i;
}

static void reply_config(struct scmi_call *call, u32 pin, u32 index)
{
	scmi_reply_u32(&call->reply, types[index]);
	scmi_reply_u32(&call->reply, call->platform->pins[pin].config[index]);
}

/* The settings of a group are those of its first pin. */
static enum scmi_status settings_get(struct scmi_call *call)
{
	u32 attributes = scmi_get_le32(call->req + 4);
	u32 kind = GET_KIND(attributes);
	u32 index = kind == KIND_ONE ? find_type(GET_TYPE(attributes))
				     : GET_SKIP(attributes);
	u32 i, fit, count = kind == KIND_ALL ? SCMI_NR_PIN_CONFIGS - index : 1;
	u32 left = 0;
	struct pin_range range;
	enum scmi_status status = select(scmi_get_le32(call->req),
					 GET_SELECTOR(attributes), &range);

	if (status != SCMI_STATUS_SUCCESS)
		return status;
	if (attributes & ~GET_KNOWN || kind > KIND_FUNCTION)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (kind == KIND_FUNCTION) {
		index = 0;
		count = 0;
	}
	if (index >= SCMI_NR_PIN_CONFIGS)
		return kind == KIND_ONE ? SCMI_STATUS_NOT_SUPPORTED
					: SCMI_STATUS_INVALID_PARAMETERS;
	fit = (u32)(scmi_reply_room(&call->reply) - 8) / SET_PAIR_LEN;
	if (count > fit) {
		left = count - fit;
		count = fit;
	}
	scmi_reply_u32(&call->reply,
		       call->platform->pins[range.first].function);
	scmi_reply_u32(&call->reply, left << GET_REMAINING | count);
	for (i = index; i < index + count; i++)
		reply_config(call, range.first, i);
	return SCMI_STATUS_SUCCESS;
}

/* Checks all before anything changes. */
static enum scmi_status check_configure(const struct scmi_call *call,
					u32 attributes)
{
	u32 i, count = SET_COUNT(attributes);

	if (attributes & ~SET_KNOWN)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (call->req_len != SET_FIXED_LEN + count * SET_PAIR_LEN)
		return SCMI_STATUS_PROTOCOL_ERROR;
	if (attributes & SET_FUNCTION &&
	    scmi_get_le32(call->req + 4) >= SCMI_NR_PIN_FUNCTIONS)
		return SCMI_STATUS_NOT_FOUND;
	for (i = 0; i < count; i++) {
		const u8 *pair = call->req + SET_FIXED_LEN + i * SET_PAIR_LEN;

		if (find_type(scmi_get_le32(pair)) == SCMI_NR_PIN_CONFIGS)
			return SCMI_STATUS_NOT_SUPPORTED;
	}
	return SCMI_STATUS_SUCCESS;
}

static void configure_pin(const struct scmi_call *call, u32 pin, u32 attributes)
{
	struct scmi_pin_state *state = &call->platform->pins[pin];
	u32 i;

	if (attributes & SET_FUNCTION)
		state->function = (u8)scmi_get_le32(call->req + 4);
	for (i = 0; i < SET_COUNT(attributes); i++) {
		const u8 *pair = call->req + SET_FIXED_LEN + i * SET_PAIR_LEN;

		state->config[find_type(scmi_get_le32(pair))] =
			scmi_get_le32(pair + 4);
	}
}

static enum scmi_status configure(struct scmi_call *call)
{
	u32 attributes = scmi_get_le32(call->req + 8);
	enum scmi_status status = check_configure(call, attributes);
	struct pin_range range;
	u32 i;

	if (status == SCMI_STATUS_SUCCESS)
		status = select(scmi_get_le32(call->req),
				SET_SELECTOR(attributes), &range);
	if (status != SCMI_STATUS_SUCCESS)
		return status;
	for (i = 0; i < range.count; i++)
		configure_pin(call, range.first + i, attributes);
	return SCMI_STATUS_SUCCESS;
}

/* Gives pins to the agent, or takes them back: all of a group, or none. */
static enum scmi_status set_owned(struct scmi_call *call, bool owned)
{
	struct scmi_pin_state *pins = call->platform->pins;
	struct pin_range range;
	enum scmi_status status = select(scmi_get_le32(call->req),
					 scmi_get_le32(call->req + 4), &range);
	u32 i;

	if (status != SCMI_STATUS_SUCCESS)
		return status;
	for (i = range.first; i < range.first + range.count; i++)
		if (pins[i].owned == owned)
			return owned ? SCMI_STATUS_BUSY
				     : SCMI_STATUS_INVALID_PARAMETERS;
	for (i = range.first; i < range.first + range.count; i++)
		pins[i].owned = owned;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status request(struct scmi_call *call)
{
	return set_owned(call, true);
}

static enum scmi_status release(struct scmi_call *call)
{
	return set_owned(call, false);
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {protocol_attributes, 0, 0, 8},
	[SCMI_PINCTRL_ATTRIBUTES] = {object_attributes, 0, 8,
				     4 + SCMI_NAME_LEN},
	[SCMI_PINCTRL_LIST_ASSOCIATIONS] = {list_associations, 0, 12, 8},
	[SCMI_PINCTRL_SETTINGS_GET] = {settings_get, 0, 8, 8 + SET_PAIR_LEN},
	/* As many configurations as fit into a message. */
	[SCMI_PINCTRL_SETTINGS_CONFIGURE] = {configure, 0, 124,
					     .req_min = SET_FIXED_LEN},
	[SCMI_PINCTRL_REQUEST] = {request, 0, 8},
	[SCMI_PINCTRL_RELEASE] = {release, 0, 8},
	[SCMI_PINCTRL_NAME_GET] = {name_get, 0, 8, 4 + SCMI_EXTENDED_NAME_LEN},
};

const struct scmi_protocol_desc scmi_pinctrl = {
	.id = SCMI_ID_PINCTRL,
	.version = 0x10000,
	.extended_name = "reference-pin-",
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
