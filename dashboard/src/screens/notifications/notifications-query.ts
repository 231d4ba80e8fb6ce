import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** What can be told of, and which addresses are. */
export const notificationsQuery = (handle: string) =>
  queryOptions({
    queryKey: ["notifications", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/notifications", { params: { path: { handle } }, signal })),
  });

/** What the owner is told of, and whether mail is paused. */
export const settingsQuery = (handle: string) =>
  queryOptions({
    queryKey: ["notification-settings", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/notification-settings", { params: { path: { handle } }, signal })),
  });
