import { useParams } from "@tanstack/react-router";
import { useMe } from "#session/use-me.ts";

type Role = "CREATOR" | "OPERATOR" | "OWNER";

/** The handle in the address. */
export const useHandle = (): string => useParams({ strict: false }).handle ?? "";

/** What the signed-in person is in that handle; `undefined` until it is known. */
export function useRole(): Role | undefined {
  const handle = useHandle();
  return useMe()?.handles.find((place) => place.handle === handle)?.role;
}
