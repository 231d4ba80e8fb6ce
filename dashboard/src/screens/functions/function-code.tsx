import { Button, Grid, Group, Paper, Stack, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { t } from "#text/t.ts";
import { CodeArea } from "./code-area.tsx";
import { EnvEditor } from "./env-editor.tsx";
import { envOf, rowProblem, rowsOf } from "./env-rows.ts";
import { TryFunction } from "./try-function.tsx";
import { useSaveFunction } from "./use-function.ts";

type Binding = Schemas["FunctionBinding"];
type Target = Schemas["FunctionTarget"];

const formOf = (target: Target) => ({
  source: target.type === "SCRIPT" ? target.source : "",
  rows: target.type === "SCRIPT" ? rowsOf(target.env) : [],
  url: target.type === "HTTP" ? target.url : "",
});
type Form = { source: string; rows: ReturnType<typeof rowsOf>; url: string };

const targetOf = ({ type }: Target, { source, rows, url }: Form): Target =>
  type === "SCRIPT" ? { type, source, env: envOf(rows) } : { type, url };

type Props = {
  readonly binding: Binding;
  /** Told whether something is not saved. */
  readonly onChanged: (isChanged: boolean) => void;
};

/** What answers, and beside it the way to call it: what is tried is always what is saved. */
export function FunctionCode({ binding, onChanged }: Props) {
  const { target } = binding;
  const [form, setForm] = useState<Form>(() => formOf(target));
  const set = (change: Partial<Form>) => setForm((now) => ({ ...now, ...change }));
  const saving = useSaveFunction(binding);
  const wanted = targetOf(target, form);
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(targetOf(target, formOf(target)));
  const canSave = isChanged && form.rows.every((row) => rowProblem(form.rows, row) === undefined);
  useEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  const save = async () => {
    if (canSave && !saving.isPending) await saving.mutateAsync({ target: wanted });
  };
  // What was refused is said beside its field.
  const saveAndSay = () =>
    save().then(
      () => canSave && notifyDone(t("functions.saved")),
      () => undefined,
    );
  useSaveKey(() => void saveAndSay());
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void saveAndSay();
          }}
        >
          <Stack>
            <Inputs type={target.type} form={form} set={set} cause={saving.error} />
            <Refusal cause={saving.error} beside={["target.source", "target.url"]} />
            <Group>
              <Button type="submit" loading={saving.isPending} disabled={!canSave}>
                {t("action.save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Paper withBorder p="md">
          <TryFunction binding={binding} isChanged={isChanged} canSave={canSave} onSave={save} />
        </Paper>
      </Grid.Col>
    </Grid>
  );
}

type InputProps = {
  readonly type: Target["type"];
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
  readonly cause: Error | null;
};

function Inputs({ type, form, set, cause }: InputProps) {
  if (type === "HTTP") {
    return (
      <TextInput
        {...{ label: t("functions.url"), description: t("functions.url.hint"), type: "url", required: true }}
        value={form.url}
        error={problemAt(cause, "target.url")}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
    );
  }
  return (
    <>
      <CodeArea
        label={t("functions.code.label")}
        description={t("functions.code.hint")}
        value={form.source}
        error={problemAt(cause, "target.source")}
        onChange={(source) => set({ source })}
      />
      <EnvEditor rows={form.rows} onChange={(rows) => set({ rows: [...rows] })} />
    </>
  );
}

/** The key with which everything is saved saves this too. */
function useSaveKey(onSave: () => void): void {
  const latest = useRef(onSave);
  latest.current = onSave;
  useEffect(() => {
    const ended = new AbortController();
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen, { signal: ended.signal });
    return () => ended.abort();
  }, []);
}
