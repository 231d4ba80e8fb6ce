import { Badge, Button, Code, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { ShowMore } from "#parts/show-more.tsx";
import { useActorName } from "#parts/use-actor-name.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { callsQuery } from "./functions-query.ts";
import { statusColor } from "./status-color.ts";

type Call = Schemas["FunctionInvocation"];

/** Who called a function, what they were answered, how long it took, and what it wrote. */
export function FunctionCalls({ bindingKey }: { readonly bindingKey: string }) {
  const query = useInfiniteQuery(callsQuery(useHandle(), bindingKey));
  const [open, setOpen] = useState<Call>();
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t("functions.calls.hint")}
      </Text>
      <Loaded query={query}>
        {({ pages }) => {
          const calls = pages.flatMap(({ invocations }) => invocations);
          if (calls.length === 0) return <Text>{t("functions.calls.none")}</Text>;
          return <CallTable calls={calls} onLook={setOpen} />;
        }}
      </Loaded>
      <ShowMore query={query} />
      {open && <Detail call={open} onClose={() => setOpen(undefined)} />}
    </Stack>
  );
}

type TableProps = { readonly calls: readonly Call[]; readonly onLook: (call: Call) => void };

function CallTable({ calls, onLook }: TableProps) {
  const nameOf = useCallerName();
  return (
    <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("deliveries.when")}</Table.Th>
            <Table.Th>{t("functions.calls.who")}</Table.Th>
            <Table.Th>{t("functions.calls.request")}</Table.Th>
            <Table.Th>{t("functions.try.answer")}</Table.Th>
            <Table.Th>{t("functions.calls.time")}</Table.Th>
            <Table.Th>{t("action.more")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Table.Tr key={call.invocationId}>
              <Table.Td>{formatMoment(call.at)}</Table.Td>
              <Table.Td className="secret">{nameOf(call.caller)}</Table.Td>
              <Table.Td className="slug secret">
                {call.method} {call.path}
              </Table.Td>
              <Table.Td>
                <Group gap={6} wrap="nowrap">
                  <Badge color={statusColor(call.status)}>{call.status}</Badge>
                  {call.error !== null && <Text size="sm">{call.error.replaceAll("_", " ")}</Text>}
                </Group>
              </Table.Td>
              <Table.Td className="still">{t("functions.try.ms", { ms: call.durationMs })}</Table.Td>
              <Table.Td>
                <Button size="xs" variant="default" onClick={() => onLook(call)}>
                  {t("functions.calls.look")}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Strangers call what is open to anyone, and are not the system. */
function useCallerName(): (caller: string) => string {
  const nameOf = useActorName();
  return (caller) => (/^(user|token):/.test(caller) ? nameOf(caller) : t("functions.calls.anyone"));
}

function Detail({ call, onClose }: { readonly call: Call; readonly onClose: () => void }) {
  const { at, method, path, status, durationMs, message, log, requestBytes, responseBytes } = call;
  const sizes = { sent: formatBytes(requestBytes), answered: formatBytes(responseBytes) };
  return (
    <Modal opened onClose={onClose} title={t("functions.calls.title", { when: formatMoment(at) })} size="lg">
      <Stack gap="xs">
        <Text className="slug secret">
          {method} {path}
        </Text>
        <Group gap="xs">
          <Badge color={statusColor(status)}>{status}</Badge>
          <Text size="sm">{t("functions.try.ms", { ms: durationMs })}</Text>
          <Text size="sm" c="dimmed">
            {t("functions.calls.sizes", sizes)}
          </Text>
        </Group>
        {message !== null && (
          <>
            <Text size="sm" fw={600}>
              {t("functions.calls.refused")}
            </Text>
            <Code block className="secret">
              {message}
            </Code>
          </>
        )}
        <Text size="sm" fw={600}>
          {t("functions.try.log")}
        </Text>
        <Code block className="secret">
          {log === "" ? t("functions.try.log.none") : log}
        </Code>
      </Stack>
    </Modal>
  );
}
