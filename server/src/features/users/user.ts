/** A person who can sign in. */
export type User = {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  /** Where their days begin: `null` is UTC. */
  readonly timeZone: string | null;
  readonly createdAt: Date;
};

/** With what proves them; this never leaves the feature. */
export type Account = User & { readonly passwordHash: string };
