"""Style and script of the page that shows tables beside the pictures of their pages."""

from __future__ import annotations

STYLE = """
:root{--line:#c9ced6;--mark:#d9480f;--soft:#fff1e6;--text:#1f2328;--quiet:#59636e}
*{box-sizing:border-box}
body{margin:0;color:var(--text);background:#fff;font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;
line-break:strict;text-autospace:normal;font-variant-numeric:tabular-nums}
header,main,footer{padding:0 1.2rem}
h1{font-size:1.25rem;margin:1rem 0 .3rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:0}
header p,.facts,.note,figcaption,footer{color:var(--quiet);margin:.2rem 0}
.problem{color:#b42318}
nav ol{columns:22em;padding-left:2em;margin:.5rem 0 1rem}
section{border-top:1px solid var(--line);padding:1rem 0 1.5rem}
.partial h2::after,.unread h2::after{content:"！";color:#b42318;font-weight:700}
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.2rem;align-items:start;margin-top:.6rem}
.alone .pair{grid-template-columns:minmax(0,1fr)}
.pages{position:sticky;top:.5rem;max-height:96vh;overflow:auto;border:1px solid var(--line)}
figure{margin:0}
figure div{position:relative}
figure img{display:block;width:100%}
figcaption{text-align:center;font-size:.85rem}
figure i{position:absolute;border:1px solid transparent;cursor:pointer}
figure i:hover{border-color:var(--mark)}
figure i.on{border:2px solid var(--mark);background:rgba(217,72,15,.16)}
.grid{overflow-x:auto}
table{border-collapse:collapse;font-size:.87rem}
th,td{border:1px solid var(--line);padding:.18em .45em;min-width:1.5em;max-width:22em;height:1.9em;vertical-align:middle;cursor:pointer}
th{background:#f3f5f8;font-weight:600;text-align:center}
td.number{text-align:right;white-space:nowrap}
.ambiguous,.unsure{background:#fff8c5;text-decoration:underline dotted}
th:focus,td:focus{outline:none}
th.on,td.on{background:var(--soft);box-shadow:inset 0 0 0 2px var(--mark)}
@media (max-width:60rem){.pair{grid-template-columns:minmax(0,1fr)}.pages{position:static;max-height:60vh}}
@media print{.pages{position:static;max-height:none}nav{display:none}}
"""

SCRIPT = """
"use strict";
(() => {
  let pinned = null;
  const both = id => document.querySelectorAll('[data-cell="' + id + '"]');
  const show = (id, scroll) => {
    document.querySelectorAll(".on").forEach(e => e.classList.remove("on"));
    if (!id) return;
    both(id).forEach(e => {
      e.classList.add("on");
      if (scroll && e !== scroll) e.scrollIntoView({block: "nearest", inline: "nearest"});
    });
  };
  const of = event => event.target.closest && event.target.closest("[data-cell]");
  document.addEventListener("mouseover", event => {
    const e = of(event);
    if (!pinned) show(e && e.dataset.cell, e && e.tagName !== "I" ? e : null);
  });
  document.addEventListener("focusin", event => { const e = of(event); if (e) show(e.dataset.cell, e); });
  document.addEventListener("click", event => {
    const e = of(event);
    pinned = e && e.dataset.cell !== pinned ? e.dataset.cell : null;
    show(pinned, e);
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape") { pinned = null; show(null); } });
})();
"""
