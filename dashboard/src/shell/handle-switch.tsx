import { NativeSelect } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { useHandle } from "./use-handle.ts";

/** The handles of whoever is signed in, and the way to a new one. The browser's own list finds one by typing its name. */
export function HandleSwitch() {
  const handle = useHandle();
  const navigate = useNavigate();
  const names = useMe()?.handles.map((place) => place.handle) ?? [];
  return (
    <NativeSelect
      aria-label={t("shell.handle")}
      data={[
        { group: t("shell.handles"), items: names.includes(handle) ? names : [handle, ...names] },
        { group: t("shell.more"), items: [{ value: "+", label: t("shell.new-handle") }] },
      ]}
      value={handle}
      onChange={({ currentTarget: { value } }) => {
        if (value === "+") void navigate({ to: "/start", search: { new: true } });
        else void navigate({ to: "/$handle/analytics", params: { handle: value } });
      }}
    />
  );
}
