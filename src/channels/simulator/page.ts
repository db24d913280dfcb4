import { html } from "hono/html";
import type { Language } from "../../domain/messaging/contact";
import { NAME_LIMIT } from "./contact-name";
import { type Say, type ShownContact, scriptWords } from "./words";

type Html = ReturnType<typeof html>;

/** What the page shows before its script has run. */
export interface PageParts {
  readonly language: Language;
  readonly say: Say;
  readonly contacts: readonly ShownContact[];
  /** The names of everybody who has chatted before, offered when a person is added. */
  readonly names: readonly string[];
  /** The head of the phone of a person who is added later; the script puts in the id and the name. */
  readonly added: ShownContact;
}

/** The whole page: every word is in it, the script only fills in the chats. */
export function renderPage(parts: PageParts): Html {
  const { language, say, contacts } = parts;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <title>${say("simulator.title")}</title>
    <link rel="icon" href="/simulator/assets/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/simulator/assets/page.css" />
    <link rel="stylesheet" href="/simulator/assets/phone.css" />
    <link rel="stylesheet" href="/simulator/assets/composer.css" />
    <script type="module" src="/simulator/assets/page.mjs"></script>
  </head>
  <body data-words="${JSON.stringify(scriptWords(say))}" data-language="${language}">
    <a class="skip" href="#phones">${say("simulator.skip")}</a>
    ${header(parts)}
    <p class="connection" role="status" id="connection"></p>
    <noscript><p class="no-script">${say("simulator.no-script")}</p></noscript>
    <div class="tabs" role="tablist" aria-label="${say("simulator.tabs.label")}">${contacts.map(tab)}</div>
    <main id="phones" tabindex="-1">${contacts.map((contact) => phone(contact, say))}</main>
    <template id="tab-template">${tab(parts.added)}</template>
    <template id="phone-template">${phone(parts.added, say)}</template>
    ${addDialog(parts)}
  </body>
</html>`;
}

function header({ language, say }: PageParts): Html {
  const other = language === "id" ? "en" : "id";
  return html`<header class="top">
  <img class="mark" src="/simulator/assets/icon.svg" alt="" width="40" height="40" />
  <div class="headline">
    <h1>${say("simulator.heading")}</h1>
    <p class="notice">${say("simulator.notice")}</p>
  </div>
  <div class="tools">
    <button type="button" class="tool" id="add"><span aria-hidden="true">+</span> <span class="long">${say("simulator.add.button")}</span></button>
    <a class="tool" href="/?lang=${other}" hreflang="${other}" lang="${other}"><span class="short" aria-hidden="true">${other.toUpperCase()}</span><span class="long">${say("simulator.language.other")}</span></a>
  </div>
</header>`;
}

function tab(contact: ShownContact): Html {
  return html`<button type="button" role="tab" class="tab" id="tab-${contact.id}" aria-controls="phone-${contact.id}"
  aria-selected="false" data-contact="${contact.id}"><span class="name">${contact.label}</span><span class="unread"></span></button>`;
}

function phone(contact: ShownContact, say: Say): Html {
  const { id, name, role, label, hint } = contact;
  return html`<section class="phone" id="phone-${id}" data-contact="${id}" data-name="${name}" data-role="${role ?? "other"}"
  aria-labelledby="owner-${id}">
  <div class="owner">
    <span class="avatar" aria-hidden="true">${[...label][0] ?? ""}</span>
    <div>
      <h2 id="owner-${id}"><span class="name">${label}</span></h2>
      <p class="hint">${hint}</p>
    </div>
  </div>
  <div class="screen">
    <div class="bar">
      <img src="/simulator/assets/icon.svg" alt="" width="32" height="32" />
      <p><b>${say("simulator.service.name")}</b><span class="state">${say("simulator.service.online")}</span></p>
    </div>
    <div class="scroller" tabindex="0" role="group" aria-label="${say("simulator.log.history")}">
      <div class="start">
        <p>${say("simulator.start.hint")}</p>
        <button type="button" class="option starter">${say("simulator.start.word")}</button>
      </div>
      <div class="log" role="log" aria-live="off" aria-label="${say("simulator.log.label")}"></div>
      <div class="dots" aria-hidden="true" hidden><i></i><i></i><i></i></div>
      <div class="options" role="group" aria-label="${say("simulator.options.label")}" hidden></div>
    </div>
    <button type="button" class="newer" hidden>${say("simulator.newer")} <span aria-hidden="true">↓</span></button>
    ${composer(id, say)}
  </div>
</section>`;
}

function composer(id: string, say: Say): Html {
  return html`<form class="composer">
  <p class="error" role="alert" hidden></p>
  <p class="chosen" hidden><span class="chosen-name"></span>
    <button type="button" class="unchoose" aria-label="${say("simulator.file.remove")}">✕</button></p>
  <div class="row">
    <label class="attach" for="file-${id}" title="${say("simulator.file.attach")}">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M16.5 6.5v9.8a4.3 4.3 0 0 1-8.6 0V5.9a2.9 2.9 0 0 1 5.8 0v9.4a1.4 1.4 0 0 1-2.8 0V6.9"/></svg>
      <span class="unseen">${say("simulator.file.attach")}</span>
    </label>
    <input class="file" type="file" id="file-${id}" accept="image/jpeg,image/png,image/webp,application/pdf,.xlsx" />
    <label class="unseen" for="text-${id}">${say("simulator.composer.label")}</label>
    <textarea id="text-${id}" rows="1" maxlength="65536" placeholder="${say("simulator.composer.placeholder")}" autocomplete="off" enterkeyhint="send"></textarea>
    <button type="submit" class="send" aria-label="${say("simulator.composer.send")}" title="${say("simulator.composer.send")}">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M4 4.5 21 12 4 19.5l2.6-6.2L14 12l-7.4-1.3z"/></svg>
    </button>
  </div>
</form>`;
}

function addDialog({ say, names }: PageParts): Html {
  return html`<dialog id="add-dialog" aria-labelledby="add-title">
  <form method="dialog">
    <h2 id="add-title">${say("simulator.add.title")}</h2>
    <label for="add-name">${say("simulator.add.name")}</label>
    <input id="add-name" name="name" required maxlength="${NAME_LIMIT}" autocomplete="off" list="known-names" />
    <datalist id="known-names">${names.map((name) => html`<option value="${name}"></option>`)}</datalist>
    <p class="error" role="alert" hidden></p>
    <div class="actions">
      <button type="button" class="quiet" id="add-cancel">${say("simulator.add.cancel")}</button>
      <button type="submit" class="strong">${say("simulator.add.confirm")}</button>
    </div>
  </form>
</dialog>`;
}
