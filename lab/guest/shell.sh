# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab shell": everything loaded, and a prompt. What is known of
# the terminal is in its configuration.

load_modules || echo "not everything is loaded: see dmesg"
cat <<BANNER

  A stock Debian arm64 kernel, $(uname -r), transport '$TRANSPORT'.
  Mounted: tracefs in $TRACEFS, debugfs in /sys/kernel/debug.

  load sensor:2000                     2000 sensor readings
  load sensor:8000,threads=8,gap=50    from eight threads, 50 us apart
  cat $LOAD_DIR/result   the load's own figures
  scmi-perf doctor                     what can be measured here
  scmi-perf record -o r.scmi -- load sensor:2000
  scmi-perf report r.scmi
  load sensor:100000,gap=500 & scmi-top
  echo 1 > $TRACEFS/events/scmi/enable; cat $TRACEFS/trace

  To leave: exit, or Ctrl-A X if the guest hangs.

BANNER
[ -z "$ROWS" ] || stty rows "$ROWS" cols "$COLUMNS"
# Who asks the terminal knows better, when it has changed.
unset ROWS COLUMNS
export TERM TERMINFO=/job/terminfo
cd /root || exit 1
# The process that ends must not be the first one.
PS1='guest# ' setsid cttyhack sh
poweroff -f
