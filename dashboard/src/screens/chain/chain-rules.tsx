import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { RuleEditor } from "#parts/rule-editor.tsx";
import { RuleList } from "#parts/rule-list.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { ChainFields } from "./chain-fields.tsx";
import { chainRulesQuery } from "./chain-query.ts";
import { decisionText, whenText } from "./chain-text.ts";
import { ChainTrial } from "./chain-trial.tsx";
import { useChainSource } from "./use-chain-source.ts";

/** The chain rules, and beside them what an imagined visit would be told. */
export function ChainRules() {
  const source = useChainSource();
  const query = useQuery(chainRulesQuery(useHandle()));
  // Of a rule, or of none for a new one.
  const [edited, setEdited] = useState<{ readonly ruleId?: string }>();
  const close = () => setEdited(undefined);
  const create = <Button onClick={() => setEdited({})}>{t("rule.create")}</Button>;
  return (
    <Loaded query={query}>
      {(rules) => (
        <>
          {rules.length === 0 ? (
            <Empty title={t("chain.none")} hint={t("chain.none.hint")}>
              {create}
            </Empty>
          ) : (
            <Grid gap="xl">
              <Grid.Col span={{ base: 12, md: 7 }}>
                <Stack gap="sm">
                  <Group justify="flex-end">{create}</Group>
                  <RuleList
                    {...{ source, rules, mayWrite: true }}
                    hint={t("chain.order")}
                    whenOf={whenText}
                    onEdit={(ruleId) => setEdited({ ruleId })}
                  >
                    {({ trigger, decision }) => (
                      <>
                        <Text size="sm" c="dimmed" component="div">
                          {t("chain.at", { trigger })}
                        </Text>
                        {decisionText(decision)}
                      </>
                    )}
                  </RuleList>
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 5 }}>
                <ChainTrial rules={rules} />
              </Grid.Col>
            </Grid>
          )}
          {edited && (
            <RuleEditor {...{ source, rules }} ruleId={edited.ruleId} onClose={close}>
              {(before, onTheirs) => (
                <ChainFields key={before?.version ?? 0} {...{ before, rules, onTheirs }} onClose={close} />
              )}
            </RuleEditor>
          )}
        </>
      )}
    </Loaded>
  );
}
