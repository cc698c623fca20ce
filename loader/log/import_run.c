// SPDX-License-Identifier: GPL-2.0-only
#include "importer_state.h"

void importer_describe(const struct importer *im, struct run *run)
{
	static const struct {
		enum ftrace_kind kind;
		const char *name;
	} hooks[] = {
		{FTRACE_BEGIN, "scmi_xfer_begin"},
		{FTRACE_WAIT, "scmi_xfer_response_wait"},
		{FTRACE_RX_DONE, "scmi_rx_done"},
		{FTRACE_END, "scmi_xfer_end"},
	};

	if (im->events.dumps.n)
		run_add_hook(run, "scmi_msg_dump", "ftrace");
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		bool seen = im->kinds_seen & (1u << hooks[i].kind);

		run_add_hook(run, hooks[i].name, seen ? "ftrace" : "none");
	}
	run->resolution_ns = 1;
	for (int i = im->decimals ? im->decimals : 9; i < 9; i++)
		run->resolution_ns *= 10;
}
