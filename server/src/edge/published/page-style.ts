import type { PageTheme } from "#kernel/page-document.ts";
import { paletteOf } from "./contrast.ts";

const FONTS: Readonly<Record<PageTheme["font"], string>> = {
  system: "system-ui,sans-serif",
  serif: "Charter,Georgia,Cambria,serif",
  mono: "ui-monospace,Menlo,Consolas,monospace",
  rounded: "ui-rounded,'Hiragino Maru Gothic ProN',Quicksand,system-ui,sans-serif",
  humanist: "Seravek,'Gill Sans Nova',Ubuntu,Calibri,sans-serif",
};

/** Logical throughout, so that a page from right to left is the same one mirrored. */
const BASE = `*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--font);-webkit-text-size-adjust:100%}
main{max-width:44rem;margin:0 auto;padding:2.5rem 1.25rem 4rem;overflow-wrap:break-word}
main>*{margin:0 0 2rem}
h1{font-size:clamp(1.9rem,6vw,2.75rem);line-height:1.15;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}h3{font-size:1.2rem;margin:1.5rem 0 .5rem}h4,h5,h6{font-size:1rem;margin:1.25rem 0 .5rem}
p,ul,ol,pre,blockquote,table{margin:0 0 1rem}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
img{max-width:100%;height:auto;border-radius:.5rem}
figure{margin-inline:0}figcaption,.soft{color:var(--soft)}
hr{border:0;border-top:1px solid var(--line)}
pre{overflow:auto;padding:1rem;border:1px solid var(--line);border-radius:.5rem}code{font:.9em/1.5 ui-monospace,monospace}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:4px solid var(--line);color:var(--soft)}
table{border-collapse:collapse;display:block;overflow:auto}th,td{border:1px solid var(--line);padding:.4rem .7rem;text-align:start}
.hero{text-align:center}.hero p{font-size:1.2rem;color:var(--soft)}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.6rem 1.5rem;border:2px solid var(--accent);border-radius:.75rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button.secondary{background:transparent;color:var(--accent)}
.buttons{text-align:center}
.links ul{list-style:none;padding:0;margin:0}.links li{margin:0 0 .75rem}
.links a{display:block;min-height:3.25rem;padding:.85rem 1.25rem;border:2px solid var(--line);border-radius:.9rem;text-align:center;font-weight:600;text-decoration:none}
.links a:hover{border-color:var(--accent)}.links small{display:block;font-weight:400;color:var(--soft)}
.frame{display:block;width:100%;border:1px solid var(--line);border-radius:.5rem}.video{aspect-ratio:16/9;height:auto}
.product{border:1px solid var(--line);border-radius:.9rem;padding:1.25rem}.price{font-size:1.4rem;font-weight:700}
.countdown{text-align:center}.countdown time{display:block;font-size:1.6rem;font-weight:700;font-variant-numeric:tabular-nums}
details{border-bottom:1px solid var(--line)}summary{padding:.75rem 0;font-weight:600;cursor:pointer}
label{display:block;margin:0 0 1rem;font-weight:600}
input,textarea,select{display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .75rem;font:inherit;color:var(--ink);background:var(--paper);border:2px solid var(--soft);border-radius:.5rem}
label.check{display:flex;align-items:center;gap:.75rem}label.check input{width:1.5rem;min-height:1.5rem;margin:0;accent-color:var(--accent)}
.trap{position:absolute;inset-inline-start:-99rem}
.notice{border:2px solid var(--accent);border-radius:.75rem;padding:1rem 1.25rem}
.profile{text-align:center}.avatar{width:6rem;height:6rem;border-radius:50%;object-fit:cover}
.socials{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.25rem;list-style:none;padding:0}.socials a{display:inline-block;padding:.5rem 0;min-height:2.5rem}
@media(prefers-reduced-motion:no-preference){.button,.links a{transition:border-color .15s,filter .15s}.button:hover{filter:brightness(1.08)}}`;

/** All of a page's style in one piece, which its policy can name by a hash. Colours are as far apart as reading needs. */
export function styleOf({ mode, accent, font, css }: PageTheme): string {
  const colours =
    mode === "auto"
      ? `:root{color-scheme:light dark;${variables(accent, "light")}}@media(prefers-color-scheme:dark){:root{${variables(accent, "dark")}}}`
      : `:root{color-scheme:${mode};${variables(accent, mode)}}`;
  return `:root{--font:${FONTS[font]}}${colours}\n${BASE}${css === null ? "" : `\n${css}`}`;
}

function variables(accent: string, mode: "light" | "dark"): string {
  const { paper, ink, soft, line, accent: readable, onAccent } = paletteOf(accent, mode);
  return `--paper:${paper};--ink:${ink};--soft:${soft};--line:${line};--accent:${readable};--on-accent:${onAccent}`;
}
