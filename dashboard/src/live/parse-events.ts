/** One event of a stream of server-sent events. */
export type ServerEvent = { readonly id: string; readonly event: string; readonly data: string };

/** Cuts a text of server-sent events; what is not whole yet is `rest`. Comments are left out. */
export function parseEvents(text: string): {
  readonly events: readonly ServerEvent[];
  readonly rest: string;
} {
  const blocks = text.split(/\r?\n\r?\n/);
  const rest = blocks.pop() ?? "";
  return { events: blocks.map(parseBlock).filter(({ data, id }) => data !== "" || id !== ""), rest };
}

function parseBlock(block: string): ServerEvent {
  const fields = { id: "", event: "message", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value = ""] = /^(id|event|data):? ?(.*)$/.exec(line) ?? [];
    if (name === "data") fields.data += fields.data === "" ? value : `\n${value}`;
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return fields;
}
