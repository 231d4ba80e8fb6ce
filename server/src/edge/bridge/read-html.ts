type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of a script or style all that is in it; of any other what stands before the next tag. */
  readonly text: string;
};

const TAG = /<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)>/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** For tests: the elements of a page as a browser finds them, in order. Throws for anything that no page of ours may hold. */
export function readHtml(page: string): readonly Element[] {
  const elements: Element[] = [];
  let at = page.indexOf("<html");
  while (at < page.length) {
    const from = page.indexOf("<", at);
    if (from === -1) break;
    if (page.startsWith("</", from)) {
      at = page.indexOf(">", from) + 1;
      continue;
    }
    TAG.lastIndex = from;
    const [whole = "", name = "", attributes = ""] = TAG.exec(page) ?? [];
    if (whole === "") throw new Error(`This is no tag: ${page.slice(from, from + 80)}`);
    const isRaw = name === "script" || name === "style";
    const start = from + whole.length;
    const end = page.slice(start).search(isRaw ? new RegExp(`</${name}`, "i") : /</);
    if (end === -1) throw new Error(`<${name}> has no end.`);
    const text = page.slice(start, start + end);
    elements.push({ name, attributes: readAttributes(attributes), text: isRaw ? text : decode(text) });
    at = start + end;
  }
  return elements;
}

function readAttributes(text: string): Record<string, string> {
  const found = [...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name = "", value = ""]) => [name, decode(value)]));
}

function decode(text: string): string {
  return text.replace(/&(?:([a-z]+|#39);)?/g, (whole, name: string | undefined) => {
    const character = name === undefined ? undefined : ENTITIES[name];
    if (character === undefined) throw new Error(`An ampersand is not escaped: ${whole}`);
    return character;
  });
}
