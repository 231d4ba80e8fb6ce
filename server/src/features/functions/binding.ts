import { type Grant, grantsCover, SCOPES, type Scope } from "#kernel/access.ts";
import { type HandleActor, insufficientScope } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof METHODS)[number];

export const BINDINGS_MAX = 100;

/** What a call comes to. `url` is as it will be called; `env` is what the script is handed beside the request. */
export type Target =
  | { readonly type: "HTTP"; readonly url: string }
  | { readonly type: "SCRIPT"; readonly source: string; readonly env: Readonly<Record<string, string>> };

/** What a token needs: a scope, or the right to one binding alone. */
export type InvokeScope = Scope | `functions.invoke:${string}`;

export type BindingFields = {
  readonly target: Target;
  /** Whoever may GET may HEAD. */
  readonly methods: readonly Method[];
  /** `NONE`: anyone may call it, on the handle's own host too. */
  readonly access: "NONE" | "SCOPED";
  /** `null`: the right to this binding. */
  readonly requiredScope: InvokeScope | null;
  /** For the whole call. */
  readonly timeoutMs: number;
  /** Of the request, and of the answer. */
  readonly maxBytes: number;
  readonly enabled: boolean;
};

/** Sealed. The one before signs as well until `beforeUntil`, epoch milliseconds. */
export type BindingSecret = {
  readonly sealed: string;
  readonly before: string | null;
  readonly beforeUntil: number | null;
};

export type Binding = BindingFields & {
  readonly bindingKey: string;
  /** `null` where nothing is signed. */
  readonly secret: BindingSecret | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What is told of a change: neither source nor URL. */
export const summaryOf = ({ bindingKey, version, target, access, enabled }: Binding) => ({
  ...{ bindingKey, version, targetType: target.type, access, enabled },
});

/** The same for another handle's, for one that is not there, and for one that is switched off. */
export const noSuchBinding = () => new AppError("not_found", "There is no such function binding.");

export const scopeOf = ({
  bindingKey,
  requiredScope,
}: Pick<Binding, "bindingKey" | "requiredScope">): InvokeScope =>
  requiredScope ?? `functions.invoke:${bindingKey}`;

export function mayInvoke(
  actor: HandleActor,
  binding: Pick<Binding, "access" | "bindingKey" | "requiredScope">,
): boolean {
  return actor.kind === "member" || binding.access === "NONE" || covers(actor.grants, scopeOf(binding));
}

/**
 * The binding, if this caller may invoke it. Throws 403 before 404, so that a token which may invoke nothing learns nothing
 * of what there is.
 */
export function requireInvocable(
  actor: HandleActor,
  bindingKey: string,
  found: Binding | undefined,
): Binding {
  const binding = found?.enabled === true ? found : undefined;
  const asked = binding ?? { bindingKey, access: "SCOPED" as const, requiredScope: null };
  if (actor.kind === "token" && !mayInvoke(actor, asked)) {
    throw insufficientScope([scopeOf(asked)], actor.grants);
  }
  if (binding === undefined) throw noSuchBinding();
  return binding;
}

function covers(grants: readonly Grant[], needed: InvokeScope): boolean {
  if (isScope(needed)) return grantsCover(grants, needed);
  return grants.includes(needed) || grantsCover(grants, "functions.invoke");
}

const isScope = (needed: InvokeScope): needed is Scope => SCOPES.some((scope) => scope === needed);
