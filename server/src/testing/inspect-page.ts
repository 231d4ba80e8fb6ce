import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** An element as a browser finds it. */
export type Found = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
};

/** The elements of a page in the order in which a browser's own algorithm finds them, whatever the page holds. */
export function inspectPage(page: string): readonly Found[] {
  const found: Found[] = [];
  visit(parse(page), found);
  return found;
}

function visit(node: Node, found: Found[]): void {
  if ("tagName" in node) found.push(describe(node));
  // What stands in a template is inert, and would be found missing by whoever counts.
  if ("content" in node) visit(node.content, found);
  if ("childNodes" in node) for (const child of node.childNodes) visit(child, found);
}

const describe = (element: Element): Found => ({
  name:
    element.namespaceURI === "http://www.w3.org/1999/xhtml" ? element.tagName : `foreign ${element.tagName}`,
  attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
  text: element.childNodes.map((child) => ("value" in child ? child.value : "")).join(""),
});
