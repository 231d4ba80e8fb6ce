import {
  Badge,
  Button,
  Card,
  Code,
  Group,
  Menu,
  SimpleGrid,
  Stack,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { formatAgo, formatDay, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { RenameToken } from "./rename-token.tsx";
import { RevokeToken } from "./revoke-token.tsx";
import { RotateToken } from "./rotate-token.tsx";
import { TokenTrail } from "./token-trail.tsx";

type Token = Schemas["Token"];
type Deed = "rotate" | "rename" | "trail" | "revoke";

const DEEDS = { rotate: RotateToken, rename: RenameToken, trail: TokenTrail, revoke: RevokeToken } as const;

/** The tokens as cards, which a telephone shows as well as a wide screen. */
export function TokenList({ tokens }: { readonly tokens: readonly Token[] }) {
  const [deed, setDeed] = useState<{ readonly what: Deed; readonly token: Token }>();
  const Dialog = deed && DEEDS[deed.what];
  return (
    <>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {tokens.map((token) => (
          <Card key={token.tokenId} component="li" withBorder>
            <TokenCard token={token} onDo={(what) => setDeed({ what, token })} />
          </Card>
        ))}
      </Stack>
      {Dialog && <Dialog token={deed.token} onClose={() => setDeed(undefined)} />}
    </>
  );
}

type CardProps = { readonly token: Token; readonly onDo: (deed: Deed) => void };

function TokenCard({ token, onDo }: CardProps) {
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {token.name}
          </Title>
          <Group gap={6} mt={4}>
            <Code>…{token.lastFour}</Code>
            <Status token={token} />
          </Group>
        </div>
        <TokenMenu token={token} onDo={onDo} />
      </Group>
      <Group gap={6}>
        {token.scopes.map((scope) => (
          <Badge key={scope} variant="default" tt="none" fw={500}>
            {scope}
          </Badge>
        ))}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="xs" verticalSpacing={4}>
        <Fact label={t("tokens.last-used")} value={agoOf(token.lastUsedAt)} at={token.lastUsedAt} />
        <Fact
          label={t("tokens.expires")}
          value={token.expiresAt ? formatDay(token.expiresAt) : t("tokens.never")}
        />
        <Fact label={t("tokens.created")} value={formatDay(token.createdAt)} at={token.createdAt} />
        <Fact label={t("tokens.from")} value={token.allowedCidrs?.join(", ") ?? t("tokens.anywhere")} />
      </SimpleGrid>
    </Stack>
  );
}

const agoOf = (at: string | null) => (at === null ? t("tokens.not-yet") : formatAgo(at));

function Fact({
  label,
  value,
  at,
}: {
  readonly label: string;
  readonly value: string;
  readonly at?: string | null;
}) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Tooltip label={at ? formatMoment(at) : ""} disabled={!at}>
        <Text size="sm">{value}</Text>
      </Tooltip>
    </div>
  );
}

function Status({ token }: { readonly token: Token }) {
  if (token.status === "ACTIVE") {
    const ends =
      token.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt) - Date.now();
    if (ends > 7 * 86_400_000) return <Badge color="teal.9">{t("tokens.active")}</Badge>;
    return <Badge color="orange.9">{t("tokens.ends", { when: formatAgo(token.expiresAt ?? "") })}</Badge>;
  }
  const why = token.revokedReason === null ? "" : ` · ${token.revokedReason.replaceAll("_", " ")}`;
  const label = token.status === "EXPIRED" ? t("tokens.expired") : t("tokens.revoked");
  return <Badge color="gray.7">{label + why}</Badge>;
}

function TokenMenu({ token, onDo }: CardProps) {
  const isActive = token.status === "ACTIVE";
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" size="xs" aria-label={t("tokens.actions", { name: token.name })}>
          {t("action.more")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isActive && <Menu.Item onClick={() => onDo("rotate")}>{t("tokens.rotate")}</Menu.Item>}
        {isActive && <Menu.Item onClick={() => onDo("rename")}>{t("tokens.rename")}</Menu.Item>}
        <Menu.Item onClick={() => onDo("trail")}>{t("tokens.trail")}</Menu.Item>
        {isActive && (
          <Menu.Item color="red" onClick={() => onDo("revoke")}>
            {t("tokens.revoke")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
