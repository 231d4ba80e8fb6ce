import { request } from "node:http";

export type Reply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Call = { readonly token?: string; readonly body?: unknown; readonly headers?: Record<string, string> };

/** Speaks to the running program as any other client would. */
export function createDemoClient(port: number) {
  return (method: string, path: string, { token, body, headers = {} }: Call = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(
        {
          host: "localhost",
          port,
          agent: false, // A connection kept from before may be closed by the server just as it is used again.
          method,
          path,
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(payload !== undefined && { "content-type": "application/json" }),
            ...headers,
          },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (text += chunk));
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parse(text) }));
        },
      );
      sent.on("error", reject);
      sent.end(payload);
    });
}

export type DemoClient = ReturnType<typeof createDemoClient>;

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
