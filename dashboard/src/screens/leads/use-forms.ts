import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { useHandle } from "#shell/use-handle.ts";

/** So many of the newest leads say which forms there are. */
export const LEADS_LOOKED_AT = 1000;

/** The newest leads that are no spam, of which forms are known. */
export const newestLeadsQuery = (handle: string) =>
  queryOptions({
    queryKey: ["leads", handle, "newest"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/leads", {
          params: { path: { handle }, query: { spam: "false", limit: LEADS_LOOKED_AT } },
          signal,
        }),
      ),
  });

/** The sites whose pages may send leads, beside the handle's own. */
export const originsQuery = (handle: string) =>
  queryOptions({
    queryKey: ["context-origins", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/context-origins", { params: { path: { handle } }, signal })),
  });

/** Replaces the list of sites, only as it was seen. */
export function useSaveOrigins(version: number, onSaved: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (origins: readonly string[]) =>
      ask(
        api.PUT("/v2/handles/{handle}/context-origins", {
          params: { path: { handle } },
          body: { origins: [...origins] },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(["context-origins", handle], saved);
      onSaved();
    },
  });
}

/** Who is mailed of what. */
export const mailQuery = (handle: string) =>
  queryOptions({
    queryKey: ["notifications", handle, "mail"],
    queryFn: async ({ signal }) => {
      const params = { path: { handle } };
      const [{ emailSubscriptions }, { ownerEventTypes, paused }] = await Promise.all([
        ask(api.GET("/v2/handles/{handle}/notifications", { params, signal })),
        ask(api.GET("/v2/handles/{handle}/notification-settings", { params, signal })),
      ]);
      return { emailSubscriptions, ownerEventTypes, paused };
    },
  });

const PATH = "/v2/handles/{handle}/notifications/email-subscriptions";

/** Has an address mailed of every lead. */
export function useAddMail(onAdded: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (email: string) =>
      ask(
        api.POST(PATH, {
          params: { path: { handle } },
          body: { email, eventTypes: ["lead.captured"] },
        }),
      ),
    onSuccess: () => {
      onAdded();
      return queries.invalidateQueries({ queryKey: ["notifications", handle] });
    },
  });
}

/** Mails an address no more. */
export function useRemoveMail() {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (subscriptionId: string) =>
      ask(api.DELETE(`${PATH}/{subscriptionId}`, { params: { path: { handle, subscriptionId } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notifications", handle] }),
  });
}
