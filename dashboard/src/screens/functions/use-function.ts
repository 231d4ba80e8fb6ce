import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import type { FormMaking, SavedForm } from "#parts/saved-form.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { functionQuery } from "./functions-query.ts";

const PATH = "/v2/handles/{handle}/function-bindings/{bindingKey}";
type Binding = Schemas["FunctionBinding"];
type Change = Schemas["FunctionBindingChange"];

type Making<F> = FormMaking<Binding, F> & {
  /** What is to be changed by a form that was made of a base. */
  readonly changeOf: (made: SavedForm<Binding, F>) => Partial<Change>;
};

/** Some fields of a function as a form: each part of its screen is saved by itself, and the rest goes with it as it was seen. */
export function useFunctionForm<F extends object>(seen: Binding, { formOf, bodyOf, changeOf }: Making<F>) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useSavedForm({
    ...{ seen, formOf, bodyOf, query: functionQuery(handle, seen.bindingKey) },
    put: (made: SavedForm<Binding, F>, over: Binding) => put(handle, over, changeOf(made)),
    onSaved: () => {
      notifyDone(t("functions.saved"));
      return queries.invalidateQueries({ queryKey: ["functions", handle], exact: true });
    },
  });
}

/** Changes a function only as it was seen. The API replaces the whole, so the rest goes with it. */
function put(handle: string, seen: Binding, change: Partial<Change>) {
  const { bindingKey, version } = seen;
  return ask(
    api.PUT(PATH, {
      params: { path: { handle, bindingKey } },
      body: { ...wholeOf(seen), ...change },
      headers: { "if-match": `"${version}"` },
    }),
  );
}

function wholeOf({ target, methods, access, requiredScope, timeoutMs, maxBytes, enabled }: Binding): Change {
  return {
    ...{ target, access, requiredScope, timeoutMs, maxBytes, enabled },
    methods: methods as NonNullable<Change["methods"]>,
  };
}

/** Switches a function on and off. */
export function useEnableFunction(binding: Binding) {
  const handle = useHandle();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (enabled: boolean) => put(handle, binding, { enabled }),
    onError: notifyFailed,
    onSuccess: async (saved) => {
      queries.setQueryData(functionQuery(handle, saved.bindingKey).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ["functions", handle], exact: true });
    },
  });
  return { isPending: saving.isPending, enable: saving.mutate };
}

/** Deletes a function, with its secret and its log. */
export function useDeleteFunction({ bindingKey }: Binding, onDeleted: () => Promise<void>) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.DELETE(PATH, { params: { path: { handle, bindingKey } } })),
    onError: notifyFailed,
    onSuccess: async () => {
      notifyDone(t("functions.deleted", { key: bindingKey }));
      await onDeleted();
      // Another one may be made under its key.
      queries.removeQueries({ queryKey: functionQuery(handle, bindingKey).queryKey });
      await queries.invalidateQueries({ queryKey: ["functions", handle], exact: true });
    },
  });
}
