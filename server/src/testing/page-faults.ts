import { type Found, inspectPage } from "./inspect-page.ts";

/** Every element that a published page may hold, with every attribute that it may have. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  html: ["lang", "dir"],
  head: [],
  meta: ["charset", "name", "property", "content"],
  title: [],
  link: ["rel", "href"],
  script: ["type"],
  style: [],
  body: [],
  main: [],
  header: ["class"],
  section: ["class", "id"],
  nav: ["class", "aria-label"],
  ...Object.fromEntries(
    ["h1", "h2", "h3", "h4", "h5", "h6", "small", "figcaption", "figure"].map((one) => [one, []]),
  ),
  ...Object.fromEntries(
    ["li", "em", "strong", "s", "code", "pre", "blockquote", "hr", "br"].map((one) => [one, []]),
  ),
  ...Object.fromEntries(["table", "thead", "tbody", "tr", "details", "summary"].map((one) => [one, []])),
  ul: ["class"],
  ol: ["start"],
  code: ["class"],
  th: ["style"],
  td: ["style"],
  p: ["class", "role"],
  a: ["class", "href", "rel", "title"],
  img: ["src", "alt", "title", "width", "height", "loading"],
  span: ["class"],
  time: ["datetime", "data-ended"],
  iframe: ["class", "title", "height", "loading", "sandbox", "srcdoc", "src", "allow", "referrerpolicy"],
  form: ["method", "action"],
  label: ["class", "aria-hidden"],
  input: ["type", "name", "value", "maxlength", "autocomplete", "required", "tabindex", "id"],
  textarea: ["name", "rows", "maxlength", "required"],
  select: ["name", "required"],
  option: ["value"],
  button: ["class", "name", "value"],
};

const URL_FORM = /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\])|#)/i;
const PICTURE_FORM = /^(?:https:\/\/|\/(?![/\\]))/i;
const PLAYER_FORM = /^https:\/\/(?:www\.youtube-nocookie\.com|player\.vimeo\.com)\//;

/** Whatever a page holds that its template does not: nothing, unless somebody's text has become markup. */
export function pageFaults(page: string): readonly string[] {
  return inspectPage(page).flatMap((element) => faultsOf(element));
}

function faultsOf({ name, attributes, text }: Found): string[] {
  const allowed = ALLOWED[name];
  if (allowed === undefined) return [`<${name}>`];
  const faults = Object.keys(attributes)
    .filter((key) => !allowed.includes(key))
    .map((key) => `<${name} ${key}>`);
  const { href, src, action, sandbox, srcdoc } = attributes;
  if (href !== undefined && !URL_FORM.test(href)) faults.push(`<${name} href=${href}>`);
  if (name === "img" && !PICTURE_FORM.test(src ?? "")) faults.push(`<img src=${src}>`);
  if (name === "iframe" && src !== undefined && !PLAYER_FORM.test(src)) faults.push(`<iframe src=${src}>`);
  if (srcdoc !== undefined && sandbox !== "allow-popups allow-popups-to-escape-sandbox")
    faults.push("srcdoc");
  if (action !== undefined && !/^(?:#form-\d+|https:\/\/api\.example\.com\/v2\/public\/)/.test(action))
    faults.push(`<form action=${action}>`);
  if (
    (name === "th" || name === "td") &&
    !/^(?:text-align:(?:left|right|center))?$/.test(attributes["style"] ?? "")
  )
    faults.push(`<${name} style=${attributes["style"]}>`);
  if (name === "script") faults.push(...faultsOfScript(attributes["type"], text));
  return faults;
}

function faultsOfScript(type: string | undefined, text: string): string[] {
  if (type === undefined) return text.startsWith('"use strict";for(const one of') ? [] : ["<script>"];
  try {
    return JSON.parse(text)["@context"] === "https://schema.org" ? [] : ["<script> of other data"];
  } catch {
    return ["<script> whose data is broken"];
  }
}
