import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { t } from "#text/t.ts";
import { notifyFailed } from "./notify.ts";
import type { RuleSource, SavedRule } from "./use-rules.ts";

type Props<R extends SavedRule, B extends object> = {
  readonly source: RuleSource<R, B>;
  readonly rules: readonly R[];
  /** None for a new rule. */
  readonly ruleId: string | undefined;
  readonly onClose: () => void;
  /** The fields of a rule as it was when the window was opened, or when somebody asked for what others have made of it. */
  readonly children: (before: R | undefined, onTheirs: () => void) => ReactNode;
};

/** One rule in a window, which whatever the list learns meanwhile leaves as it is. */
export function RuleEditor<R extends SavedRule, B extends object>(props: Props<R, B>) {
  const { source, rules, ruleId, onClose, children } = props;
  const [before, setBefore] = useState(() => rules.find((rule) => rule.ruleId === ruleId));
  const takeTheirs = async () => {
    const theirs = (await source.read()).find((rule) => rule.ruleId === ruleId);
    if (theirs === undefined) onClose();
    else setBefore(theirs);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={ruleId === undefined ? t("rule.create") : t("rule.edit.of", { id: ruleId })}
    >
      {children(before, () => void takeTheirs().catch(notifyFailed))}
    </Modal>
  );
}
