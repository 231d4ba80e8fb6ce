import type { PageDraft } from "./page-draft.ts";

/** A draft with what it was before. */
export type DraftHistory = {
  readonly now: PageDraft;
  readonly past: readonly PageDraft[];
  readonly future: readonly PageDraft[];
  /** What the last change was about: more of the same is one step. */
  readonly about: string;
};

const STEPS_MAX = 100;

/** A change; `about` names a field that is typed into, and is empty for whatever is a step of its own. */
export type DraftStep =
  | { readonly kind: "CHANGE"; readonly to: PageDraft; readonly about: string }
  | { readonly kind: "UNDO" | "REDO" };

export const beginHistory = (now: PageDraft): DraftHistory => ({ now, past: [], future: [], about: "" });

/** The history after one step more, or one back. */
export function takeStep(history: DraftHistory, step: DraftStep): DraftHistory {
  const { now, past, future } = history;
  if (step.kind === "CHANGE") {
    if (step.about !== "" && step.about === history.about) return { ...history, now: step.to, future: [] };
    return { now: step.to, past: [...past, now].slice(-STEPS_MAX), future: [], about: step.about };
  }
  const [before, after] = [past.at(-1), future[0]];
  if (step.kind === "UNDO") {
    if (before === undefined) return history;
    return { now: before, past: past.slice(0, -1), future: [now, ...future], about: "" };
  }
  if (after === undefined) return history;
  return { now: after, past: [...past, now], future: future.slice(1), about: "" };
}
