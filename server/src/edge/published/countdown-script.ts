import { sourceOf } from "#edge/page.ts";

const TEXT = `"use strict";for(const one of document.querySelectorAll(".countdown time")){
const end=Date.parse(one.dateTime),plain=one.textContent;
const show=()=>{const left=Math.floor((end-Date.now())/1000);
if(!(left>0)){one.textContent=one.dataset.ended;return}
const two=(n)=>String(n).padStart(2,"0");
one.textContent=Math.floor(left/86400)+"d "+two(Math.floor(left/3600)%24)+":"+two(Math.floor(left/60)%60)+":"+two(left%60);
one.title=plain;setTimeout(show,1000)};show()}`;

/** Lets a countdown count; without script the moment itself stands there. The same on every page, so a hash names it. */
export const COUNTDOWN_SCRIPT = { text: TEXT, source: sourceOf(TEXT) } as const;
