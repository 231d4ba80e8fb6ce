import { expect } from "vitest";
import type { Control } from "#testing/start-control.ts";
import type { ImportSummary, RowResult } from "./import-links.ts";

/** For tests: what an import answers. */
export type Report = ImportSummary & {
  readonly dryRun: boolean;
  readonly format: string;
  readonly ignoredColumns: readonly string[];
  readonly results: readonly RowResult[];
  readonly truncated: boolean;
};

type File = string | Uint8Array | ReadableStream<Uint8Array>;

/** For tests: a token that sends files of links to its handle, and asks for them. */
export async function bulkClient(control: Control, handle = "acme") {
  const { text, tokenId, ...client } = await control.token(["links.*"], { handle });
  const links = `/v2/public/handles/${handle}/links`;

  async function send(path: string, file: File, type = "text/csv"): Promise<Response> {
    const headers = { authorization: `Bearer ${text}`, "content-type": type };
    const init = { method: "POST", headers, body: file, duplex: "half" } as RequestInit;
    return control.api.request(`${links}/${path}`, init, { address: "192.0.2.1" });
  }

  /** The answer of an import that was let in. */
  async function importFile(file: File, query = "", type = "text/csv"): Promise<Report> {
    const response = await send(`bulk-import${query}`, file, type);
    const body = await response.json();
    expect(response.status, JSON.stringify(body)).toBe(200);
    return body as Report;
  }

  async function exportFile(format: "csv" | "ndjson"): Promise<string> {
    const headers = { authorization: `Bearer ${text}` };
    const path = `${links}/export?format=${format}`;
    const response = await control.api.request(path, { headers }, { address: "192.0.2.1" });
    expect(response.status).toBe(200);
    return response.text();
  }

  return { ...client, links, text, tokenId, send, importFile, exportFile };
}
