import { newId } from "#kernel/ids.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import * as contract from "./contract.ts";
import { insertUser, useInvitations } from "./store.ts";
import type { User } from "./user.ts";

type NewUser = { readonly email: string; readonly name: string | null; readonly password: string };

/** An account by order of whoever runs the server, its address counted as proven; `undefined` when the address is taken. */
export async function createUser(
  deps: MutateDeps,
  { email, name, password }: NewUser,
): Promise<User | undefined> {
  const passwordHash = await createPasswordHasher().hash(password);
  return mutate<User | undefined>(
    deps,
    { kind: "system", job: "user create" },
    contract.signUp,
    async (tx, now) => {
      const userId = newId("usr", now.getTime());
      const user: User = { userId, email, name, timeZone: null, createdAt: now };
      if (!(await insertUser(tx, { ...user, passwordHash }, now))) return { result: undefined, audit: null };
      await useInvitations(tx, email, now);
      return { result: user, audit: { action: "user.create", target: user.userId } };
    },
  );
}
