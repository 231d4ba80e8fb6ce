import { type Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { parseError } from "@clickhouse/client";
import type { Ask } from "./link.ts";

const TIMEOUT_MS = 120_000;

/**
 * The shortest way to our own engine process: the client's costs two milliseconds of CPU a question, which is more than the
 * engine needs for many. Rejects with the engine's own refusal, or with what became of the connection.
 */
export const askOverSocket =
  (socketPath: string, agent: Agent): Ask =>
  async (sql, params, signal) => {
    const answer = await post(socketPath, agent, JSON.stringify({ sql, params }), signal);
    const said = await text(answer);
    if (answer.statusCode !== 200) throw parseError(said);
    return said;
  };

function post(
  socketPath: string,
  agent: Agent,
  body: string,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { "content-length": Buffer.byteLength(body) };
  const sent = request({
    socketPath,
    agent,
    method: "POST",
    path: "/ask",
    headers,
    ...(signal && { signal }),
  });
  sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error("The warehouse process does not answer.")));
  sent.once("response", resolve).once("error", reject).end(body);
  return promise;
}
