/** What the layout library takes as styles: those of CSS that it knows. */
export type Style = Readonly<Record<string, string | number>>;

/** A box with boxes or words in it, as the layout library takes it. */
export interface Element {
  readonly type: "div" | "img";
  readonly props: { readonly style: Style; readonly children?: readonly (Element | string)[]; readonly src?: string };
}

/** A box whose contents stand under each other. */
export function column(style: Style, ...children: readonly (Element | string)[]): Element {
  return { type: "div", props: { style: { display: "flex", flexDirection: "column", ...style }, children } };
}

/** A box whose contents stand beside each other. */
export function row(style: Style, ...children: readonly (Element | string)[]): Element {
  return { type: "div", props: { style: { display: "flex", flexDirection: "row", ...style }, children } };
}

/** Words, which go on in the next line where there is no room. */
export function words(style: Style, text: string): Element {
  return { type: "div", props: { style: { display: "flex", ...style }, children: [text] } };
}

/** The same, broken at spaces only, so that a code with hyphens is read and copied in one piece; `gap` is a space, in pixels. */
export function wholeWords(style: Style, text: string, gap: number): Element {
  const each = text.split(" ").map((word) => words({ whiteSpace: "nowrap" }, word));
  return row({ ...style, flexWrap: "wrap", columnGap: gap }, ...each);
}

/** A drawing in SVG, of that width and height in pixels. */
export function drawing(svg: string, width: number, height: number): Element {
  const src = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return { type: "img", props: { style: { width, height }, src } };
}
