import { cpuOf } from "./cpu-of.ts";
import { httpLoad } from "./http-load.ts";
import { median } from "./median.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

// CPU of one view of a page with a dozen blocks: remembered, and rendered for the first time. Loopback only, bounded.

const ROUNDS = 3;
const CACHED = 2_000;
const COLD = 100;
const WORDS = "A bakery in the old harbour that has been baking the same seven loaves since 1931. ";

await using program = await spawnProgram();
const { port, pid } = program;
const { handle, token } = await signUp(port);

const blocks = [
  { type: "hero", heading: WORDS, subheading: WORDS, button: { label: "Order", url: "#form-4" } },
  { type: "text", markdown: `${WORDS.repeat(8)}\n\n## ${WORDS}\n\n- ${WORDS}\n- **${WORDS.trim()}**` },
  { type: "image", url: "https://example.com/bread.png", alt: WORDS, width: 640, height: 360 },
  { type: "links", items: Array.from({ length: 8 }, () => ({ label: WORDS, url: "https://example.com/" })) },
  { type: "form", fields: [{ name: "email", label: "E-mail", kind: "email", required: true }] },
  { type: "product", name: WORDS, description: WORDS, priceCents: 4990, currency: "EUR" },
  { type: "countdown", endsAt: "2090-01-01T00:00:00Z", label: WORDS },
  { type: "faq", items: Array.from({ length: 6 }, () => ({ question: WORDS, answer: WORDS })) },
  { type: "divider" },
  { type: "button", label: "Order", url: "https://example.com/" },
  { type: "video", url: "https://www.youtube.com/watch?v=dQw4w9WgXcQ", title: WORDS },
  { type: "html", html: `<p>${WORDS}</p>`, title: WORDS },
];

async function publish(slug: string, title: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/v2/public/handles/${handle}/pages/${slug}`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const put = await fetch(url, { method: "PUT", headers, body: JSON.stringify({ title, blocks }) });
  const published = await fetch(`${url}/publish`, { method: "POST", headers });
  if (put.status > 201 || published.status !== 200) throw new Error(`${slug}: ${await published.text()}`);
}

const view = (slug: string) =>
  `GET /${slug} HTTP/1.1\r\nHost: ${handle}.localhost:${port}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0\r\n\r\n`;

async function cpuUs(requests: number, request: (n: number) => string): Promise<number> {
  const before = cpuOf(pid);
  await httpLoad({ port, connections: 8, requests, request, status: 200 });
  return (cpuOf(pid) - before) / requests;
}

const cold: number[] = [];
const cached: number[] = [];
await publish("warm", "Warm");
await cpuUs(CACHED, () => view("warm"));
for (let round = 0; round < ROUNDS; round++) {
  for (let n = 0; n < COLD; n++) await publish(`page-${n}`, `Round ${round}`);
  cold.push(await cpuUs(COLD, (n) => view(`page-${n}`)));
  cached.push(await cpuUs(CACHED, () => view("warm")));
}
console.log(`medians of ${ROUNDS} rounds, ${process.version}: CPU of one view, its event written`);
console.log(`rendered for the first time  ${(median(cold) / 1000).toFixed(2)} ms`);
console.log(`remembered                   ${(median(cached) / 1000).toFixed(3)} ms`);
