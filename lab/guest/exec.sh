# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab exec": run the host's script, and end with its status.

step modules load_modules
report begin script
cd /root || finish 125
sh /job/script
status=$?
cd /
# The step itself has succeeded, even if the script's status is not 0.
report end script 0
finish "$status"
