import { Button, Grid, Group, Paper, Stack, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { problemAt } from "#parts/problem-at.ts";
import { t } from "#text/t.ts";
import { CodeArea } from "./code-area.tsx";
import { EnvEditor } from "./env-editor.tsx";
import { type EnvRow, envOf, rowProblem, rowsOf } from "./env-rows.ts";
import { TryFunction } from "./try-function.tsx";
import { useFunctionForm } from "./use-function.ts";

type Binding = Schemas["FunctionBinding"];
type Target = Schemas["FunctionTarget"];

type Form = {
  readonly type: Target["type"];
  readonly source: string;
  readonly rows: readonly EnvRow[];
  readonly url: string;
};

const formOf = ({ target }: Binding): Form => ({
  type: target.type,
  source: target.type === "SCRIPT" ? target.source : "",
  rows: target.type === "SCRIPT" ? rowsOf(target.env) : [],
  url: target.type === "HTTP" ? target.url : "",
});

const targetOf = ({ type, source, rows, url }: Form): Target =>
  type === "SCRIPT" ? { type, source, env: envOf(rows) } : { type, url };

const MAKING = {
  ...{ formOf, bodyOf: targetOf },
  changeOf: ({ form }: { readonly form: Form }) => ({ target: targetOf(form) }),
};

type Props = {
  readonly binding: Binding;
  /** Told whether something is not saved. */
  readonly onChanged: (isChanged: boolean) => void;
};

/** What answers, and beside it the way to call it: what is tried is always what is saved. */
export function FunctionCode({ binding, onChanged }: Props) {
  const saved = useFunctionForm(binding, MAKING);
  const { form, set, isChanged, cause } = saved;
  const canSave = isChanged && form.rows.every((row) => rowProblem(form.rows, row) === undefined);
  useEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  const save = async () => {
    if (canSave && !saved.isPending) await saved.save();
  };
  // What was refused is said beside its field.
  const saveOrSay = () => void save().catch(() => undefined);
  useSaveKey(saveOrSay);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            saveOrSay();
          }}
        >
          <Stack>
            <Inputs form={form} set={set} cause={cause} />
            <FormRefusal saved={saved} beside={["target.source", "target.url"]} canSave={canSave} />
            <Group>
              <Button type="submit" loading={saved.isPending} disabled={!canSave}>
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
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
  readonly cause: Error | null;
};

function Inputs({ form, set, cause }: InputProps) {
  if (form.type === "HTTP") {
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
      <EnvEditor rows={form.rows} onChange={(rows) => set({ rows })} />
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
