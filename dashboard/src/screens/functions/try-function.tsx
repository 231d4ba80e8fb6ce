import {
  Alert,
  Badge,
  Button,
  Code,
  Group,
  NativeSelect,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { useMe } from "#session/use-me.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes } from "#text/format.ts";
import { t } from "#text/t.ts";
import { callFunction, hasBody, type Trial, type TrialAnswer } from "./call-function.ts";
import { statusColor } from "./status-color.ts";

type Props = {
  readonly binding: Schemas["FunctionBinding"];
  readonly isChanged: boolean;
  /** Whether what was changed can be saved. */
  readonly canSave: boolean;
  readonly onSave: () => Promise<void>;
};

/** Calls the function as a client does, and shows its answer, its time and its log. */
export function TryFunction({ binding, isChanged, canSave, onSave }: Props) {
  const { bindingKey, methods, enabled } = binding;
  const first = methods.includes("POST") ? "POST" : (methods[0] ?? "GET");
  const [trial, setTrial] = useState<Trial>({
    ...{ method: first, below: "", contentType: "application/json", body: "" },
  });
  const method = methods.includes(trial.method) ? trial.method : first;
  const trying = useTrying(bindingKey, onSave);
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h4">
          {t("functions.try")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("functions.try.hint")}
        </Text>
      </div>
      {!enabled && <Alert color="yellow">{t("functions.try.off")}</Alert>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          trying.mutate({ ...trial, method });
        }}
      >
        <Stack gap="sm">
          <Inputs trial={{ ...trial, method }} methods={methods} onChange={setTrial} />
          <Group>
            <Button
              type="submit"
              variant="light"
              loading={trying.isPending}
              disabled={!enabled || (isChanged && !canSave)}
            >
              {t(isChanged ? "functions.try.save-and-do" : "functions.try.do")}
            </Button>
          </Group>
        </Stack>
      </form>
      {trying.data && <Answer answer={trying.data} />}
      {trying.error && <Failure cause={trying.error} />}
    </Stack>
  );
}

function useTrying(bindingKey: string, onSave: () => Promise<void>) {
  const handle = useHandle();
  const userId = useMe()?.userId ?? "";
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (trial: Trial) => {
      try {
        await onSave();
      } catch {
        // Said beside the code; nothing was called.
        return undefined;
      }
      return callFunction(handle, bindingKey, userId, trial);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["functions", handle, bindingKey, "calls"] }),
  });
}

type InputProps = {
  readonly trial: Trial;
  readonly methods: readonly string[];
  readonly onChange: (trial: Trial) => void;
};

function Inputs({ trial, methods, onChange }: InputProps) {
  return (
    <>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          {...{ label: t("functions.try.method"), w: 110 }}
          value={trial.method}
          data={[...methods]}
          onChange={(event) => onChange({ ...trial, method: event.currentTarget.value })}
        />
        <TextInput
          {...{ label: t("functions.try.path"), flex: 1, miw: 140, placeholder: "/?name=Anna" }}
          classNames={{ input: "slug" }}
          value={trial.below}
          onChange={(event) => onChange({ ...trial, below: event.currentTarget.value.trim() })}
        />
      </Group>
      {hasBody(trial.method) && (
        <>
          <TextInput
            label={t("functions.try.type")}
            value={trial.contentType}
            onChange={(event) => onChange({ ...trial, contentType: event.currentTarget.value.trim() })}
          />
          <Textarea
            {...{ label: t("functions.try.body"), placeholder: '{"name": "Anna"}', autosize: true }}
            {...{ minRows: 2, maxRows: 12, spellCheck: false }}
            classNames={{ input: "slug" }}
            value={trial.body}
            onChange={(event) => onChange({ ...trial, body: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

function Answer({ answer }: { readonly answer: TrialAnswer }) {
  const { status, headers, text, bytes, contentType, refusal, logged } = answer;
  const body = text ?? t("functions.try.bytes", { size: formatBytes(bytes), type: contentType });
  const message = logged?.message;
  return (
    <Stack gap="xs" aria-live="polite" component="section" aria-label={t("functions.try.answer")}>
      <Group gap="xs">
        <Badge color={statusColor(status)}>{status}</Badge>
        {logged && <Text size="sm">{t("functions.try.ms", { ms: logged.durationMs })}</Text>}
      </Group>
      {refusal && <Failure cause={refusal} />}
      {message && (
        <Code block className="secret">
          {message}
        </Code>
      )}
      {refusal === undefined && (
        <Code block className="secret">
          {body === "" ? t("functions.try.empty") : body}
        </Code>
      )}
      {logged && (
        <>
          <Text size="sm" fw={600}>
            {t("functions.try.log")}
          </Text>
          <Code block className="secret">
            {logged.log === "" ? t("functions.try.log.none") : logged.log}
          </Code>
        </>
      )}
      <details>
        <Text component="summary" size="sm">
          {t("functions.try.headers")}
        </Text>
        <Code block className="secret">
          {headers.map(([name, value]) => `${name}: ${value}`).join("\n")}
        </Code>
      </details>
    </Stack>
  );
}
