/* SPDX-License-Identifier: GPL-2.0-only */
/* The address of a server: 127.0.0.1:9982, [::1]:9982, or :9982 for all addresses. */
#ifndef SCMI_PERF_LISTEN_ADDRESS_H
#define SCMI_PERF_LISTEN_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#define LISTEN_DEFAULT "127.0.0.1:9982"

struct listen_address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	};
};

/* Numbers only; port 0 is any that is free. Returns false if @text is not one. */
bool listen_address_parse(const char *text, struct listen_address *a);

/* Returns true if only this machine can connect. */
bool listen_address_is_local(const struct listen_address *a);

/* "127.0.0.1:9982", as a URL has it. Returns @buf. */
#define LISTEN_TEXT 64
const char *listen_address_text(const struct listen_address *a,
				char buf[LISTEN_TEXT]);

#endif
