import { useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { useMe } from "#session/use-me.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

/** Says who `user:…` or `token:…` is, as far as whoever looks may know. */
export function useActorName(): (actor: string) => string {
  const handle = useHandle();
  const me = useMe();
  const { data } = useQuery({
    queryKey: ["collaborators", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/collaborators", { params: { path: { handle } }, signal })),
  });
  return (actor) => {
    const [kind, id] = actor.split(":");
    if (kind === "token") return t("actor.token", { id: (id ?? "").slice(-6) });
    if (kind !== "user") return t("actor.system");
    if (id === me?.userId) return t("actor.you");
    const known = data?.collaborators.find(({ userId }) => userId === id)?.email;
    return known ?? t(id === data?.ownerUserId ? "actor.owner" : "actor.former");
  };
}
