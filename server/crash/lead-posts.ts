/** What must be there afterwards: by its key the name in each lead, and which of them are spam. */
export type Expected = { readonly leads: Map<string, string>; readonly spam: Set<string> };

export type LeadPost = {
  readonly what: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What must be answered. */
  readonly status: number;
};

const PATH = "/v2/public/handles/acme/leads";
const JSON_TYPE = { "content-type": "application/json" };
const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "=cmd|' /C calc'!A0"];
const TRUSTED = { origin: "https://shop.example" };

/** In an order of chance, a fifth of them a second time: a key that comes again must be one lead. */
export function leadPosts(count: number, random: () => number, expected: Expected): LeadPost[] {
  const posts: LeadPost[] = [];
  for (let number = 0; number < count; number++) {
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? good;
    const post = kind(number, expected);
    const earlier = posts[Math.floor(random() * posts.length)];
    posts.push(random() < 0.2 && earlier !== undefined ? earlier : post.keep());
  }
  return posts;
}

type Made = { readonly keep: () => LeadPost };

function made(post: Omit<LeadPost, "path"> & { path?: string }, keep: () => void = () => {}): Made {
  return {
    keep: () => {
      keep();
      return { path: PATH, ...post };
    },
  };
}

type Fields = Readonly<Record<string, string>>;

function kept(
  what: string,
  number: number,
  expected: Expected,
  more: Fields,
  as: (fields: Fields) => Omit<LeadPost, "what" | "path" | "status">,
) {
  const key = `key-${number}`;
  const name = more["name"] ?? `Somebody ${number}`;
  const fields = { idempotencyKey: key, name, email: `${number}@example.com`, campaignId: "flood", ...more };
  return made({ what, status: 202, ...as(fields) }, () => {
    expected.leads.set(key, name);
    if (more["hp_website"] !== undefined) expected.spam.add(key);
  });
}

const json = (fields: Fields) => ({ body: JSON.stringify(fields), headers: JSON_TYPE });
const form = (fields: Fields) => ({
  body: new URLSearchParams(fields).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded", ...TRUSTED },
});

const good = (number: number, expected: Expected) => kept("a lead", number, expected, {}, json);
const KINDS: ReadonlyArray<(number: number, expected: Expected) => Made> = [
  good,
  good,
  (number, expected) => kept("a form", number, expected, {}, form),
  (number, expected) =>
    kept("a formula", number, expected, { name: FORMULAS[number % FORMULAS.length] ?? "=1" }, json),
  (number, expected) => kept("spam", number, expected, { hp_website: "https://spam.example" }, form),
  (number, expected) =>
    kept("a lead with a credential", number, expected, {}, (fields) => ({
      body: JSON.stringify(fields),
      headers: { ...JSON_TYPE, authorization: "Bearer patv1_nonsense" },
    })),
  (number) => refused("a page elsewhere", 403, { name: `${number}` }, { origin: "https://evil.example" }),
  (number) => refused("too much", 413, { message: `${number}${"x".repeat(70_000)}` }),
  (number) => refused("nothing", 400, { form: `f${number}` }),
  (number) => refused("no handle", 404, { name: `${number}` }, {}, "/v2/public/handles/nowhere/leads"),
];

const refused = (what: string, status: number, fields: Fields, headers: Fields = {}, path = PATH): Made =>
  made({ what, status, path, body: JSON.stringify(fields), headers: { ...JSON_TYPE, ...headers } });
