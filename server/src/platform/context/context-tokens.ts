import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

export const CONSENTS = ["full", "basic", "denied"] as const;
/** `full`: the visitor agreed; `basic`: has not been asked; `denied`: refused, or the browser did (GPC). */
export type Consent = (typeof CONSENTS)[number];

/** What a destination may know of the click that led to it. */
export type ClickContext = {
  readonly handleId: string;
  readonly slug: string;
  /** The id of the click's event. */
  readonly clickId: string;
  /** Epoch milliseconds. */
  readonly clickedAt: number;
  /** What the visitor is known by in this handle: the session of signals, and whose segments decide. */
  readonly session: string;
  readonly campaign: string;
  readonly variant: string;
  readonly consent: Consent;
  /** What the visit brought: places of the path, `utm_` parameters. */
  readonly vars: Readonly<Record<string, string>>;
};

export type ContextTokens = {
  readonly mint: (context: ClickContext) => string;
  /** `undefined` for anything that was not minted here, was changed, or is older than thirty days. */
  readonly read: (token: string, now: number) => ClickContext | undefined;
};

const DAY_MS = 86_400_000;
const TTL_MS = 30 * DAY_MS;
/** A key signs for this long, and is believed until the last token it signed has expired. */
const PERIOD_MS = 30 * DAY_MS;
/** A clock of another machine may be ahead. */
const SKEW_MS = 60_000;
const MAC_BYTES = 16;
const LENGTH_MAX = 4096;
const FORM = /^c1\.([\w-]+)\.([\w-]{22})$/;

type Packed = readonly [
  string,
  string,
  string,
  number,
  string,
  string,
  string,
  number,
  Record<string, string>,
];

/**
 * `c1.<payload>.<mac>`: JSON in base64url, and 128 bits of HMAC-SHA256 over the two parts before. The key of each thirty
 * days is derived from the master (HKDF, RFC 5869), so keys rotate without being kept. Of several masters the first signs
 * and all are believed.
 */
export function createContextTokens(masters: readonly KeyObject[]): ContextTokens {
  const keys = new Map<string, Buffer>();
  const keyOf = (master: number, period: number): Buffer => {
    const name = `${master}/${period}`;
    let key = keys.get(name);
    if (key === undefined) {
      const secret = masters[master];
      if (secret === undefined) throw new Error("There is no key for context tokens.");
      key = Buffer.from(hkdfSync("sha256", secret.export(), "", `context ${period}`, 32));
      if (keys.size >= 32) keys.clear();
      keys.set(name, key);
    }
    return key;
  };
  const macOf = (signed: string, master: number, at: number): string =>
    createHmac("sha256", keyOf(master, Math.floor(at / PERIOD_MS)))
      .update(signed)
      .digest()
      .toString("base64url", 0, MAC_BYTES);

  return {
    mint: (context) => {
      const signed = `c1.${Buffer.from(JSON.stringify(pack(context))).toString("base64url")}`;
      return `${signed}.${macOf(signed, 0, context.clickedAt)}`;
    },
    read: (token, now) => {
      if (token.length > LENGTH_MAX) return undefined;
      const [, payload, mac] = FORM.exec(token) ?? [];
      const context = payload === undefined ? undefined : unpack(payload);
      if (context === undefined || mac === undefined) return undefined;
      const { clickedAt } = context;
      if (clickedAt > now + SKEW_MS || clickedAt <= now - TTL_MS) return undefined;
      // As text: base64url has four bits to spare in the last letter, and a token has one form.
      const given = Buffer.from(mac);
      const isOurs = masters.some((_, master) =>
        timingSafeEqual(Buffer.from(macOf(`c1.${payload}`, master, clickedAt)), given),
      );
      return isOurs ? context : undefined;
    },
  };
}

const pack = (context: ClickContext): Packed => [
  context.handleId,
  context.slug,
  context.clickId,
  context.clickedAt,
  context.session,
  context.campaign,
  context.variant,
  CONSENTS.indexOf(context.consent),
  context.vars,
];

/** Before its signature is checked, when all that is certain of it is what is looked at here. */
function unpack(payload: string): ClickContext | undefined {
  const packed = parseJson(Buffer.from(payload, "base64url").toString());
  if (!Array.isArray(packed) || !Number.isFinite(packed[3])) return undefined;
  const [handleId, slug, clickId, clickedAt, session, campaign, variant, consent, vars] =
    packed as unknown as Packed;
  const known = { handleId, slug, clickId, clickedAt, session, campaign, variant, vars };
  return { ...known, consent: CONSENTS[consent] ?? "denied" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
