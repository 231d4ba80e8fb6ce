/** What a piece of CSS comes to: the same, written anew and held to the page's content; or why it may not be there. */
export type SafeCss = { readonly css: string } | { readonly fault: string };

const SELECTOR_PART =
  /^(?:[a-z][a-z0-9]*)?(?:\.[a-z][a-z0-9-]*)*(?::(?:hover|focus|focus-visible|active|visited|first-child|last-child|nth-child\((?:odd|even|\d{1,3})\)))*$/;
const ELEMENTS = new Set([
  ...[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "a",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "blockquote",
    "code",
    "pre",
  ],
  ...[
    "img",
    "figure",
    "figcaption",
    "section",
    "header",
    "hr",
    "form",
    "label",
    "input",
    "textarea",
    "select",
  ],
  ...["button", "details", "summary", "time", "iframe"],
]);
const PROPERTY =
  /^(?:color|opacity|background(?:-color|-image|-size|-position|-repeat)?|border(?:-(?:top|right|bottom|left|inline|block))?(?:-(?:color|width|style|radius))?|border-radius|box-shadow|outline(?:-color|-width|-style|-offset)?|text-(?:align|transform|decoration|indent|shadow|wrap)|font(?:-family|-size|-weight|-style|-variant)?|letter-spacing|word-spacing|line-height|(?:margin|padding)(?:-(?:top|right|bottom|left|inline|block|inline-start|inline-end))?|gap|row-gap|column-gap|display|grid-template-columns|justify-content|align-items|align-self|justify-self|flex(?:-direction|-wrap|-grow|-shrink|-basis)?|order|(?:min-|max-)?(?:width|height)|aspect-ratio|object-fit|list-style(?:-type)?|transition|white-space|overflow-wrap|hyphens|accent-color)$/;
const FUNCTIONS = new Set([
  ...["rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp", "repeat", "minmax", "var", "color-mix"],
  ...["linear-gradient", "radial-gradient", "cubic-bezier"],
]);
/** No backslash, quote, semicolon, brace, angle bracket or at sign: nothing that ends a value or hides in one. */
const VALUE = /^[A-Za-z0-9#%.,()\s+*/-]{1,300}$/;
const VARIABLE = /var\(\s*(?!--(?:accent|ink|soft|paper|line|on-accent)\s*\))/;
const MEDIA =
  /^@media\s+\((?:(?:min|max)-width:\s*\d{1,5}(?:px|em|rem)|prefers-color-scheme:\s*(?:dark|light)|prefers-reduced-motion:\s*(?:reduce|no-preference))\)$/;

const BYTES_MAX = 8192;
const SHOWN_MAX = 60;

class Fault extends Error {}

/**
 * CSS of which every rule, selector, property and value is on a list: it can restyle what a page shows, and load, hide or
 * reach nothing else. What is not on the list is refused by name, never dropped.
 */
export function parseSafeCss(text: string): SafeCss {
  if (Buffer.byteLength(text) > BYTES_MAX) return { fault: `It is longer than ${BYTES_MAX / 1024} KB.` };
  try {
    return { css: blockOf(text.replace(/\/\*[\s\S]*?\*\//g, " "), true) };
  } catch (thrown) {
    if (thrown instanceof Fault) return { fault: thrown.message };
    throw thrown;
  }
}

function blockOf(text: string, mayNest: boolean): string {
  let css = "";
  for (let at = 0; ; ) {
    const open = text.indexOf("{", at);
    if (open === -1) {
      if (text.slice(at).trim() !== "") throw new Fault(`"${shown(text.slice(at))}" is no rule.`);
      return css;
    }
    const close = endOf(text, open);
    const head = text.slice(at, open).trim();
    const body = text.slice(open + 1, close);
    css += head.startsWith("@")
      ? mediaOf(head, body, mayNest)
      : `${selectorsOf(head)}{${declarationsOf(body)}}`;
    at = close + 1;
  }
}

function endOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at;
  }
  throw new Fault("A brace is not closed.");
}

function mediaOf(head: string, body: string, mayNest: boolean): string {
  if (!mayNest || !MEDIA.test(head)) throw new Fault(`"${shown(head)}" is not allowed.`);
  return `${head.replace(/\s+/g, " ")}{${blockOf(body, false)}}`;
}

function selectorsOf(head: string): string {
  return head
    .split(",")
    .map((one) => selectorOf(one.trim()))
    .join(",");
}

/** Below `main` always, so that no rule reaches what the platform puts around a page. */
function selectorOf(text: string): string {
  const parts = text.split(/\s*([>+~])\s*|\s+/).filter((part) => part !== undefined && part !== "");
  if (parts.length === 0 || parts.length > 9) throw new Fault(`"${shown(text)}" is no selector.`);
  for (const part of parts) {
    if (/^[>+~]$/.test(part)) continue;
    const [, element = ""] = /^([a-z][a-z0-9]*)/.exec(part) ?? [];
    const isKnown = SELECTOR_PART.test(part) && (element === "" || ELEMENTS.has(element));
    if (!isKnown) throw new Fault(`The selector "${shown(text)}" is not allowed.`);
  }
  if (/^[>+~]$/.test(parts[0] ?? "")) throw new Fault(`"${shown(text)}" is no selector.`);
  return `main ${parts.join(" ")}`;
}

function declarationsOf(body: string): string {
  return body
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map(declarationOf)
    .join(";");
}

function declarationOf(text: string): string {
  const colon = text.indexOf(":");
  const property = text.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const value = text.slice(colon + 1).trim();
  if (!PROPERTY.test(property)) throw new Fault(`The property "${shown(property || text)}" is not allowed.`);
  if (!VALUE.test(value)) throw new Fault(`The value of "${property}" is not allowed.`);
  for (const [, name = ""] of value.matchAll(/([A-Za-z-]*)\(/g)) {
    if (name !== "" && !FUNCTIONS.has(name.toLowerCase()))
      throw new Fault(`"${shown(name)}()" is not allowed.`);
  }
  if (VARIABLE.test(value))
    throw new Fault(`The value of "${property}" names a variable that pages do not have.`);
  return `${property}:${value.replace(/\s+/g, " ")}`;
}

const shown = (text: string) => text.trim().slice(0, SHOWN_MAX);
