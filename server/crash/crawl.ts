import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { LocalFile } from "./deploy-folder.ts";

export type Crawled = {
  readonly faults: readonly string[];
  readonly fetched: number;
  readonly links: number;
  /** Links to what the folder has not, which are the site's own. */
  readonly broken: number;
};

const AT_ONCE = 16;

/** Fetches every file of a folder from a host, compares its bytes, and follows every link of its pages within the site. */
export async function crawl(port: number, host: string, files: readonly LocalFile[]): Promise<Crawled> {
  const faults: string[] = [];
  const have = new Set(files.map(({ path }) => path));
  const links = new Set<string>();
  const special = new Set(["_redirects", "_headers"]);
  await each(
    files.filter(({ path }) => !special.has(path)),
    async ({ path, bytes }) => {
      const address = `/${path.split("/").map(encodeURIComponent).join("/")}`;
      const got = await fetchFrom(port, host, address);
      if (got.status !== 200 || !got.bytes.equals(bytes))
        faults.push(`${path} came back as another (${got.status})`);
      if (path.endsWith(".html"))
        for (const link of linksOf(bytes.toString("utf8"), address)) links.add(link);
    },
  );
  let broken = 0;
  await each([...links], async (link) => {
    const { status } = await follow(port, host, link);
    const isThere = hasFile(have, decodeURIComponent(link).slice(1));
    if (status === 200) return;
    if (isThere) faults.push(`the link ${link} answers ${status}`);
    else broken++;
  });
  return { faults, fetched: files.length, links: links.size, broken };
}

const hasFile = (have: ReadonlySet<string>, name: string): boolean =>
  have.has(name) ||
  have.has(`${name}.html`) ||
  have.has(`${name.replace(/\/$/, "")}${name === "" ? "" : "/"}index.html`);

function* linksOf(html: string, address: string): Iterable<string> {
  for (const [, href = ""] of html.matchAll(/\b(?:href|src)="([^"<>]*)"/g)) {
    const url = URL.parse(href.replaceAll("&amp;", "&"), `http://site.invalid${address}`);
    if (url?.host === "site.invalid" && url.protocol === "http:") yield url.pathname;
  }
}

async function follow(
  port: number,
  host: string,
  link: string,
  hops = 3,
): Promise<{ readonly status: number }> {
  const { status, location } = await fetchFrom(port, host, link);
  return status === 308 && location !== undefined && hops > 0
    ? follow(port, host, location, hops - 1)
    : { status };
}

async function fetchFrom(port: number, host: string, path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get({ port, path, headers: { host } }, resolve).on("error", reject);
  const answer = await promise;
  return { status: answer.statusCode ?? 0, location: answer.headers.location, bytes: await buffer(answer) };
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
