// SPDX-License-Identifier: GPL-2.0-only
/*
 * A colour has one meaning on all pages: phases have their own, whole transfers are
 * as dark as text, and green, amber and red are good, doubtful and bad. Classes of
 * pieces are the names of phases.
 */
#include "html_parts.h"

#define LIGHT                                                            \
	"--ground:#ffffff;--ink:#0b0b0b;--soft:#52514e;--line:#d8d7cf;"  \
	"--good:#006300;--bad:#c22b25;--warn:#b27a00;--whole:#3d3c3a;"   \
	"--submit:#2a78d6;--doorbell:#d6528a;--service:#0e8fa3;"         \
	"--dispatch:#4a3aa7;--transport:#8a6a3c;--wakeup:#a06fd0;"       \
	"--unsplit:#898781;"                                             \
	"--task:#c4c3bb;--function:#ecebe5;--driver:#a5a49c;--message:#" \
	"ffffff;"

#define DARK                                                             \
	"--ground:#1a1a19;--ink:#ffffff;--soft:#c3c2b7;--line:#383835;"  \
	"--good:#2fbf2f;--bad:#f07a7a;--warn:#fab219;--whole:#c9c8bf;"   \
	"--submit:#3987e5;--doorbell:#e87ba4;--service:#22b3c9;"         \
	"--dispatch:#7a6ee6;--transport:#b99562;--wakeup:#d0a8f5;"       \
	"--unsplit:#898781;"                                             \
	"--task:#4a4a46;--function:#2c2c2a;--driver:#6a6963;--message:#" \
	"1a1a19;"

/* The classes of phases and of frames of flame graphs. */
#define PIECE(name) "." name "{fill:var(--" name ");background:var(--" name ")}"

const char html_colors[] =
	":root{color-scheme:light dark;" LIGHT
	"color:var(--ink);background:var(--ground)}\n"
	"@media screen and (prefers-color-scheme:dark){:root{" DARK
	"}}\n" PIECE("submit") PIECE("doorbell") PIECE("service")
		PIECE("dispatch") PIECE("transport") PIECE("wakeup")
			PIECE("unsplit") PIECE("task") PIECE("function")
				PIECE("driver") PIECE("message") "\n";

/*
 * gnuplot's colours in reports/pictures/pictures.gp are light ones, and name
 * variables: --c2a78d6 is the blue of the first series.
 */
const char svg_colors[] =
	":root{color-scheme:light dark;color:#0b0b0b;background:#ffffff}\n"
	"@media screen and (prefers-color-scheme:dark){:root{"
	"color:#ffffff;background:#1a1a19;"
	"--c2a78d6:#3987e5;--ceb6834:#d95926;--c1baf7a:#199e70;"
	"--ceda100:#c98500;--c4a3aa7:#7a6ee6;--ce87ba4:#d55181;"
	"--c008300:#008300;--ce34948:#e66767;--c898781:#898781;"
	"--c52514e:#c3c2b7;--cc3c2b7:#52514e;--ce1e0d9:#2c2c2a;"
	"--cd6528a:#e87ba4;--c0e8fa3:#22b3c9;--c8a6a3c:#b99562;"
	"--ca06fd0:#d0a8f5;--cc22b25:#f07a7a;--c3d3c3a:#c9c8bf}}\n";

