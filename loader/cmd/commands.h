/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The subcommands. Each takes its own argv (argv[0] is "scmi-perf report" and
 * the like), parses it with argp and returns an exit status.
 */
#ifndef SCMI_PERF_COMMANDS_H
#define SCMI_PERF_COMMANDS_H

int cmd_record(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_calibrate(int argc, char **argv);
int cmd_doctor(int argc, char **argv);

#endif
