import { useMutation } from "@tanstack/react-query";
import { t } from "#text/t.ts";
import { notifyFailed } from "./notify.ts";
import { offerUndo } from "./offer-undo.tsx";
import { movedPriorities, type Placed, requireFree } from "./ordered-rules.ts";

export type SavedRule = Placed & { readonly enabled?: boolean; readonly version: number };
type Ranked = { enabled?: boolean; priority?: number };

/** Where rules of one kind are kept, and how they are written there, each as a whole. */
export type RuleSource<R extends SavedRule, B extends Ranked> = {
  /** All of them, as they are now. */
  readonly read: () => Promise<readonly R[]>;
  /** With a version only over what was seen. */
  readonly put: (ruleId: string, body: B, version?: number) => Promise<unknown>;
  readonly remove: (rule: R) => Promise<unknown>;
  readonly bodyOf: (rule: R) => B;
  /** Has whatever shows them read them anew. */
  readonly settled: () => Promise<unknown>;
};

/** Saves a rule: one that was there before only as it was seen, a new one only where no other has its id. */
export function useSaveRule<R extends SavedRule, B extends Ranked>(
  source: RuleSource<R, B>,
  before: R | undefined,
  onSaved: () => void,
) {
  return useMutation({
    mutationFn: async ({ ruleId, body }: { readonly ruleId: string; readonly body: B }) => {
      if (before === undefined) requireFree(await source.read(), ruleId);
      return source.put(ruleId, body, before?.version);
    },
    onSuccess: () => {
      onSaved();
      return source.settled();
    },
  });
}

/** What is done to rules in their list, each as it was seen there; what is deleted can be brought back while the notice stands. */
export function useRuleDeeds<R extends SavedRule, B extends Ranked>(
  source: RuleSource<R, B>,
  rules: readonly R[],
) {
  const { put, remove, bodyOf, settled } = source;
  const always = { onError: notifyFailed, onSettled: settled };
  const switching = useMutation({
    ...always,
    mutationFn: ({ rule, enabled }: { readonly rule: R; readonly enabled: boolean }) =>
      put(rule.ruleId, { ...bodyOf(rule), enabled }, rule.version),
  });
  const moving = useMutation({
    ...always,
    mutationFn: async ({ index, by }: { readonly index: number; readonly by: -1 | 1 }) => {
      for (const { ruleId, priority } of movedPriorities(rules, index, by)) {
        const rule = rules.find((one) => one.ruleId === ruleId);
        if (rule && priority !== undefined) await put(ruleId, { ...bodyOf(rule), priority }, rule.version);
      }
    },
  });
  const deleting = useMutation({
    ...always,
    mutationFn: remove,
    onSuccess: (_, rule) =>
      offerUndo(t("rule.deleted", { id: rule.ruleId }), async () => {
        requireFree(await source.read(), rule.ruleId);
        await put(rule.ruleId, bodyOf(rule));
        await settled();
      }),
  });
  const isPending = switching.isPending || moving.isPending || deleting.isPending;
  return { switching, moving, deleting, isPending };
}
