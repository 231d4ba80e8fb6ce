import { startControl } from "#testing/start-control.ts";

await using control = await startControl();
const writer = await control.token(["*"]);
const headers = { authorization: `Bearer ${writer.text}`, "content-type": "application/json" };
const one = async (i: number, k: number, extra = {}) => {
  const r = await control.api.request(`/v2/public/handles/acme/links/s${String(i).padStart(6, "0")}`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ destinationUrl: `https://example.com/p/${k}`, ...extra }),
  });
  await r.text();
  if (r.status > 201) throw new Error(String(r.status));
};
async function run(name: string, n: number, f: (i: number) => Promise<void>) {
  let i = 0;
  const c = process.cpuUsage(),
    t = performance.now();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (i < n) await f(i++);
    }),
  );
  const { user, system } = process.cpuUsage(c);
  console.log(
    name.padEnd(10),
    `cpu ${((user + system) / n).toFixed(0)} µs/op (user ${(user / n).toFixed(0)})`,
    `wall ${((n / (performance.now() - t)) * 1000).toFixed(0)}/s`,
  );
}
await run("warm", 2000, (i) => one(i, 0));
const N = Number(process.env["N"] ?? 8000);
await run("create", N, (i) => one(10000 + i, 0));
await run("update", N, (i) => one(10000 + i, 1));
await run("noop", N, (i) => one(10000 + i, 1));
await run("tags", N, (i) => one(30000 + i, 1, { title: "A title", tags: ["a", "b"] }));
await run("get", N, async (i) => {
  const r = await control.api.request(
    `/v2/public/handles/acme/links/s${String(10000 + i).padStart(6, "0")}`,
    { headers },
  );
  await r.text();
});
