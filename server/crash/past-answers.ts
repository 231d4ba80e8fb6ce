/** What the clients of a past version were told, and must still hear. */
export type PastAnswers = {
  readonly account: { readonly email: string; readonly password: string };
  /** Of the link `first-link`. */
  readonly title: string;
  /** Of that link, counted by then; more were on their way. */
  readonly clicks: number;
  /** Before and behind the dot. */
  readonly token: readonly [string, string];
  readonly revoked: readonly [string, string];
};

export const PAST_HANDLE = "past";

/** With which keys past versions were recorded: what they hashed and sealed can be checked only with the same ones. */
export const PAST_ENV = {
  TOKEN_PEPPER: Buffer.alloc(32, "pepper").toString("base64"),
  CONTEXT_KEY: Buffer.alloc(32, "context").toString("base64"),
  SEAL_KEY: Buffer.alloc(32, "seal").toString("base64"),
} as const;
