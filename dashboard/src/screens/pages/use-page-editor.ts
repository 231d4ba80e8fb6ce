import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useReducer, useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { isStale } from "#api/is-stale.ts";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { beginHistory, takeStep } from "./draft-history.ts";
import { missingOf } from "./draft-problems.ts";
import { bodyOf, draftOf, isSame, type PageDraft } from "./page-draft.ts";

type Page = Schemas["Page"];
type Saving = { readonly next?: "PUBLISH" | "UNPUBLISH"; readonly isOver?: boolean };

const PATH = "/v2/handles/{handle}/pages/{pageSlug}" as const;

/** A page while it is edited: the draft, every step back, and how it is saved. What was typed is lost by nothing but leaving. */
export type PageEditor = ReturnType<typeof usePageEditor>;

/** Saves only over the version that was seen; what somebody else has saved meanwhile is a 412 that changes nothing here. */
export function usePageEditor(page: Page) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [history, step] = useReducer(takeStep, page, (first) => beginHistory(draftOf(first)));
  // With the draft that it was saved from: the API writes some things another way, which is no change of anybody's.
  const [kept, setKept] = useState({ page, draft: history.now });
  const [isAsked, setAsked] = useState(false);
  const draft = history.now;
  const isChanged = !isSame(draft, kept.draft);
  const missing = missingOf(draft);
  const params = { path: { handle, pageSlug: page.slug } };
  const read = () => ask(api.GET(PATH, { params }));
  const saving = useMutation({
    mutationFn: async ({ next, isOver = false }: Saving) => {
      let current = isOver ? await read() : kept.page;
      if (isOver || (isChanged && next !== "UNPUBLISH")) {
        const headers = { "if-match": `"${current.version}"` };
        current = await ask(api.PUT(PATH, { params, headers, body: bodyOf(draft) }));
        setKept({ page: current, draft });
      }
      if (next !== undefined) {
        const headers = { "if-match": `"${current.version}"` };
        const answered =
          next === "PUBLISH"
            ? api.POST(`${PATH}/publish`, { params, headers })
            : api.POST(`${PATH}/unpublish`, { params, headers });
        current = await ask(answered);
        setKept((before) => ({ ...before, page: current }));
      }
      return current;
    },
    onSuccess: (saved) => {
      setAsked(false);
      queries.setQueryData(["pages", handle, "one", page.slug], saved);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["pages", handle], refetchType: "active" }),
  });
  const isOvertaken = isStale(saving.error);
  /** Goes on with what is saved; what was typed is one step back. */
  const adopt = (other: Page) => {
    const next = draftOf(other);
    step({ kind: "CHANGE", to: next, about: "" });
    setKept({ page: other, draft: next });
    saving.reset();
  };
  return {
    ...{ page: kept.page, draft, isChanged, missing, isAsked, history, saving, adopt },
    isStale: isOvertaken,
    change: (to: Partial<PageDraft>, about = "") => {
      // What was refused is being put right; that somebody else was faster stays true.
      if (saving.isError && !isOvertaken) saving.reset();
      step({ kind: "CHANGE", to: { ...draft, ...to }, about });
    },
    undo: () => step({ kind: "UNDO" }),
    redo: () => step({ kind: "REDO" }),
    takeTheirs: async () => adopt(await read()),
    /** What is still missing is said first, and nothing is sent. To unpublish a page nothing is saved. */
    save: (how: Saving = {}) => {
      const isSaved = how.next !== "UNPUBLISH";
      setAsked(isSaved);
      if (!isSaved || missing.length === 0) saving.mutate(how);
    },
  };
}
