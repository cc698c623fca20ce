# SPDX-License-Identifier: GPL-2.0-only
# Latency over time, a heat map with percentiles; below, the rate of transfers.
# Blocks of data, each with its title: cells (start, end, low, high, shade 1 …
# 12), rate (time, rate), anomalies (time, height of a mark), p50 and, if any
# column has one, p99 (time, latency).
stats data using 1 nooutput
n = STATS_blocks
stats data index 0 using 3 nooutput
low = STATS_min
stats data index 0 using 4 nooutput
high = STATS_max
stats data index 1 using 1 nooutput
last = STATS_max
stats data index 1 using 2 nooutput
most = STATS_max
dark = 0x3d3c3a
shade(s) = (int(255 - 255 * (0.08 + 0.8 * s / 12.0)) << 24) | dark
time = last < 1 ? 1e3 : 1

load "style.gp"
set title "Latency of whole transfers over time"
set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.97
set xrange [0 : last * time]
set yrange [low : high]
load "tics.gp"
if (logarithmic) {
	set logscale y
	eval "set ytics " . tics
}
set origin 0, 0.28
set size 1, 0.72
set format x ""
set xlabel ""
set bmargin 0.5
set ylabel "latency [" . unit . "]" noenhanced
set key above horizontal maxcols 3 maxrows 1
plot data index 0 using (($1 + $2) / 2 * time):(($3 + $4) / 2):($1 * time):($2 * time):3:4:(shade($5)) \
	with boxxyerror linecolor rgb variable notitle, \
	for [i = 4 : n] data index i - 1 using ($1 * time):2 with lines \
	linecolor rgb (i == 4 ? color(1) : color(2)) linewidth 1.5 title columnheader(1)

unset logscale y
set title ""
set origin 0, 0
set size 1, 0.3
set tmargin 0.5
set bmargin
set format x
set xlabel time == 1 ? "time [s]" : "time [ms]"
set ylabel "per s"
set yrange [0 : most > 0 ? 1.4 * most : 1]
set ytics (0, sprintf(most < 100 ? "%.3g" : "%.0f", most) most)
set key inside top left horizontal
plot data index 1 using ($1 * time):2 with filledcurves above y1=0 \
	linecolor rgb gray fillstyle transparent solid 0.5 notitle, \
	data index 2 using ($1 * time):2 with impulses \
	linecolor rgb red linewidth 2 title columnheader(1)
unset multiplot
