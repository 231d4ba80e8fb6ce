import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { t } from "#text/t.ts";
import type { Team } from "./team-query.ts";
import { useSaveTeam } from "./use-save-team.ts";

const ROLES = ["CREATOR", "OPERATOR"] as const;
type Props = { readonly team: Team; readonly onClose: () => void };

/** Adds whoever has an account with this address; whoever has none can be sent an invitation to make one. */
export function AddMember({ team, onClose }: Props) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("CREATOR");
  const saving = useSaveTeam(team, () => {
    notifyDone(t("team.added", { email }));
    onClose();
  });
  const others = team.body.collaborators as { userId: string; role: "CREATOR" | "OPERATOR" }[];
  const add = () =>
    saving.mutate([...others.map(({ userId, role: its }) => ({ userId, role: its })), { email, role }]);
  const isUnknown = saving.error instanceof ApiError && saving.error.code === "invalid_collaborators";
  return (
    <Modal opened onClose={onClose} title={t("team.add")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Stack>
          <TextInput
            {...{ label: t("field.email"), type: "email", required: true, autoComplete: "off" }}
            data-autofocus
            value={email}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
              saving.reset();
            }}
          />
          <Radio.Group
            label={t("team.role")}
            value={role}
            onChange={(chosen) => setRole(chosen as typeof role)}
          >
            <Stack gap="xs" mt={4}>
              {ROLES.map((one) => (
                <Radio key={one} value={one} label={t(`role.${one}`)} description={t(`role.${one}.may`)} />
              ))}
            </Stack>
          </Radio.Group>
          {saving.error && <Failure cause={saving.error} />}
          {isUnknown && <Invite email={email} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t("team.add.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Invite({ email }: { readonly email: string }) {
  const inviting = useMutation({
    mutationFn: () => ask(api.POST("/v2/auth/invitations", { body: { email } })),
  });
  if (inviting.isSuccess) {
    return (
      <Alert color="green" role="status">
        {t("team.invited", { email })}
      </Alert>
    );
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t("team.invite.hint")}</Text>
      <Button size="xs" variant="default" loading={inviting.isPending} onClick={() => inviting.mutate()}>
        {t("team.invite")}
      </Button>
      {inviting.error && <Failure cause={inviting.error} />}
    </Stack>
  );
}
