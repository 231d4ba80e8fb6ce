import { Badge, Button, Group, Paper, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { sessionQuery } from "./chain-query.ts";

type Props = {
  /** Empty where none is looked at. */
  readonly sessionId: string;
  readonly onLook: (sessionId: string) => void;
};

const SESSION = /^[A-Za-z0-9_-]{8,64}$/;

/** What one session has done, found by its id. */
export function ChainSession({ sessionId, onLook }: Props) {
  const [typed, setTyped] = useState(sessionId);
  const isWrong = typed !== "" && !SESSION.test(typed);
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) onLook(typed);
        }}
      >
        <Group align="flex-start" gap="xs">
          <TextInput
            {...{ label: t("chain.session"), description: t("chain.session.hint"), flex: "1 1 260px" }}
            inputWrapperOrder={["label", "input", "description", "error"]}
            error={isWrong && t("chain.session.rule")}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value.trim())}
          />
          <Button type="submit" mt={25} disabled={isWrong || typed === ""}>
            {t("chain.session.do")}
          </Button>
        </Group>
      </form>
      {SESSION.test(sessionId) && <Session key={sessionId} sessionId={sessionId} />}
    </Stack>
  );
}

function Session({ sessionId }: Pick<Props, "sessionId">) {
  const query = useQuery(sessionQuery(useHandle(), sessionId));
  const isUnknown = query.error instanceof ApiError && query.error.status === 404;
  return isUnknown ? (
    <Empty title={t("chain.session.none")} hint={t("chain.session.none.hint")} />
  ) : (
    <Loaded query={query}>{(session) => <Done session={session} />}</Loaded>
  );
}

function Done({ session }: { readonly session: Schemas["ChainSession"] }) {
  const { signals, segments, counts, firstSeenAt, lastSeenAt } = session;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4" className="secret">
          {session.sessionId}
        </Title>
        <Text size="sm" c="dimmed">
          {t("chain.seen", { from: formatMoment(firstSeenAt), to: formatMoment(lastSeenAt) })}
        </Text>
        <Group gap={6}>
          <Text size="sm">{t("chain.is-in")}</Text>
          {segments.length === 0 && <Text size="sm">–</Text>}
          {segments.map((segment) => (
            <Badge key={segment} color="teal.9" tt="none">
              {segment}
            </Badge>
          ))}
        </Group>
        <Group gap={6}>
          {Object.entries(counts).map(([key, count]) => (
            <Badge key={key} variant="default" tt="none">
              {key}: {count}
            </Badge>
          ))}
        </Group>
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("chain.when")}</Table.Th>
                <Table.Th>{t("chain.signal")}</Table.Th>
                <Table.Th>{t("chain.value")}</Table.Th>
                <Table.Th>{t("chain.confidence")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {signals.map(({ signalKey, signalValue, confidence, occurredAt }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: signals have no id, and their order stays
                <Table.Tr key={index}>
                  <Table.Td>{formatMoment(occurredAt)}</Table.Td>
                  <Table.Td>{signalKey}</Table.Td>
                  <Table.Td>{signalValue ?? "–"}</Table.Td>
                  <Table.Td>{confidence}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </Paper>
  );
}
