import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDemoClient } from "#demo/demo-client.ts";
import { sendTo } from "#testing/send-to.ts";
import { deployFiles } from "./deploy-folder.ts";
import type { Gate } from "./gate.ts";
import type { Place } from "./workload.ts";

type KeptFile = {
  readonly fileId: string;
  readonly publicUrl: string;
  readonly sha256: string;
  state: "ready" | "deleting" | "deleted";
};

type KeptSite = { readonly deploymentId: string; readonly pages: ReadonlyMap<string, Buffer> };

/** What was promised at one moment. */
export type BytesMark = { readonly files: ReadonlyMap<KeptFile, KeptFile["state"]>; readonly sites: number };

/** Files that are sent and deleted, and deployments, a few each second, until it is over. */
export class KeptBytes {
  readonly #files: KeptFile[] = [];
  readonly #sites: KeptSite[] = [];

  get promises(): number {
    return this.#files.length + this.#sites.length;
  }

  mark(): BytesMark {
    return { files: new Map(this.#files.map((file) => [file, file.state])), sites: this.#sites.length };
  }

  async run(place: Place, isOver: () => boolean, gate: Gate): Promise<void> {
    while (!isOver()) {
      const chance = place.random();
      if (chance < 0.2) await this.#remove(place);
      else if (chance < 0.3) await this.#deploy(place);
      else await this.#send(place);
      await sleep(500 * place.random());
      await gate.pass();
    }
  }

  /** What was promised by then and is not so at `port`, where the public addresses are those of before. */
  async verify(mark: BytesMark, { port, handle, token }: Omit<Place, "random">): Promise<readonly string[]> {
    const broken: string[] = [];
    for (const [file, state] of mark.files) {
      const got = await download(port, file.publicUrl);
      const mayBeGone = state !== "ready" || file.state !== "ready";
      if (got === undefined ? !mayBeGone : state === "deleted")
        broken.push(`file ${file.fileId} was ${state}, and is ${got === undefined ? "gone" : "there"}`);
      if (got !== undefined && got !== file.sha256) broken.push(`file ${file.fileId} has another content`);
    }
    const call = createDemoClient(port);
    for (const { deploymentId, pages } of this.#sites.slice(0, mark.sites).slice(-3)) {
      const path = `/v2/public/handles/${handle}/site-deployments/${deploymentId}/preview`;
      const { body } = await call("GET", path, { token });
      for (const [name, bytes] of pages) {
        const { content } = await sendTo(port, `${String(body["previewUrl"]).replace(/\/$/, "")}/${name}`);
        if (!content.equals(bytes)) broken.push(`${name} of ${deploymentId} is not what was deployed`);
      }
    }
    return broken;
  }

  async #send({ port, handle, token, random }: Place): Promise<void> {
    const content = Buffer.alloc(1 + Math.floor(random() * 100_000), `content ${Math.floor(random() * 40)}`);
    const sha256 = hash("sha256", content);
    const body = { fileName: "kept.bin", sizeBytes: content.length, sha256 };
    const path = `/v2/public/handles/${handle}/files`;
    const made = await createDemoClient(port)("POST", path, { token, body });
    if (made.status !== 201) return;
    const { fileId, uploadUrl, publicUrl } = made.body as Record<
      "fileId" | "uploadUrl" | "publicUrl",
      string
    >;
    const { status } = await sendTo(port, uploadUrl, { method: "PUT", body: content });
    if (status === 204) this.#files.push({ fileId, publicUrl, sha256, state: "ready" });
  }

  async #remove({ port, handle, token, random }: Place): Promise<void> {
    const ready = this.#files.filter(({ state }) => state === "ready");
    const file = ready[Math.floor(random() * ready.length)];
    if (file === undefined || ready.length < 4) return;
    file.state = "deleting";
    const path = `/v2/public/handles/${handle}/files/${file.fileId}`;
    if ((await createDemoClient(port)("DELETE", path, { token })).status === 204) file.state = "deleted";
  }

  async #deploy({ port, handle, token, random }: Place): Promise<void> {
    const pages = new Map<string, Buffer>();
    for (const name of ["index.html", "a.txt", "b.txt"])
      pages.set(name, Buffer.from(`${name} ${this.#sites.length} ${Math.floor(random() * 5)}`));
    const files = [...pages].map(([path, bytes]) => ({ path, bytes, sha256: hash("sha256", bytes) }));
    const { deploymentId } = await deployFiles(port, handle, token, files, { activate: false });
    this.#sites.push({ deploymentId, pages });
  }
}

async function download(port: number, publicUrl: string): Promise<string | undefined> {
  const { status, headers } = await sendTo(port, publicUrl);
  if (status !== 302) return undefined;
  const got = await sendTo(port, headers.location ?? "");
  return got.status === 200 ? hash("sha256", got.content) : `status ${got.status}`;
}
