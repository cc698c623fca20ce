# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab exec": a script of the host's, whose status is the job's.

step modules load_modules
tell begin script
cd /root || finish 125
sh /job/script
status=$?
cd /
# The step was carried out, whatever the script thinks of the guest.
tell end script 0
finish "$status"
