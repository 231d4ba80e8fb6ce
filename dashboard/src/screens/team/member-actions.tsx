import { Button, Group, Menu, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { t } from "#text/t.ts";
import type { Member } from "./team-query.ts";

type Props = {
  readonly member: Member;
  readonly isPending: boolean;
  /** `undefined` takes the member out. */
  readonly onChange: (role: "CREATOR" | "OPERATOR" | undefined) => void;
  readonly onTransfer: () => void;
};

/** What the owner may do with a collaborator. */
export function MemberActions({ member: { email, role }, isPending, onChange, onTransfer }: Props) {
  const [isRemoving, setRemoving] = useState(false);
  return (
    <Group gap="xs">
      <NativeSelect
        size="xs"
        aria-label={t("team.role-of", { email })}
        disabled={isPending}
        value={role}
        data={[
          { value: "CREATOR", label: t("role.CREATOR") },
          { value: "OPERATOR", label: t("role.OPERATOR") },
        ]}
        onChange={(event) => onChange(event.currentTarget.value as "CREATOR" | "OPERATOR")}
      />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" size="xs" aria-label={t("tokens.actions", { name: email })}>
            {t("action.more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onTransfer}>{t("team.transfer")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setRemoving(true)}>
            {t("action.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRemoving && (
        <ConfirmName
          title={t("team.remove.title", { email })}
          name={email}
          verb={t("action.remove")}
          isPending={isPending}
          onConfirm={() => {
            setRemoving(false);
            onChange(undefined);
          }}
          onClose={() => setRemoving(false)}
        >
          {t("team.remove.hint")}
        </ConfirmName>
      )}
    </Group>
  );
}
