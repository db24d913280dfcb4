import { html, raw } from "hono/html";
import { toString as drawQr } from "qrcode";
import { type Language, languages } from "../../domain/messaging/contact";
import type { ChannelState, Pairing } from "../../operations/channel-states";
import type { PairingTexts } from "./texts";

type Html = ReturnType<typeof html>;
type Say = (key: keyof PairingTexts) => string;
/** The words of the page in one language. */
export type SayIn = (language: Language) => Say;

/** What the page tells of the link. */
export interface ShownLink {
  readonly state: ChannelState;
  readonly pairing?: Pairing;
}

/** What became of what was typed, or asked for, before the code page is shown. */
export type CodeOutcome = "none" | "wrong" | "slow" | "sent";

/** The part that changes by itself: the state in words, the picture or code, and the steps, in every language. */
export async function renderPanel(link: ShownLink, sayIn: SayIn): Promise<Html> {
  const { state, pairing } = link;
  const isPairing = state === "pairing-needed";
  return html`<div class="states" role="status" data-state="${state}">
    ${languages.map((language) => html`<p lang="${language}">${stateWords(link, sayIn(language))}</p>`)}
  </div>
  ${isPairing && pairing ? await secret(pairing, sayIn) : ""}
  ${isPairing && pairing ? html`<div class="ways">${languages.map((language) => steps(pairing, language, sayIn))}</div>` : ""}`;
}

function stateWords({ state, pairing }: ShownLink, say: Say): string {
  if (state === "pairing-needed") return say(pairing ? "pairing" : "preparing");
  return say(state);
}

async function secret({ qr, code }: Pairing, sayIn: SayIn): Promise<Html> {
  const label = languages.map((language) => sayIn(language)("picture")).join(" / ");
  if (code !== undefined) return html`<p class="code" translate="no">${code}</p>`;
  const drawn = await drawQr(qr ?? "", { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return html`<div class="picture" role="img" aria-label="${label}">${raw(drawn)}</div>`;
}

function steps({ code }: Pairing, language: Language, sayIn: SayIn): Html {
  const say = sayIn(language);
  const last = say(code === undefined ? "step.scan" : "step.type");
  const all = [say("step.open"), say("step.menu"), say("step.devices"), last, say("step.wait")];
  return html`<section lang="${language}">
  <ol>${all.map((step) => html`<li>${step}</li>`)}</ol>
  <p class="warning">${say("secret")}</p>
</section>`;
}

/** The page on which a phone is linked. */
export async function renderPairingPage(link: ShownLink, sayIn: SayIn): Promise<Html> {
  return page(
    sayIn,
    html`<script type="module" src="/whatsapp-web/assets/pairing.mjs"></script>`,
    html`<div id="panel">${await renderPanel(link, sayIn)}</div>
    <noscript>${languages.map((language) => html`<p lang="${language}">${sayIn(language)("no-script")}</p>`)}</noscript>`,
  );
}

/** The page of whoever sits elsewhere: a code opens it. */
export function renderCodePage(outcome: CodeOutcome, sayIn: SayIn): Html {
  const both = (key: keyof PairingTexts) =>
    languages.map((language) => html`<span lang="${language}">${sayIn(language)(key)}</span>`);
  const told = { none: undefined, wrong: "code.wrong", slow: "code.slow", sent: "code.sent" } as const;
  const key = told[outcome];
  return page(
    sayIn,
    html``,
    html`<h2 class="both">${both("code.title")}</h2>
    <p class="both">${both("code.why")}</p>
    ${key === undefined ? "" : html`<p class="both outcome" role="alert">${both(key)}</p>`}
    <form method="post" action="/whatsapp-web/pairing">
      <label class="both" for="code">${both("code.label")}</label>
      <input id="code" name="code" required maxlength="20" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" />
      <button type="submit" class="both">${both("code.open")}</button>
    </form>
    <form method="post" action="/whatsapp-web/pairing/code">
      <button type="submit" class="both quiet">${both("code.again")}</button>
    </form>`,
  );
}

function page(sayIn: SayIn, head: Html, main: Html): Html {
  const title = languages.map((language) => sayIn(language)("title"));
  return html`<!doctype html>
<html lang="id">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title.join(" / ")}</title>
    <link rel="stylesheet" href="/whatsapp-web/assets/pairing.css" />
    ${head}
  </head>
  <body>
    <header>
      <p>${sayIn("id")("name")}</p>
      <h1 class="both">${languages.map((language, index) => html`<span lang="${language}">${title[index]}</span>`)}</h1>
    </header>
    <main>${main}</main>
  </body>
</html>`;
}
