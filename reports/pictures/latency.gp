# SPDX-License-Identifier: GPL-2.0-only
# Histograms, one row per curve, which its title names.
# One block per curve: title, then lines of edge, height (0 … 1), row, side.
load "curves.gp"
stats data using 1 nooutput
low = STATS_min
high = STATS_max

load "style.gp"
set title "Latency of whole transfers"
set xrange [low : high]
set yrange [0 : n]
load "tics.gp"
if (logarithmic) {
	set logscale x
	eval "set xtics " . tics
}
unset ytics
set key samplen 0
set lmargin at screen 0.48
set rmargin at screen 0.97
set bmargin at screen 0.14
set tmargin at screen 0.9
base(i) = n - i
# In the screen's coordinates, beside the middle of the row.
level(i) = 0.14 + 0.76 * (base(i) + 0.45) / n
plot for [i = 1 : n] data index i - 1 \
	using 1:(base(i)):(base(i) + 0.85 * $2) with filledcurves \
	linecolor rgb whole title columnheader(1) at 0.02, level(i) left
