# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The job of "scmi-lab shell": load everything and start a shell. The configuration
# has the terminal's name and size.

load_modules || echo "some modules are not loaded: see dmesg"
cat <<BANNER

  A stock Debian arm64 kernel, $(uname -r), transport '$TRANSPORT'.
  Mounted: tracefs in $TRACEFS, debugfs in /sys/kernel/debug.

  load sensor:2000                     2000 sensor readings
  load sensor:8000,threads=8,gap=50    from eight threads, 50 us apart
  load sensor:5000,rate=1000           1000 a second, whenever replies come
  cat $LOAD_DIR/result   the load's own figures
  scmi-perf doctor                     check what this kernel supports
  scmi-perf record -o r.scmi -- load sensor:2000
  scmi-perf report r.scmi
  load sensor:100000,gap=500 & scmi-top
  echo 1 > $TRACEFS/events/scmi/enable; cat $TRACEFS/trace

  To leave: exit, or Ctrl-A X if the guest hangs.

BANNER
[ -z "$ROWS" ] || stty rows "$ROWS" cols "$COLUMNS"
# The variables would hide a later change of the size.
unset ROWS COLUMNS
export TERM TERMINFO=/job/terminfo
cd /root || exit 1
# The shell must not be the first process, whose end is a panic.
PS1='guest# ' setsid cttyhack sh
poweroff -f
