import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { functionQuery } from "./functions-query.ts";

const PATH = "/v2/handles/{handle}/function-bindings/{bindingKey}";
type Binding = Schemas["FunctionBinding"];
type Change = Schemas["FunctionBindingChange"];

/** Saves what was changed of a function, only as it was seen. The API replaces the whole, so the rest goes with it. */
export function useSaveFunction(binding: Binding) {
  const handle = useHandle();
  const queries = useQueryClient();
  const { bindingKey, version } = binding;
  return useMutation({
    mutationFn: (change: Partial<Change>) =>
      ask(
        api.PUT(PATH, {
          params: { path: { handle, bindingKey } },
          body: { ...wholeOf(binding), ...change },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(functionQuery(handle, bindingKey).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ["functions", handle], exact: true });
    },
  });
}

function wholeOf({ target, methods, access, requiredScope, timeoutMs, maxBytes, enabled }: Binding): Change {
  return {
    ...{ target, access, requiredScope, timeoutMs, maxBytes, enabled },
    methods: methods as NonNullable<Change["methods"]>,
  };
}

/** Switches a function on and off. */
export function useEnableFunction(binding: Binding) {
  const saving = useSaveFunction(binding);
  return {
    isPending: saving.isPending,
    enable: (enabled: boolean) => saving.mutate({ enabled }, { onError: notifyFailed }),
  };
}

/** Deletes a function, with its secret and its log. */
export function useDeleteFunction({ bindingKey }: Binding, onDeleted: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.DELETE(PATH, { params: { path: { handle, bindingKey } } })),
    onError: notifyFailed,
    onSuccess: () => {
      notifyDone(t("functions.deleted", { key: bindingKey }));
      onDeleted();
      return queries.invalidateQueries({ queryKey: ["functions", handle], exact: true });
    },
  });
}
