import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";

type Claim = {
  /** The address that was typed, whether or not it is an account's. */
  readonly email: string;
  /** Where it was typed. */
  readonly address: string;
  /** `undefined` where there is no such account. */
  readonly hash: string | undefined;
  readonly password: string;
};

export type ProvePassword = (claim: Claim) => Promise<boolean>;

/**
 * Whether a password is the account's: as slow, as limited and as silent where there is no account. Only wrong ones
 * count, and those for one account from one address are tried in turn, so that many at once get no more tries.
 */
export function createPasswordProof({
  limits,
  passwords,
}: Pick<ControlDeps, "limits" | "passwords">): ProvePassword {
  const inTurn = createTurns();
  return ({ email, address, hash, password }) => {
    const from = addressKey(address);
    const guesser = guesserKey(email, address);
    return inTurn(guesser, async () => {
      await limits.check("login", guesser);
      await limits.check("loginAddress", from);
      const isRight = await passwords.verify(hash, password);
      if (isRight) {
        await limits.forget("login", guesser);
      } else {
        await limits.count("login", guesser);
        await limits.count("loginAddress", from);
      }
      return isRight;
    });
  };
}

/** What the limit of wrong passwords counts by. */
export const guesserKey = (email: string, address: string): string => `${email} ${addressKey(address)}`;

/** Runs what has the same key one after another. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    const leave = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    last.set(key, turn);
    turn.then(leave, leave);
    return turn;
  };
}
