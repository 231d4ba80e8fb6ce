import { Anchor, Badge, Card, Group, Stack, Switch, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatAgo } from "#text/format.ts";
import { t } from "#text/t.ts";
import { useEnableFunction } from "./use-function.ts";

type Binding = Schemas["FunctionBinding"];

/** The functions as cards, which a telephone shows as well as a wide screen. */
export function FunctionList({ bindings }: { readonly bindings: readonly Binding[] }) {
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
      {bindings.map((binding) => (
        <Card key={binding.bindingKey} component="li" withBorder>
          <FunctionCard binding={binding} />
        </Card>
      ))}
    </Stack>
  );
}

function FunctionCard({ binding }: { readonly binding: Binding }) {
  const handle = useHandle();
  const { enable, isPending } = useEnableFunction(binding);
  const { bindingKey, target, methods, access, enabled, updatedAt } = binding;
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <Stack gap={6} miw={0}>
        <Anchor
          className="slug secret"
          fw={600}
          renderRoot={(props) => (
            <Link {...props} to="/$handle/functions/$bindingKey" params={{ handle, bindingKey }} />
          )}
        >
          {bindingKey}
        </Anchor>
        <Group gap={6}>
          <Badge color={target.type === "SCRIPT" ? "indigo.8" : "grape.8"}>
            {t(`functions.kind.${target.type}.short`)}
          </Badge>
          <Badge variant="default" tt="none">
            {t(`functions.access.${access}`)}
          </Badge>
          {methods.map((method) => (
            <Badge key={method} variant="default">
              {method}
            </Badge>
          ))}
        </Group>
        <Text size="sm" c="dimmed" className="secret">
          {target.type === "HTTP" ? target.url : t("functions.updated", { when: formatAgo(updatedAt) })}
        </Text>
      </Stack>
      <Switch
        aria-label={t("functions.on.of", { key: bindingKey })}
        checked={enabled}
        disabled={isPending}
        onChange={(event) => enable(event.currentTarget.checked)}
      />
    </Group>
  );
}
