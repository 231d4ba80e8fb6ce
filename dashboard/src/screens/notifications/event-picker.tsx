import { Checkbox, Stack } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { familiesOf } from "./event-families.ts";

type Props = {
  readonly label: string;
  readonly events: readonly Schemas["NotificationEvent"][];
  readonly chosen: readonly string[];
  readonly isDisabled?: boolean;
  readonly error?: string | undefined;
  readonly onChange: (types: readonly string[]) => void;
};

/** Events by what they are about, each with a sentence. */
export function EventPicker({ label, events, chosen, isDisabled = false, error, onChange }: Props) {
  return (
    <Checkbox.Group {...{ label, error }} value={[...chosen]} onChange={onChange}>
      <div style={{ columns: "2 300px", marginTop: 8 }}>
        {familiesOf(events).map(({ name, events: those }) => (
          <Stack key={name} gap="xs" pb="md" style={{ breakInside: "avoid" }}>
            {those.map(({ type, summary }) => (
              <Checkbox key={type} value={type} label={type} description={summary} disabled={isDisabled} />
            ))}
          </Stack>
        ))}
      </div>
    </Checkbox.Group>
  );
}