const char html_style[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:76rem;padding:1rem;"
	"overflow-wrap:anywhere;font:1rem/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0}\n"
	"h2{font-size:1.2rem;margin:2rem 0 .5rem}\n"
	"h3{font-size:1rem;margin:0 0 .3rem}\n"
	"p,ul,dl{margin:.5rem 0}\n"
	"ul{padding-left:1.2rem}\n"
	"a{color:inherit;text-decoration-color:var(--unsplit)}\n"
	":target th,tr:target>*{background:var(--line)}\n"
	":focus-visible{outline:2px solid var(--submit)}\n"
	".soft,dt{color:var(--soft)}\n"
	"footer{margin-top:2rem}\n"
	".unseen{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(50%);white-space:nowrap}\n"
	".verdict{border-left:.4rem solid var(--line);padding:.3rem .8rem;"
	"font-size:1.1rem;font-weight:600}\n"
	".verdict.good{border-color:var(--good)}\n"
	".verdict.warn{border-color:var(--warn)}\n"
	".verdict.bad{border-color:var(--bad)}\n"
	".tiles{display:grid;grid-template-columns:repeat(auto-fit,"
	"minmax(7rem,1fr));gap:.5rem;margin:1rem 0}\n"
	".tiles div{border:1px solid var(--line);border-radius:.4rem;"
	"padding:.4rem .7rem}\n"
	".tiles dd{margin:0;font-size:1.4rem;font-weight:600}\n"
	/* Plots: a name, the plot and a text; on a phone the plot is below. */
	".rows{list-style:none;padding:0;font-size:.9rem;line-height:1.3}\n"
	".rows a,h3 a{text-decoration:none}a:hover{text-decoration:underline}\n"
	".rows li{display:grid;grid-template-columns:17rem minmax(0,1fr) "
	"14rem;gap:0 .8rem;align-items:center;padding:.2rem 0;"
	"break-inside:avoid}\n"
	".rows li.group{display:block;font-weight:600;padding-top:.7rem;"
	"break-after:avoid}\n"
	".figure{font-size:.95em;color:var(--soft);line-height:1.3;"
	"font-variant-numeric:tabular-nums}\n"
	"@media screen and (max-width:52rem){.rows li{"
	"grid-template-columns:minmax(0,1fr);padding-right:4px}"
	".figure:empty,.rows li>span:empty{display:none}}\n"
	".plot{display:block;font-size:12px;overflow:visible}\n"
	".bar{margin-top:1rem}\n"
	".plot text{fill:var(--soft);stroke:var(--ground);stroke-width:3px;"
	"stroke-linejoin:round;paint-order:stroke}\n"
	/* Texts of levels: beside pictures; in rows over cells, which must not strike them. */
	".plot .level{stroke-width:6px}\n"
	".pictures .plot{width:calc(100% - 4.5rem);margin-left:4.5rem}\n"
	".pictures .level{text-anchor:end;transform:translate(-6px,7px)}\n"
	".grid{stroke:var(--line)}.zero{stroke:var(--soft)}\n"
	".hit{fill:transparent}.hit:hover,g:hover>.hit{fill:var(--unsplit);"
	"fill-opacity:.25}\n"
	".whole,.median{fill:var(--whole)}.anomaly{fill:var(--bad)}\n"
	".change{stroke-width:2}.suspected{stroke-dasharray:5 4}\n"
	".plot .same{fill:var(--unsplit);stroke:var(--unsplit)}.plot "
	".slower{fill:var(--bad);stroke:var(--bad)}.plot .faster{"
	"fill:var(--good);stroke:var(--good)}\n"
	"[class^=side]{fill:none;stroke:var(--whole);stroke-width:2;"
	"vector-effect:non-scaling-stroke}.side0{"
	"stroke:var(--unsplit)!important}.side2{stroke-dasharray:2 2}"
	".side3{stroke-dasharray:6 3}.side4{stroke-dasharray:8 2 2 2}"
	".side5{stroke-dasharray:1 4}.side6{stroke-dasharray:10 5}\n"
	".timeout{fill:var(--bad);background:var(--bad)}\n"
	".plot rect{shape-rendering:crispEdges}.rate{fill:var(--unsplit)}\n"
	".pictures{display:grid;grid-template-columns:repeat(auto-fit,"
	"minmax(min(100%,26rem),1fr));gap:1.2rem 2rem}\n"
	"figure{margin:0;padding:0 4px;min-width:0;break-inside:avoid}\n"
	".legend{list-style:none;padding:0;font-size:.9rem}\n"
	".legend li{display:inline-block;margin-right:1.2em}\n"
	".legend i{display:inline-block;width:.8em;height:.8em;"
	"border-radius:.15em;margin-right:.5em}\n"
	".flame{display:block;min-width:44rem;font-size:12px}\n"
	".flame rect{stroke:var(--unsplit)}.flame text{fill:var(--ink)}\n"
	".legend .message{outline:1px solid var(--unsplit)}\n"
	".flame g:hover rect{stroke:var(--ink)}\n"
	".scroll{overflow-x:auto;position:relative}\n"
	"table{border-collapse:collapse;width:100%;font-size:.9rem;"
	"font-variant-numeric:tabular-nums;overflow-wrap:normal}\n"
	"th,td{padding:.15rem .5rem;text-align:right;white-space:nowrap}\n"
	"th{font-weight:600}\n"
	"th:first-child{text-align:left;padding-left:0}\n"
	"tbody tr.note td,table.text td:first-child{padding-left:0}\n"
	"tbody th{font-weight:400;position:sticky;left:0;"
	"background:var(--ground)}\n"
	"tbody th.words{white-space:normal}\n"
	"thead>tr>*{border-bottom:1px solid var(--line);color:var(--soft)}\n"
	"tbody tr.total>*{font-weight:600}\n"
	"tbody tr.name>*{text-align:left;font-weight:600;"
	"white-space:normal;border-top:1px solid var(--line);"
	"padding-top:.5rem}\n"
	"tbody tr.name span{position:sticky;left:0;display:inline-block;"
	"max-width:calc(100vw - 3rem)}\n"
	"tbody tr.note>*{text-align:left;white-space:normal;"
	"color:var(--soft)}\n"
	".slower{color:var(--bad)}.faster{color:var(--good)}\n"
	"table.text th,table.text td{text-align:left}\n"
	"summary{cursor:pointer;margin-top:1rem}\n"
	"dl.facts{display:grid;grid-template-columns:fit-content(40%) 1fr;"
	"gap:.1rem 1rem}\n"
	"dl.facts dd{margin:0;min-width:0;grid-column:2}\n"
	"@media print{:root{font-size:9pt}body{max-width:none;padding:0}"
	"h1{font-size:14pt}h2{font-size:11pt;margin-top:1.2rem}.tiles{grid-"
	"template-columns:repeat(6,1fr)}"
	".rows{font-size:7.5pt}.rows li{grid-template-columns:"
	"15rem minmax(0,1fr) "
	"11rem}.plot{font-size:7.5pt}a{text-decoration:none}"
	".scroll{overflow:visible}table{font-size:7.5pt}"
	"th,td{padding:.1rem .25rem}table.text td{white-space:normal}"
	"td.string{overflow-wrap:anywhere}h2,h3{break-after:avoid}"
	"tr{break-inside:avoid}tbody th{position:static}"
	".pictures{gap:.5rem 1.5rem;grid-template-columns:1fr 1fr}"
	".legend{font-size:8pt}*{print-color-adjust:exact;"
	"-webkit-print-color-adjust:exact}"
	/* Nobody can unfold paper. */
	"details::details-content{content-visibility:visible;height:auto}}\n";
