import { html } from "hono/html";
import type { Language } from "../../domain/messaging/contact";
import { villageById } from "../../domain/shared/region";
import type { Text } from "../../domain/shared/text";
import type { BillState, OfficeRow } from "../../operations/office-catalog";
import type { OfficePage } from "../../operations/office-page";

type Html = ReturnType<typeof html>;
/** Puts a text of the page into words. */
export type Words = (text: Text, language: Language) => string;
/** What became of a code, before the code page is shown. */
export type CodeOutcome = "none" | "wrong" | "slow" | "over";

/** Which months are shown, and which page of them. */
export interface Wish {
  readonly show: BillState | "all";
  /** From 1. */
  readonly page: number;
}

const shown = ["unpaid", "refused", "reported", "paid", "all"] as const;
/** A phone scrolls through so many lines without losing the reader. */
const rowsOnPage = 100;

/** What a visitor's address asks for; anything else is the unpaid months. It never carries a name or a number of anybody. */
export function wishOf({ lihat, hal }: Readonly<Record<string, string>>): Wish {
  const show = shown.find((one) => one === lihat) ?? "unpaid";
  const page = Number(hal);
  return { show, page: Number.isInteger(page) && page > 0 && page < 1_000 ? page : 1 };
}

/** The page that asks for the code from the chat. */
export function renderCodePage(outcome: CodeOutcome, words: Words): Html {
  const say = (key: string): string => words({ key }, "id");
  return frame(
    { language: "id", title: say("office.page.title"), name: say("office.page.service") },
    html`<script type="module" src="/kantor/assets/office.mjs"></script>`,
    html`<p>${say("office.page.code.why")}</p>
    ${outcome === "none" ? "" : html`<p class="outcome" role="alert">${say(`office.page.code.${outcome}`)}</p>`}
    <form method="post" action="/kantor">
      <label for="code">${say("office.page.code.label")}</label>
      <input id="code" name="code" required maxlength="20" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" />
      <button type="submit">${say("office.page.code.open")}</button>
    </form>`,
  );
}

/** The board: what is paid, reported and unpaid this month, by whom for whom, and the month's list to download. */
export function renderOffice(page: OfficePage, wish: Wish, words: Words): Html {
  const { language, name, period, sums, rows } = page;
  const say = (key: string, params?: Text["params"]): string => words(params ? { key, params } : { key }, language);
  const isThere = (one: Wish["show"]): boolean => one !== "refused" || sums.refused.count > 0;
  const fitting = rows.filter(({ month }) => wish.show === "all" || month?.state === wish.show);
  const last = Math.max(1, Math.ceil(fitting.length / rowsOnPage));
  const number = Math.min(wish.page, last);
  const part = fitting.slice((number - 1) * rowsOnPage, number * rowsOnPage);
  return frame(
    { language, title: name, name: say("office.page.month", { month: period }) },
    html``,
    html`<dl class="sums">${(["unpaid", "refused", "reported", "paid"] as const).filter(isThere).map(
      (state) => html`<div class="${state}"><dt>${say(`office.page.${state}`)}</dt>
      <dd><strong>${sums[state].count}</strong> <span>${say("office.page.amount", { amount: sums[state].amount })}</span></dd></div>`,
    )}</dl>
    <p><a class="button" href="/kantor/daftar" download>${say("office.page.download")}</a></p>
    <p class="quiet">${say("office.page.private")}</p>
    <nav aria-label="${say("office.page.show")}">${shown
      .filter(isThere)
      .map(
        (one) =>
          html`<a href="/kantor?lihat=${one}" ${one === wish.show ? html`aria-current="page"` : ""}>${say(`office.page.${one}`)}</a>`,
      )}</nav>
    ${part.length === 0 ? html`<p class="none">${say("office.page.none")}</p>` : table(part, say)}
    ${last > 1 ? pager(wish.show, number, last, say) : ""}
    <p class="quiet">${say("office.page.end")}</p>`,
  );
}

type Say = (key: string, params?: Text["params"]) => string;

function table(rows: readonly OfficeRow[], say: Say): Html {
  const heads = ["employee", "worker", "month", "amount", "state"] as const;
  return html`<table>
  <thead><tr>${heads.map((one) => html`<th scope="col">${say(`office.page.column.${one}`)}</th>`)}</tr></thead>
  <tbody>${rows.map((row) => line(row, say))}</tbody>
</table>`;
}

function line({ employeeName, workerName, villageId, pledgeId, month }: OfficeRow, say: Say): Html {
  const village = villageById(villageId ?? "")?.name ?? "";
  const worker = workerName === undefined ? "" : say("office.page.worker", { worker: workerName, village });
  const state = month?.state ?? (pledgeId === undefined ? "no-worker" : "waiting");
  const cell = (name: string, text: string): Html =>
    html`<td data-label="${say(`office.page.column.${name}`)}">${text}</td>`;
  return html`<tr>
  <th scope="row">${employeeName ?? say("office.page.no-employee")}</th>
  ${cell("worker", worker)}
  ${cell("month", month ? say("office.page.period", { month: month.period }) : "")}
  ${cell("amount", month ? say("office.page.amount", { amount: month.amount }) : "")}
  <td data-label="${say("office.page.column.state")}"><span class="state ${state}">${say(`office.page.state.${state}`)}</span></td>
</tr>`;
}

function pager(show: Wish["show"], page: number, last: number, say: Say): Html {
  const link = (to: number, key: string): Html =>
    to < 1 || to > last ? html`` : html`<a href="/kantor?lihat=${show}&amp;hal=${to}">${say(key)}</a>`;
  return html`<p class="pager">${link(page - 1, "office.page.before")} <span>${say("office.page.of", { page, last })}</span> ${link(page + 1, "office.page.after")}</p>`;
}

function frame(of: { language: Language; title: string; name: string }, head: Html, main: Html): Html {
  return html`<!doctype html>
<html lang="${of.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${of.title}</title>
    <link rel="stylesheet" href="/kantor/assets/office.css" />
    ${head}
  </head>
  <body>
    <header><p>${of.name}</p><h1>${of.title}</h1></header>
    <main>${main}</main>
  </body>
</html>`;
}
