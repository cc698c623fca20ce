# SPDX-License-Identifier: GPL-2.0-only
# Starts a picture: its output file, its size and the common style.
if (format eq "svg") {
	set terminal svg size legend ? 640 : 480, (legend ? 600 : 300) * tall \
		dynamic noenhanced font "sans-serif,14"
}
if (format eq "png") {
	set terminal pngcairo size 1200, 1100 * tall noenhanced font "sans,20" \
		linewidth 2 background "#ffffff"
}
if (format eq "pdf") {
	if (!exists("paged")) {
		set output "pictures.pdf"
		set terminal pdfcairo size 24cm, 17cm noenhanced font "sans,12"
		paged = 1
	}
} else {
	set output name . "." . format
}
set border 3 linecolor rgb axis
set grid linecolor rgb grid linetype 1 linewidth 1
set xtics nomirror textcolor rgb ink scale 0.5
set ytics nomirror textcolor rgb ink scale 0.5
set xlabel textcolor rgb ink offset 0, 0.6
set ylabel textcolor rgb ink
set style fill solid 1 noborder
set xlabel "latency [" . unit . "]" noenhanced
unset key
if (legend) {
	set key below vertical maxcols 1 left Left reverse noenhanced textcolor rgb ink \
		samplen 2
}
