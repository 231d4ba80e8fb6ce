import "#text/functions.ts";
import "#text/machines.ts";
import { Anchor, Badge, Button, Group, Stack, Switch, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { CopyButton } from "#parts/copy-button.tsx";
import { Leaving } from "#parts/leaving.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { FunctionCalls } from "./function-calls.tsx";
import { FunctionCode } from "./function-code.tsx";
import { FunctionSettings } from "./function-settings.tsx";
import { functionQuery } from "./functions-query.ts";
import { useDeleteFunction, useEnableFunction } from "./use-function.ts";

type Props = { readonly binding: Schemas["FunctionBinding"] };

/** One function: its code beside a way to try it, who called it, and who may. */
export function FunctionScreen() {
  const handle = useHandle();
  const { bindingKey = "" } = useParams({ strict: false });
  const query = useQuery(functionQuery(handle, bindingKey));
  return (
    <Stack gap="xs">
      <div>
        <Anchor renderRoot={(props) => <Link {...props} to="/$handle/functions" params={{ handle }} />}>
          ← {t("functions.title")}
        </Anchor>
      </div>
      <Page title={bindingKey} actions={query.data && <Actions binding={query.data} />}>
        <Loaded query={query}>
          {(binding) => (
            <>
              <Addresses binding={binding} />
              <Parts key={`${handle}/${bindingKey}`} binding={binding} />
            </>
          )}
        </Loaded>
      </Page>
    </Stack>
  );
}

/** A tab that is hidden has no effects: what is not saved in one must be known here, and calls are asked for only where shown. */
function Parts({ binding }: Props) {
  const [tab, setTab] = useState<string | null>("code");
  const [isCodeChanged, setCodeChanged] = useState(false);
  const [areSettingsChanged, setSettingsChanged] = useState(false);
  return (
    <Tabs value={tab} onChange={setTab}>
      <Tabs.List mb="md">
        <Tabs.Tab value="code">
          {t(binding.target.type === "SCRIPT" ? "functions.code" : "functions.kind.HTTP.short")}
        </Tabs.Tab>
        <Tabs.Tab value="calls">{t("functions.calls")}</Tabs.Tab>
        <Tabs.Tab value="settings">{t("functions.settings")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="code">
        <FunctionCode binding={binding} onChanged={setCodeChanged} />
      </Tabs.Panel>
      <Tabs.Panel value="calls">
        {tab === "calls" && <FunctionCalls bindingKey={binding.bindingKey} />}
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        <FunctionSettings binding={binding} onChanged={setSettingsChanged} />
      </Tabs.Panel>
      <Leaving isChanged={isCodeChanged || areSettingsChanged} />
    </Tabs>
  );
}

function Addresses({ binding: { bindingKey, publicUrl, target, access } }: Props) {
  const handle = useHandle();
  const api = `${location.origin}/v2/public/handles/${handle}/function-bindings/${bindingKey}/invoke`;
  const shown = publicUrl ?? api;
  return (
    <Stack gap={6}>
      <Group gap={6}>
        <Badge color={target.type === "SCRIPT" ? "indigo.8" : "grape.8"}>
          {t(`functions.kind.${target.type}.short`)}
        </Badge>
        <Badge variant="default" tt="none">
          {t(`functions.access.${access}`)}
        </Badge>
      </Group>
      <Group gap="xs">
        <Text size="sm" className="slug secret">
          {shown}
        </Text>
        <CopyButton value={shown} />
      </Group>
    </Stack>
  );
}

function Actions({ binding }: Props) {
  const handle = useHandle();
  const navigate = useNavigate();
  const [isRemoving, setRemoving] = useState(false);
  const { enable, isPending } = useEnableFunction(binding);
  const { bindingKey, enabled } = binding;
  const removing = useDeleteFunction(binding, () =>
    navigate({ to: "/$handle/functions", params: { handle }, ignoreBlocker: true }),
  );
  return (
    <>
      <Switch
        label={t("functions.on")}
        checked={enabled}
        disabled={isPending}
        onChange={(event) => enable(event.currentTarget.checked)}
      />
      <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
        {t("functions.delete.do")}
      </Button>
      {isRemoving && (
        <ConfirmName
          title={t("functions.delete")}
          name={bindingKey}
          verb={t("functions.delete.do")}
          isPending={removing.isPending}
          onConfirm={() => removing.mutate()}
          onClose={() => setRemoving(false)}
        >
          {t("functions.delete.hint")}
        </ConfirmName>
      )}
    </>
  );
}
