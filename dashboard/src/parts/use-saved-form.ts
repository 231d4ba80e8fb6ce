import { type FetchQueryOptions, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { isStale } from "#api/is-stale.ts";
import { t } from "#text/t.ts";
import { notifyFailed } from "./notify.ts";
import { offerUndo } from "./offer-undo.tsx";
import { type FormMaking, isFormChanged, type SavedForm, withSaved, withSeen } from "./saved-form.ts";

type Way<S, F, K extends QueryKey> = FormMaking<S, F> & {
  /** Where what is saved is kept, and how it is read anew. */
  readonly query: FetchQueryOptions<S, Error, S, K>;
  /** It, as it was read last. */
  readonly seen: S;
  /** Saves what was made of a base, over nothing but `over`. */
  readonly put: (made: SavedForm<S, F>, over: S) => Promise<S>;
  readonly onSaved: (saved: S) => unknown;
};

/**
 * A form that is saved only over what it was made from. What somebody else has changed meanwhile is shown where nothing was
 * typed; where something was, saving is refused, and what was typed stays.
 */
export function useSavedForm<S extends { readonly version: number }, F extends object, K extends QueryKey>(
  way: Way<S, F, K>,
) {
  const queries = useQueryClient();
  const [before, setKept] = useState<SavedForm<S, F>>(() => ({
    base: way.seen,
    form: way.formOf(way.seen),
  }));
  const kept = withSeen(before, way.seen, way);
  if (kept !== before) setKept(kept);
  const read = () => queries.fetchQuery({ ...way.query, staleTime: 0 });
  const put = async (made: SavedForm<S, F>) => {
    try {
      return await way.put(made, made.base);
    } catch (cause) {
      if (!isStale(cause)) throw cause;
      const now = withSeen(made, await read(), way);
      // What is edited here may be as it was: then nobody's change of it is written over.
      if (now === made || now.form !== made.form) throw cause;
      return way.put(now, now.base);
    }
  };
  const saving = useMutation({
    mutationFn: async ({ made, isOver }: { readonly made: SavedForm<S, F>; readonly isOver: boolean }) =>
      isOver ? way.put(made, await read()) : put(made),
    onSuccess: (saved, { made, isOver }) => {
      queries.setQueryData<S>(way.query.queryKey, saved);
      // Over theirs, a field that was not touched is theirs from now on.
      setKept((now) =>
        isOver ? { base: saved, form: way.formOf(saved) } : withSaved(now, made.form, saved, way),
      );
      return way.onSaved(saved);
    },
  });
  const isChanged = isFormChanged(kept, way);
  const isOvertaken = isStale(saving.error);
  const takeTheirs = async () => {
    const theirs = await read();
    setKept({ base: theirs, form: way.formOf(theirs) });
    saving.reset();
    offerUndo(t("stale.taken"), async () => setKept(kept));
  };
  return {
    ...{ base: kept.base, form: kept.form, isChanged, isStale: isOvertaken, isPending: saving.isPending },
    // Once nothing is changed any more, nothing is refused.
    cause: isOvertaken && !isChanged ? null : saving.error,
    set: (change: Partial<F>) => setKept((now) => ({ ...now, form: { ...now.form, ...change } })),
    save: () => saving.mutateAsync({ made: kept, isOver: false }),
    saveOver: () => saving.mutate({ made: kept, isOver: true }),
    takeTheirs: () => void takeTheirs().catch(notifyFailed),
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      saving.mutate({ made: kept, isOver: false });
    },
  };
}
