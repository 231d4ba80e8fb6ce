import { DatabaseSync } from "node:sqlite";
import { startControl } from "#testing/start-control.ts";
await using control = await startControl();
const reader = await control.token(["*"]);
const db = new DatabaseSync(control.location, { timeout: 60000 });
db.exec("begin");
const T = '{"utmSource":null,"utmMedium":null,"utmCampaign":null,"utmTerm":null,"utmContent":null}';
const i = db.prepare("insert into links values ('hdl_acme',?,?,?,?,?,'[]',?,302,1,?,?,null,null,null,null,null,1,?,?)");
const l = db.prepare("insert into link_labels values ('hdl_acme','tag',?,?)"), c = db.prepare("insert into link_clicks values ('hdl_acme',?,?,?)");
for (let n = 0; n < 100000; n++) {
  const s = "s" + ((n * 7919) % 100003).toString(36).padStart(5, "0");
  i.run(s, "https://example.com/some/path/" + n, "Title number " + n, "A description of some length for link " + n, '["common"]', n % 1000 === 0 ? 0 : 1, T, n % 500 === 0 ? "camp" : null, 1e12 + n, 1e12 + ((n * 31) % 100000));
  if (n % 2 === 0) l.run("common", s);
  if (n % 5000 === 0) l.run("rare", s);
  if (n % 3 === 0) c.run(s, n, n);
}
db.exec("commit");
for (const q of ["", "sort=-createdAt", "sort=updatedAt", "tag=common", "tag=rare", "tag=rare&sort=-updatedAt", "campaignId=camp", "campaignId=camp&sort=createdAt", "enabled=false", "enabled=false&sort=createdAt", "q=zzzz", "q=number+99", "limit=1000"]) {
  const ts: number[] = [];
  let token = "";
  for (let k = 0; k < 15; k++) {
    const t = performance.now();
    const { status, body } = await reader.get(`/v2/public/handles/acme/links?${q}${token && `&nextToken=${token}`}`);
    ts.push(performance.now() - t);
    if (status !== 200) throw new Error(JSON.stringify(body));
    token = (body as { nextToken: string | null }).nextToken ?? "";
  }
  ts.sort((a, b) => a - b);
  console.log(q.padEnd(32), `p50 ${ts[7]?.toFixed(1)} ms, min ${ts[0]?.toFixed(1)} ms`);
}
