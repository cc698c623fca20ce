/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The subcommands. Each parses its own argv, whose argv[0] is for example
 * "scmi-perf report", and returns an exit status.
 */
#ifndef SCMI_PERF_COMMANDS_H
#define SCMI_PERF_COMMANDS_H

int cmd_record(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_turns(int argc, char **argv);
int cmd_stat(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_exporter(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_history(int argc, char **argv);
int cmd_calibrate(int argc, char **argv);
int cmd_doctor(int argc, char **argv);

#endif
