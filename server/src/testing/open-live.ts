import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

type Frame = {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
};

type Options = {
  readonly token: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  /** Where tokens ask, or sessions. */
  readonly base?: "/v2/public/handles" | "/v2/handles";
};

/** A live stream over a socket of its own, read as an EventSource reads it. */
export async function openLive(
  port: number,
  handle: string,
  { token, query = "", headers = {}, base = "/v2/public/handles" }: Options,
) {
  const outgoing = request({
    ...{ host: "127.0.0.1", port, agent: false },
    path: `${base}/${handle}/analytics/live${query}`,
    headers: { host: `localhost:${port}`, authorization: `Bearer ${token}`, ...headers },
  });
  outgoing.end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const frames: Frame[] = [];
  const seen = { comments: 0, retry: "", lastId: "", bytes: 0 };
  let rest = "";
  response.setEncoding("utf8");
  response.on("data", (text: string) => {
    seen.bytes += text.length;
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) read(block);
  });

  function read(block: string): void {
    const fields: Record<string, string> = {};
    for (const line of block.split("\n")) {
      const [, name = "", value = ""] = /^(\w*): ?(.*)$/.exec(line) ?? [];
      if (name === "") seen.comments += 1;
      fields[name] = value;
    }
    seen.retry = fields["retry"] ?? seen.retry;
    seen.lastId = fields["id"] ?? seen.lastId;
    if (fields["data"] === undefined) return;
    frames.push({ id: fields["id"], event: fields["event"], data: JSON.parse(fields["data"]) });
  }

  const ended = new Promise<"ended" | "cut">((resolve) => {
    response.once("error", () => resolve("cut"));
    response.once("close", () => resolve(response.complete ? "ended" : "cut"));
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    frames,
    seen,
    ended,
    events: () => frames.filter(({ event }) => event !== "gap"),
    gaps: () => frames.filter(({ event }) => event === "gap").map(({ data }) => data["reason"]),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    body: () => JSON.parse(rest) as Record<string, unknown>,
    [Symbol.dispose]: () => void outgoing.destroy(),
  };
}
