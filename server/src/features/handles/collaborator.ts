import { AppError } from "#kernel/errors.ts";

export type Person = { readonly userId: string; readonly email: string };
type CollaboratorRole = "CREATOR" | "OPERATOR";

/** Someone who works in a handle that is another's. */
export type Collaborator = Person & { readonly role: CollaboratorRole };

/** Someone named by id, by address, or by both. */
export type Wanted = {
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  readonly role: CollaboratorRole;
};

/** The collaborators that a list means, or a refusal that says for each wrong entry what is wrong with it. */
export function resolveCollaborators(
  wanted: readonly Wanted[],
  people: readonly Person[],
  ownerUserId: string,
): Collaborator[] {
  const seen = new Set<string>();
  const problems: { path: string; message: string }[] = [];
  const resolved = wanted.flatMap((entry, index) => {
    const person = people.find((one) => isMeant(one, entry));
    const problem = problemWith(person, seen, ownerUserId);
    if (problem !== undefined) problems.push({ path: `collaborators.${index}`, message: problem });
    if (person === undefined) return [];
    seen.add(person.userId);
    return [{ ...person, role: entry.role }];
  });
  if (problems.length === 0) return resolved;
  throw new AppError("invalid_collaborators", "The list of collaborators is not right.", {
    details: { details: problems },
  });
}

const isMeant = (person: Person, { userId, email }: Wanted) =>
  (userId === undefined || userId === person.userId) && (email === undefined || email === person.email);

function problemWith(person: Person | undefined, seen: Set<string>, ownerUserId: string): string | undefined {
  if (person === undefined) return "There is no such user.";
  if (person.userId === ownerUserId) return "The owner stays the owner and is not listed.";
  return seen.has(person.userId) ? "This user is listed twice." : undefined;
}

/** What a new list changes: who comes, who goes, and whose role is another. */
export function compareCollaborators(before: readonly Collaborator[], after: readonly Collaborator[]) {
  const roles = new Map(before.map(({ userId, role }) => [userId, role]));
  const kept = new Set(after.map(({ userId }) => userId));
  return {
    removed: before.filter(({ userId }) => !kept.has(userId)).map(({ userId }) => userId),
    saved: after.filter(({ userId, role }) => roles.get(userId) !== role),
  };
}
