import { sourceOf } from "#edge/page.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";

/** The kinds that have something to run. */
export type TagKind = Exclude<TrackingTemplate["kind"], "utm">;

/**
 * Before all else what sends the visitor on after 1200 ms, whatever the tag does; sooner once it has loaded, plus 150 ms
 * in which it may say what it was loaded for.
 */
const START = `"use strict";{
const to=document.querySelector("main a").href;
let gone=false;
const go=()=>{if(gone)return;gone=true;location.replace(to)};
setTimeout(go,1200);
const soon=()=>setTimeout(go,150);
const tag=JSON.parse(document.currentScript.dataset.tag);
const load=(src)=>{
const one=document.createElement("script");
one.src=src;one.onload=soon;one.onerror=go;
document.head.append(one);
};
`;

const TEXTS: Readonly<Record<TagKind, string>> = {
  meta_pixel: `${START}const fbq=function(){fbq.callMethod?fbq.callMethod.apply(fbq,arguments):fbq.queue.push(arguments)};
fbq.push=fbq;fbq.loaded=true;fbq.version="2.0";fbq.queue=[];
window.fbq=window._fbq=fbq;
fbq("init",tag.pixelId);
fbq(tag.method,tag.eventName);
load("https://connect.facebook.net/en_US/fbevents.js");
}`,
  gtm_event: `${START}window.dataLayer=[{"gtm.start":Date.now(),event:"gtm.js"},{event:tag.eventName,slug:tag.slug}];
load("https://www.googletagmanager.com/gtm.js?id="+encodeURIComponent(tag.containerId));
}`,
  ga4_event: `${START}window.dataLayer=[];
window.gtag=function(){window.dataLayer.push(arguments)};
window.gtag("js",new Date());
window.gtag("config",tag.measurementId,{send_page_view:false});
window.gtag("event",tag.eventName,{slug:tag.slug});
load("https://www.googletagmanager.com/gtag/js?id="+encodeURIComponent(tag.measurementId));
}`,
  custom_webhook: `${START}const body=JSON.stringify({slug:tag.slug,ctx:tag.ctx,at:new Date().toISOString()});
fetch(tag.url,{method:"POST",mode:"no-cors",credentials:"omit",keepalive:true,body}).then(soon,go);
}`,
};

/** Each text is the same for every link and visitor, so the page's policy can name it by its hash. */
export const TAG_SCRIPTS = Object.fromEntries(
  Object.entries(TEXTS).map(([kind, text]) => [kind, { text, source: sourceOf(text) }]),
) as Readonly<Record<TagKind, { readonly text: string; readonly source: string }>>;
