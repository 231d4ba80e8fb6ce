import { hash } from "node:crypto";
import { createDemoClient } from "#demo/demo-client.ts";
import { sendTo } from "#testing/send-to.ts";
import type { Place, Workload } from "./workload.ts";

const CONTENTS = 12;
const FILES = 4;
const LIVE_MAX = 25;

/** What a deployment was to have, by path; its front page names it. */
type Site = { readonly files: ReadonlyMap<string, Buffer>; state: "complete" | "deleting" };

/** Few contents, shared by many deployments, so that one is always being collected while it is sent. */
const contentOf = (number: number): Buffer =>
  Buffer.alloc(200 + ((number * 7919) % 60_000), hash("sha256", `site content ${number}`));

const pathOf = (handle: string, id = "") => `/v2/public/handles/${handle}/site-deployments${id && `/${id}`}`;

/** Deployments that are sent, completed, activated and deleted, and one that is this.#served. */
export class SiteWorkload implements Workload {
  readonly name = "sites";
  readonly #sites = new Map<string, Site>();
  readonly #counts = { deployed: 0, activated: 0, deleted: 0, fetched: 0 };
  /** What may be served: what was promised last, and what was asked for since. */
  #served = new Set<string>();

  act(place: Place): Promise<void> {
    const chance = place.random();
    if (this.#sites.size > LIVE_MAX || chance < 0.2) return this.#remove(place);
    return chance < 0.6 ? this.#activate(place) : this.#deploy(place);
  }

  promises(): number {
    return this.#counts.deployed + this.#counts.activated + this.#counts.deleted;
  }

  figures(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  async #deploy(place: Place): Promise<void> {
    const { port, handle, token, random } = place;
    const call = createDemoClient(port);
    const files = new Map<string, Buffer>([
      ["index.html", Buffer.from(`site ${random()} ${this.#counts.deployed}`)],
    ]);
    for (let n = 0; n < FILES; n++) files.set(`${n}.bin`, contentOf(Math.floor(random() * CONTENTS)));
    const announced = [...files].map(([path, bytes]) => ({
      path,
      sizeBytes: bytes.length,
      sha256: hash("sha256", bytes),
    }));
    const made = await call("POST", pathOf(handle), { token, body: { files: announced, activate: false } });
    if (made.status !== 201) return;
    const { deploymentId = "", putUrls } = made.body as {
      deploymentId?: string;
      putUrls: Record<string, string>;
    };
    for (const [path, url] of Object.entries(putUrls)) {
      const { status } = await sendTo(port, url, { method: "PUT", body: files.get(path) ?? Buffer.alloc(0) });
      if (status !== 204) return;
    }
    const { status } = await call("POST", `${pathOf(handle, deploymentId)}/complete`, { token });
    if (status !== 200) return;
    this.#sites.set(deploymentId, { files, state: "complete" });
    this.#counts.deployed++;
  }

  async #activate({ port, handle, token, random }: Place): Promise<void> {
    const id = this.#pick(random);
    if (id === undefined) return;
    this.#served.add(id);
    const { status } = await createDemoClient(port)("POST", `${pathOf(handle, id)}/activate`, { token });
    if (status === 200) this.#counts.activated++;
  }

  /** What may be this.#served is not deleted here: whether it is refused depends on an activation that may be under way. */
  async #remove({ port, handle, token, random }: Place): Promise<void> {
    const id = this.#pick(random);
    const site = id === undefined ? undefined : this.#sites.get(id);
    if (id === undefined || site === undefined || this.#served.has(id)) return;
    site.state = "deleting";
    const { status } = await createDemoClient(port)("DELETE", pathOf(handle, id), { token });
    if (status !== 204) return;
    this.#sites.delete(id);
    this.#counts.deleted++;
  }

  #pick(random: () => number): string | undefined {
    const ready = [...this.#sites].filter(([, { state }]) => state === "complete");
    return ready[Math.floor(random() * ready.length)]?.[0];
  }

  async verify(place: Place): Promise<readonly string[]> {
    const { port, handle, token } = place;
    const call = createDemoClient(port);
    const faults: string[] = [];
    const { body } = await call("GET", `${pathOf(handle)}?limit=1000`, { token });
    const listed = (body["deployments"] ?? []) as { deploymentId: string; status: string }[];
    const active = listed.find(({ status }) => status === "ACTIVE")?.deploymentId;
    for (const [id, site] of this.#sites) {
      const isListed = listed.some(({ deploymentId }) => deploymentId === id);
      if (!isListed && site.state === "complete") faults.push(`deployment ${id} is gone`);
      if (isListed) site.state = "complete";
      else this.#sites.delete(id);
    }
    if (this.#served.size > 0 && (active === undefined || !this.#served.has(active))) {
      faults.push(`${active} is active, and none of ${[...this.#served].join(", ")}`);
    }
    this.#served = new Set(active === undefined ? [] : [active]);
    for (const [id, { files }] of [...this.#sites].slice(-8))
      faults.push(...(await this.#fetchAll(place, id, files)));
    if (active === undefined) return faults;
    const host = `http://${handle}.localhost:${port}`;
    return [
      ...faults,
      ...(await this.#compare(port, host, active, this.#sites.get(active)?.files ?? new Map())),
    ];
  }

  async #fetchAll({ port, handle, token }: Place, id: string, files: Site["files"]) {
    const { body } = await createDemoClient(port)("GET", `${pathOf(handle, id)}/preview`, { token });
    return this.#compare(port, String(body["previewUrl"]).replace(/\/$/, ""), id, files);
  }

  async #compare(port: number, origin: string, id: string, files: Site["files"]): Promise<string[]> {
    const faults: string[] = [];
    for (const [path, bytes] of files) {
      const { status, content } = await sendTo(port, `${origin}/${path}`);
      this.#counts.fetched++;
      if (status !== 200 || !content.equals(bytes)) faults.push(`${path} of ${id} answers ${status}`);
    }
    return faults;
  }
}
