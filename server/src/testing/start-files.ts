import { hash } from "node:crypto";
import { createEdge } from "#edge/create-edge.ts";
import { createEdgeFiles } from "#features/files/index.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressList } from "#platform/http/client-address.ts";
import { listen } from "#platform/http/listen.ts";
import { BotLists } from "#platform/visits/bot-lists.ts";
import { sendTo } from "./send-to.ts";
import { startControl } from "./start-control.ts";
import { VISITOR_KEYS } from "./test-secrets.ts";

export type Ticket = { readonly fileId: string; readonly uploadUrl: string; readonly publicUrl: string };

/** Control plane and content origin over one private database, the latter behind a real socket. */
export async function startFiles(options: { location?: string; override?: Partial<ControlDeps> } = {}) {
  const control = await startControl(options);
  const events: VisitEvent[] = [];
  const failures: unknown[] = [];
  const edge = createEdge({
    ...control.deps,
    files: createEdgeFiles(control.deps),
    events: { append: async (event) => void events.push(event) },
    trustedProxies: addressList([]),
    botLists: new BotLists(),
    visitorKeys: VISITOR_KEYS,
    log: { error: (fields: unknown) => void failures.push(fields) },
  });
  const listening = await listen(edge.handle, 0, "127.0.0.1");
  const { port } = listening;
  const creator = await control.member("CREATOR");

  /** As the URL says, to this process. */
  const send = (url: string, sent?: Parameters<typeof sendTo>[2]) => sendTo(port, url, sent);

  async function announce(body: object, handle = "acme"): Promise<Ticket> {
    const client = handle === "acme" ? creator : await control.member("CREATOR", handle);
    const answer = await client.post(`/v2/handles/${handle}/files`, body);
    if (answer.status !== 201) throw new Error(`No ticket: ${JSON.stringify(answer.body)}`);
    return answer.body as Ticket;
  }

  /** A file that has arrived. */
  async function upload(content: Uint8Array | string, more: object = {}): Promise<Ticket> {
    const body = Buffer.from(content as string);
    const ticket = await announce({ fileName: "file.bin", sizeBytes: body.length, ...more });
    const put = await send(ticket.uploadUrl, { method: "PUT", body });
    if (put.status !== 204) throw new Error(`Not taken: ${put.status} ${put.text}`);
    return ticket;
  }

  /** Where the bytes of a public file are now. */
  async function downloadUrl({ publicUrl }: Ticket): Promise<string> {
    const answer = await control.anonymous.get(new URL(publicUrl).pathname);
    if (answer.status !== 302) throw new Error(`No download: ${answer.status}`);
    return answer.headers.get("location") ?? "";
  }

  return {
    ...{ control, creator, events, failures, port, send, announce, upload, downloadUrl },
    sha256: (content: Uint8Array | string) => hash("sha256", content),
    [Symbol.asyncDispose]: async () => {
      await listening.close();
      await edge[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}
