import "#text/audience.ts";
import { Button, Grid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { conditionsText } from "#parts/conditions-text.ts";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { RuleEditor } from "#parts/rule-editor.tsx";
import { RuleList } from "#parts/rule-list.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { PersonalFields } from "./personal-fields.tsx";
import type { Rule } from "./personal-form.ts";
import { personalQuery } from "./personal-query.ts";
import { PersonalTrial } from "./personal-trial.tsx";
import { usePersonalSource } from "./use-personal-source.ts";

/** Who is led elsewhere by every link, or by some, with the answer to "and this visitor?" beside it. */
export function PersonalizationScreen() {
  const role = useRole();
  const source = usePersonalSource();
  const query = useQuery(personalQuery(useHandle()));
  // Of a rule, or of none for a new one.
  const [edited, setEdited] = useState<{ readonly ruleId?: string }>();
  const mayWrite = role === "OPERATOR" || role === "OWNER";
  const close = () => setEdited(undefined);
  const create = mayWrite && <Button onClick={() => setEdited({})}>{t("rule.create")}</Button>;
  return (
    <Page title={t("personal.title")} hint={t("personal.hint")} actions={create}>
      <Loaded query={query}>
        {({ rules }) => (
          <>
            {rules.length === 0 ? (
              <Empty title={t("personal.none")} hint={t("personal.none.hint")}>
                {create || <Text size="sm">{t("personal.ask")}</Text>}
              </Empty>
            ) : (
              <Grid gap="xl">
                <Grid.Col span={{ base: 12, md: 7 }}>
                  <RuleList
                    {...{ source, rules, mayWrite }}
                    hint={t("personal.order")}
                    whenOf={({ when }) => conditionsText(when)}
                    onEdit={(ruleId) => setEdited({ ruleId })}
                  >
                    {(rule) => <Outcome rule={rule} />}
                  </RuleList>
                </Grid.Col>
                <Grid.Col span={{ base: 12, md: 5 }}>
                  <PersonalTrial rules={rules} />
                </Grid.Col>
              </Grid>
            )}
            {edited && (
              <RuleEditor {...{ source, rules }} ruleId={edited.ruleId} onClose={close}>
                {(before, onTheirs) => (
                  <PersonalFields
                    key={before?.version ?? 0}
                    {...{ before, rules, onTheirs }}
                    onClose={close}
                  />
                )}
              </RuleEditor>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Outcome({ rule: { variant, slugs } }: { readonly rule: Rule }) {
  return (
    <>
      {t("personal.leads-to", { url: variant.destinationUrl })}
      <Text size="sm" c="dimmed">
        {slugs === null
          ? t("personal.every-link")
          : t("personal.some-links", { slugs: slugs.map((slug) => `/${slug}`).join(", ") })}
      </Text>
    </>
  );
}
