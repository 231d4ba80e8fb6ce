import "./code-area.css";
import { Input } from "@mantine/core";
import { type KeyboardEvent, useId, useRef } from "react";

type Props = {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
};

const LINE = 20;
const LINES_MIN = 14;
const LINES_MAX = 34;

/** A plain field for a program, with the numbers of its lines; that of which the error speaks stands out. */
export function CodeArea({ label, description, value, error, onChange }: Props) {
  const id = useId();
  const numbers = useRef<HTMLOListElement>(null);
  const count = value.split("\n").length;
  const wrong = Number(/\(line (\d+)/.exec(error ?? "")?.[1]);
  const height = Math.min(LINES_MAX, Math.max(LINES_MIN, count + 1)) * LINE + 20;
  const described = [`${id}-hint`, ...(error === undefined ? [] : [`${id}-error`])].join(" ");
  return (
    <Input.Wrapper
      {...{ id, label, description, error }}
      descriptionProps={{ id: `${id}-hint` }}
      errorProps={{ id: `${id}-error` }}
      inputWrapperOrder={["label", "description", "error", "input"]}
    >
      <div className="code" data-wrong={error !== undefined} style={{ height, marginTop: 6 }}>
        <ol ref={numbers} aria-hidden="true">
          {Array.from({ length: count }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <li key={index} data-wrong={index + 1 === wrong}>
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          {...{ id, value, spellCheck: false, autoComplete: "off", autoCapitalize: "off", wrap: "off" }}
          aria-describedby={described}
          aria-invalid={error !== undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={indent}
          onScroll={({ currentTarget }) => {
            if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
    </Input.Wrapper>
  );
}

/** Tab indents; a new line begins where the last one did. As typed text, so that it can be undone. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { key, shiftKey, ctrlKey, metaKey, altKey, currentTarget } = event;
  if (shiftKey || ctrlKey || metaKey || altKey || event.nativeEvent.isComposing) return;
  if (key !== "Tab" && key !== "Enter") return;
  const before = currentTarget.value.slice(0, currentTarget.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  event.preventDefault();
  document.execCommand("insertText", false, key === "Tab" ? "  " : `\n${/^\s*/.exec(line)?.[0] ?? ""}`);
}
