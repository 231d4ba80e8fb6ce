import { Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { useHandle } from "./use-handle.ts";

/** The handles of whoever is signed in, and the way to a new one. */
export function HandleSwitch() {
  const handle = useHandle();
  const navigate = useNavigate();
  const names = useMe()?.handles.map((place) => place.handle) ?? [handle];
  return (
    <Select
      aria-label={t("shell.handle")}
      data={[
        { group: t("shell.handles"), items: names },
        { group: t("shell.more"), items: [{ value: "+", label: t("shell.new-handle") }] },
      ]}
      value={handle}
      allowDeselect={false}
      searchable={names.length > 8}
      onChange={(chosen) => {
        if (chosen === "+") void navigate({ to: "/start", search: { new: true } });
        else if (chosen !== null) void navigate({ to: "/$handle/analytics", params: { handle: chosen } });
      }}
    />
  );
}
