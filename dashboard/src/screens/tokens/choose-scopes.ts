/** The choice after `scope` was set or unset. A family takes the place of its scopes, and gives it back for one taken out. */
export function chooseScope(
  chosen: readonly string[],
  scope: string,
  isWanted: boolean,
  { family, scopes }: { readonly family: string; readonly scopes: readonly string[] },
): readonly string[] {
  const isFamily = scope === family;
  const rest = chosen.filter((one) => one !== scope && one !== family && !(isFamily && scopes.includes(one)));
  if (isWanted) return [...rest, scope];
  return !isFamily && chosen.includes(family) ? [...rest, ...scopes.filter((one) => one !== scope)] : rest;
}

/** Whether a choice covers a scope: by its name, its family or the asterisk. */
export const covers = (chosen: readonly string[], scope: string): boolean =>
  chosen.some(
    (one) => one === scope || one === "*" || (one.endsWith(".*") && scope.startsWith(one.slice(0, -1))),
  );

/** The parts of a choice that reach further than one thing one can read. */
export const wideScopes = (chosen: readonly string[]): readonly string[] =>
  chosen.filter(
    (one) => one === "*" || one === "functions.invoke" || one.endsWith(".write") || one.endsWith(".*"),
  );
