/** A parameter as chDB's binding takes it: it escapes texts, and the texts in arrays, by itself. */
export type Parameter = string | number | bigint | boolean | null | readonly Parameter[];

const PLACEHOLDER = /\{\s*(\w+)\s*:\s*(\w+)/g;

/** Undoes what `@clickhouse/client` does to parameters for a URL, which is right for a server and not for a binding. */
export function parseParameters(sql: string, search: URLSearchParams): Record<string, Parameter> {
  const parameters: Record<string, Parameter> = {};
  for (const [, name = "", type = ""] of sql.matchAll(PLACEHOLDER)) {
    const text = search.get(`param_${name}`);
    if (text === null) continue; // The engine says which one is missing.
    if (type === "Map" || type === "Tuple") throw new Error(`Parameters of type ${type} are not supported.`);
    parameters[name] = type === "Array" ? parseArray(text) : unescaped(text);
  }
  return parameters;
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", "'": "'", "\\": "\\" };

function unescaped(text: string): string | null {
  if (text === "\\N") return null;
  return text.replaceAll(/\\(.)/gs, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

const TOKEN = /\s*(?:([[\],])|'((?:[^'\\]|\\.)*)'|([^\s,[\]']+))/gsy;

/** `['a',1,[2]]`, as the client writes it. */
function parseArray(text: string): Parameter {
  const open: Parameter[][] = [[]];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, mark, quoted, bare] = match;
    if (mark === "[") open.push([]);
    else if (mark === "]") {
      const closed = open.pop() ?? [];
      open.at(-1)?.push(closed);
    } else if (quoted !== undefined) open.at(-1)?.push(unescaped(quoted));
    else if (bare !== undefined) open.at(-1)?.push(parseBare(bare));
  }
  return open[0]?.[0] ?? [];
}

function parseBare(text: string): Parameter {
  if (text === "NULL") return null;
  if (text === "TRUE" || text === "FALSE") return text === "TRUE";
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}
