import { createDemoClient, type DemoClient } from "#demo/demo-client.ts";
import { add, type Journal } from "./journal.ts";

type Options = {
  readonly port: number;
  readonly jwt: () => string;
  readonly token: string;
  readonly handle: string;
  readonly journal: Journal;
  readonly random: () => number;
  readonly isOver: () => boolean;
  /** Between two things that a client does; none when absent. */
  readonly pause?: () => Promise<void>;
};

const CLIENTS = 24;
const SLUGS_EACH = 3;
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** Clients that write, read and visit until it is over, and note in the journal what they were promised. */
export async function mixedLoad(options: Options): Promise<void> {
  const call = createDemoClient(options.port);
  const loop = async (client: number) => {
    try {
      while (!options.isOver()) {
        await act(call, client, options);
        await options.pause?.();
      }
    } catch {
      // The line was cut: what was asked last was not promised, and may have happened.
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => loop(client)));
}

function act(call: DemoClient, client: number, options: Options): Promise<void> {
  const chance = options.random();
  if (chance < 0.35) return putLink(call, client, options);
  if (chance < 0.45) return createToken(call, options);
  if (chance < 0.55) return revokeToken(call, options);
  return visit(call, options);
}

let count = 0;

/** Each client has slugs of its own, so that what it was told last is what must be there. */
async function putLink(
  call: DemoClient,
  client: number,
  { handle, token, journal, random }: Options,
): Promise<void> {
  const slug = `slug-${client}-${Math.floor(random() * SLUGS_EACH)}`;
  const title = `title ${++count}`;
  const link = journal.link(slug);
  link.pending = title;
  const body = { destinationUrl: `https://example.com/${slug}`, title };
  const { status } = await call("PUT", `/v2/public/handles/${handle}/links/${slug}`, { token, body });
  if (status !== 200 && status !== 201) return;
  link.acknowledged = title;
  link.pending = undefined;
  journal.promises += 1;
}

async function createToken(call: DemoClient, { handle, jwt, journal }: Options): Promise<void> {
  const body = { name: "crash", scopes: ["links.read"] };
  const answer = await call("POST", `/v2/handles/${handle}/tokens`, { token: jwt(), body });
  if (answer.status !== 201) return;
  const { tokenId, token: text } = answer.body as { tokenId: string; token: string };
  journal.tokens.set(tokenId, { tokenId, text, state: "working" });
  journal.promises += 1;
}

async function revokeToken(call: DemoClient, { handle, jwt, journal, random }: Options): Promise<void> {
  const working = [...journal.tokens.values()].filter(({ state }) => state === "working");
  const token = working[Math.floor(random() * working.length)];
  if (token === undefined) return;
  token.state = "revoking";
  const { status } = await call("DELETE", `/v2/handles/${handle}/tokens/${token.tokenId}`, { token: jwt() });
  if (status !== 204) return;
  token.state = "revoked";
  journal.promises += 1;
}

async function visit(call: DemoClient, { handle, port, journal, random }: Options): Promise<void> {
  const known = [...journal.links].filter(([, { acknowledged }]) => acknowledged !== undefined);
  const [slug] = known[Math.floor(random() * known.length)] ?? [];
  if (slug === undefined) return;
  const headers = { host: `${handle}.localhost:${port}`, "user-agent": AGENT };
  try {
    const { status } = await call("GET", `/${slug}`, { headers });
    if (status === 302) {
      add(journal.clicks, slug);
      journal.promises += 1;
    }
  } catch (cause) {
    add(journal.unanswered, slug);
    throw cause;
  }
}
