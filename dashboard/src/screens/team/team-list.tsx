import { Badge, Card, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { MemberActions } from "./member-actions.tsx";
import type { Member, Team } from "./team-query.ts";
import { TransferHandle } from "./transfer-handle.tsx";
import { useSaveTeam } from "./use-save-team.ts";

type Props = { readonly team: Team; readonly isOwner: boolean };

/** The owner first, then everybody who was added, each with what their role may do in a sentence. */
export function TeamList({ team, isOwner }: Props) {
  const { ownerUserId, ownerEmail, collaborators } = team.body;
  const [heir, setHeir] = useState<Member>();
  const saving = useSaveTeam(team, () => notifyDone(t("team.saved")));
  const change = (userId: string, role: "CREATOR" | "OPERATOR" | undefined) =>
    saving.mutate(
      collaborators.flatMap((one) => {
        const kept = one.userId === userId ? role : (one.role as "CREATOR" | "OPERATOR");
        return kept === undefined ? [] : [{ userId: one.userId, role: kept }];
      }),
    );
  return (
    <Stack>
      {saving.error && <Failure cause={saving.error} />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        <Person userId={ownerUserId} email={ownerEmail ?? t("team.gone")} standing="OWNER" />
        {collaborators.map((member) => (
          <Person key={member.userId} userId={member.userId} email={member.email} standing={member.role}>
            {isOwner && (
              <MemberActions
                member={member}
                isPending={saving.isPending}
                onChange={(role) => change(member.userId, role)}
                onTransfer={() => setHeir(member)}
              />
            )}
          </Person>
        ))}
      </Stack>
      {collaborators.length === 0 && <Text c="dimmed">{t("team.alone")}</Text>}
      {heir && <TransferHandle heir={heir} onClose={() => setHeir(undefined)} />}
    </Stack>
  );
}

type PersonProps = Omit<Member, "role"> & { readonly standing: string; readonly children?: ReactNode };

function Person({ userId, email, standing, children }: PersonProps) {
  const isMe = useMe()?.userId === userId;
  const role = standing as "CREATOR" | "OPERATOR" | "OWNER";
  return (
    <Card component="li" withBorder>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex={1} miw={220}>
          <Group gap={8}>
            <Text fw={600} className="secret">
              {email}
            </Text>
            <Badge color={role === "OWNER" ? "indigo.8" : "gray.7"}>{t(`role.${role}`)}</Badge>
            {isMe && <Badge variant="default">{t("team.you")}</Badge>}
          </Group>
          <Text size="sm" c="dimmed" maw={620}>
            {t(`role.${role}.may`)}
          </Text>
        </Stack>
        {children}
      </Group>
    </Card>
  );
}
