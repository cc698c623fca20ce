/* SPDX-License-Identifier: GPL-2.0-only */
/* Unix sockets between front ends and back ends; -errno is not reported. */
#ifndef SCMI_REF_VHOST_SOCKET_H
#define SCMI_REF_VHOST_SOCKET_H

#include <stdbool.h>

/*
 * vhost_socket_listen() - listen at @path
 *
 * A socket that a program has left there, and that nobody listens at, is replaced.
 *
 * Return: the socket, or -errno.
 */
int vhost_socket_listen(const char *path);

/* vhost_socket_accept() - accept a connection; -errno, -EAGAIN if none waits */
int vhost_socket_accept(int listener);

/* vhost_socket_connect() - connect to @path; -errno if nobody listens there */
int vhost_socket_connect(const char *path);

#endif
