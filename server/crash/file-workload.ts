import { hash } from "node:crypto";
import { createDemoClient } from "#demo/demo-client.ts";
import { sendTo } from "#testing/send-to.ts";
import type { Place, Workload } from "./workload.ts";

const CONTENTS = 30;
const BYTES_MAX = 200_000;
const LIVE_MAX = 60;
const PARTS = 4;

type Known = {
  readonly content: Buffer;
  readonly publicUrl: string;
  state: "ready" | "deleting" | "deleted";
};
/** An upload in parts that broke off; `promised` bytes were acknowledged. */
type Partial = {
  readonly fileId: string;
  readonly content: Buffer;
  readonly uploadUrl: string;
  readonly publicUrl: string;
  promised: number;
};

/** Few contents, sent and deleted again and again by many, so that one is always being collected while it is sent. */
const contentOf = (number: number): Buffer =>
  Buffer.alloc(1 + ((number * 7919) % BYTES_MAX), hash("sha256", `content ${number}`));

/** Files that are sent at once and in parts, had, and deleted. */
export class FileWorkload implements Workload {
  readonly name = "files";
  readonly #files = new Map<string, Known>();
  readonly #broken = new Set<Partial>();
  readonly #counts = { sent: 0, resumed: 0, deleted: 0, downloads: 0 };

  promises(): number {
    return this.#counts.sent + this.#counts.deleted;
  }

  figures(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  async act(place: Place): Promise<void> {
    const live = [...this.#files.values()].filter(({ state }) => state === "ready").length;
    const chance = place.random();
    if (live > LIVE_MAX || chance < 0.3) return this.#remove(place);
    if (chance < 0.6) return this.#sendParts(place, await announce(place));
    return this.#send(place);
  }

  async verify(place: Place): Promise<readonly string[]> {
    const faults: (string | undefined)[] = [];
    for (const upload of [...this.#broken]) faults.push(await this.#resume(place, upload));
    for (const [fileId, file] of this.#files) {
      const got = await download(place.port, file.publicUrl);
      this.#counts.downloads++;
      faults.push(faultOf(fileId, file, got));
      if (got === undefined) this.#files.delete(fileId);
      else if (file.state === "deleting") file.state = "ready";
    }
    return faults.filter((fault) => fault !== undefined);
  }

  async #send(place: Place): Promise<void> {
    const upload = await announce(place);
    const { status } = await sendTo(place.port, upload.uploadUrl, { method: "PUT", body: upload.content });
    if (status === 204) this.#finish(upload);
  }

  async #sendParts(place: Place, upload: Partial): Promise<void> {
    this.#broken.add(upload);
    const step = Math.ceil(upload.content.length / PARTS);
    for (let at = upload.promised; at < upload.content.length; at = upload.promised) {
      const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(at) };
      const body = upload.content.subarray(at, at + step);
      const { status } = await sendTo(place.port, upload.uploadUrl, { method: "PATCH", headers, body });
      if (status !== 204) return;
      upload.promised = at + body.length;
    }
    this.#finish(upload);
  }

  #finish(upload: Partial): void {
    this.#broken.delete(upload);
    const { fileId, content, publicUrl } = upload;
    this.#files.set(fileId, { content, publicUrl, state: "ready" });
    this.#counts.sent++;
  }

  async #remove({ port, handle, token, random }: Place): Promise<void> {
    const ready = [...this.#files].filter(([, { state }]) => state === "ready");
    const [fileId, file] = pick(ready, random) ?? [];
    if (file === undefined) return;
    file.state = "deleting";
    const path = `/v2/public/handles/${handle}/files/${fileId}`;
    if ((await createDemoClient(port)("DELETE", path, { token })).status !== 204) return;
    file.state = "deleted";
    this.#counts.deleted++;
  }

  /** Where the acknowledged bytes of a broken upload are still there, it is gone on with. */
  async #resume(place: Place, upload: Partial): Promise<string | undefined> {
    const { status, headers } = await sendTo(place.port, upload.uploadUrl, { method: "HEAD" });
    const offset = Number(headers["upload-offset"]);
    if (status !== 200 || offset < upload.promised) {
      this.#broken.delete(upload);
      return `upload ${upload.fileId}: ${offset} bytes (${status}) of ${upload.promised} acknowledged`;
    }
    upload.promised = offset;
    this.#counts.resumed++;
    if (offset === upload.content.length) this.#finish(upload);
    else await this.#sendParts(place, upload);
    return this.#broken.delete(upload) ? `upload ${upload.fileId} could not be gone on with` : undefined;
  }
}

async function announce({ port, handle, token, random }: Place): Promise<Partial> {
  const content = contentOf(Math.floor(random() * CONTENTS));
  const body = { fileName: "crash.bin", sizeBytes: content.length, sha256: hash("sha256", content) };
  const path = `/v2/public/handles/${handle}/files`;
  const { status, body: made } = await createDemoClient(port)("POST", path, { token, body });
  if (status !== 201) throw new Error(`No ticket: ${status}`);
  const { fileId, uploadUrl, publicUrl } = made as Pick<Partial, "fileId" | "uploadUrl" | "publicUrl">;
  return { content, promised: 0, fileId, uploadUrl, publicUrl };
}

function faultOf(fileId: string, { state, content }: Known, got: Buffer | undefined): string | undefined {
  if (state === "ready" && got === undefined) return `file ${fileId} is gone`;
  if (state === "deleted" && got !== undefined) return `file ${fileId} was deleted, and is there`;
  return got === undefined || got.equals(content) ? undefined : `file ${fileId} has another content`;
}

async function download(port: number, publicUrl: string): Promise<Buffer | undefined> {
  const { status, headers } = await sendTo(port, publicUrl);
  if (status !== 302) return undefined;
  const got = await sendTo(port, headers.location ?? "");
  return got.status === 200 ? got.content : Buffer.from(`status ${got.status}`);
}

const pick = <T>(all: readonly T[], random: () => number): T | undefined =>
  all[Math.floor(random() * all.length)];
